# SPDX-License-Identifier: MulanPSL-2.0
"""Figures as charts: what each bar says, and in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from inspector_app.domain.chart import Bar, BarChart, ColumnChart, Key, LineChart, Part, Series
from inspector_app.domain.chart_shapes import Ink, Marker, Pattern
from inspector_app.domain.figures import Figure, FigureKey, FigureRow
from inspector_app.ledgers.overdue_ages import OverdueAge
from inspector_app.wording import tr

K = FigureKey
MOST_BARS = 12
HUNDRED = 100.0
GROUP_MEASURES = (K.RATE, K.FINDINGS, K.VISITS, K.OVERDUE_RATE)  # what the bars of groups may show


def rate_over_time(rows: Sequence[FigureRow], before: Sequence[FigureRow]) -> LineChart:
    """Draw the rate of each month, and that of the same months a year before where there was anything."""
    labels = month_labels([row.key for row in rows])
    now = tuple(_rate(row.figures[K.RATE]) for row in rows)
    then = tuple(_rate(row.figures[K.RATE]) for row in before)
    texts = tuple(row.figures[K.RATE].text for row in rows)
    series = [Series(name=tr("this period"), values=now, texts=texts)]
    has_then = len(then) == len(now) and any(v is not None for v in then)
    if has_then:
        series.append(Series(name=tr("a year before"), values=then, ink=Ink.OTHER, marker=Marker.DIAMOND, dashed=True))
    words = []
    for n, row in enumerate(rows):
        said = tr("{label}: rectified {rate}", label=row.key, rate=_ratio_words(row.figures[K.RATE]))
        if has_then:
            said = tr("{said}; a year before {rate}", said=said, rate=_percent(before[n].figures[K.RATE]))
        words.append(said)
    return LineChart(labels=labels, series=tuple(series), words=tuple(words), most=HUNDRED, unit="%")


def found_and_rectified(rows: Sequence[FigureRow]) -> ColumnChart:
    """Draw what was found in each month, and how many of these are rectified."""
    found = [row.figures[K.FINDINGS] for row in rows]
    done = [row.figures[K.RECTIFIED] for row in rows]
    return ColumnChart(
        labels=month_labels([row.key for row in rows]),
        series=(
            Series(name=tr("found"), values=_floats(found), texts=tuple(_grouped(f) for f in found)),
            Series(name=tr("of these rectified"), values=_floats(done), ink=Ink.GOOD, pattern=Pattern.HATCHED),
        ),
        words=tuple(
            tr("{label}: {found} found, {done} of these rectified", label=r.key, found=_grouped(f), done=_grouped(d))
            for r, f, d in zip(rows, found, done, strict=True)
        ),
    )


def groups(rows: Sequence[FigureRow], measure: FigureKey) -> BarChart:
    """Draw one figure of each sector or district; ratios over the whole width stand for 100 %."""
    if measure in (K.RATE, K.OVERDUE_RATE):
        bars = [_ratio_bar(row, row.figures[measure]) for row in rows[:MOST_BARS]]
        return BarChart(bars=tuple(bars), top=HUNDRED)
    bars = []
    for row in rows[:MOST_BARS]:
        figure = row.figures[measure]
        words = tr("{label}: {count}", label=row.label, count=_grouped(figure))
        bars.append(Bar(label=row.label, parts=(Part(value=_float(figure.value)),), text=_grouped(figure), words=words))
    return BarChart(bars=tuple(bars))


def clauses(rows: Sequence[FigureRow]) -> BarChart:
    """Draw the clauses with most findings: rectified ones and those that are not, one after the other."""
    bars = []
    for row in rows[:MOST_BARS]:
        found, done = row.figures[K.FINDINGS], row.figures[K.RECTIFIED]
        left = _float(found.value) - _float(done.value)
        words = tr("{label}: {found} found, {done} of these rectified", label=row.label, found=_grouped(found),
                   done=_grouped(done))  # fmt: skip
        parts = (Part(value=_float(done.value)), Part(value=left, ink=Ink.BAD, pattern=Pattern.HATCHED))
        bars.append(Bar(label=row.label, parts=parts, text=_grouped(found), words=words))
    keys = (
        Key(text=tr("rectified"), ink=Ink.MAIN),
        Key(text=tr("not rectified"), ink=Ink.BAD, pattern=Pattern.HATCHED),
    )
    return BarChart(bars=tuple(bars), keys=keys)


def ages(found: Sequence[OverdueAge]) -> BarChart:
    """Draw how long findings have been overdue, the major ones apart."""
    bars = []
    for age in found:
        label = age_label(age)
        total = age.general + age.major
        words = tr("{label}: {total} overdue, {major} of these major", label=label, total=f"{total:,}",
                   major=f"{age.major:,}")  # fmt: skip
        parts = (Part(value=age.major, ink=Ink.BAD), Part(value=age.general, ink=Ink.WARN, pattern=Pattern.HATCHED))
        text = f"{total:,}" if not age.major else tr("{total} ({major} major)", total=f"{total:,}", major=age.major)
        bars.append(Bar(label=label, parts=parts, text=text, words=words))
    keys = (
        Key(text=tr("major hazards"), ink=Ink.BAD),
        Key(text=tr("general hazards"), ink=Ink.WARN, pattern=Pattern.HATCHED),
    )
    return BarChart(bars=tuple(bars), keys=keys)


def age_label(age: OverdueAge) -> str:
    """Name a group of overdue findings."""
    if age.most is None:
        return tr("over {days} days", days=age.least - 1)
    return tr("{least}–{most} days", least=age.least, most=age.most)


def month_labels(keys: Sequence[str]) -> tuple[str, ...]:
    """Name the months under a chart; over more than one year each says its year."""
    if len({key[:4] for key in keys}) > 1:
        return tuple(keys)
    return tuple(tr("month {month}", month=int(key[5:])) for key in keys)


def counts(figures: Mapping[FigureKey, Figure], key: FigureKey) -> str:
    """Give a count with its thousands apart."""
    return _grouped(figures[key])


def _ratio_bar(row: FigureRow, figure: Figure) -> Bar:
    words = tr("{label}: {ratio}", label=row.label, ratio=_ratio_words(figure))
    value = _float(figure.value)
    return Bar(label=row.label, parts=(Part(value=value),), text=_ratio_words(figure), words=words)


def _ratio_words(figure: Figure) -> str:
    if figure.value is None or figure.numerator is None or figure.denominator is None:
        return _percent(figure)
    return f"{_percent(figure)}  {int(figure.numerator):,}/{int(figure.denominator):,}"


def _percent(figure: Figure) -> str:
    return figure.text if figure.value is None else f"{figure.text}%"


def _grouped(figure: Figure) -> str:
    return figure.text if figure.value is None else f"{figure.value:,}"


def _rate(figure: Figure) -> float | None:
    return None if figure.value is None else float(figure.value)


def _float(value: Decimal | None) -> float:
    return 0.0 if value is None else float(value)


def _floats(figures: Sequence[Figure]) -> tuple[float | None, ...]:
    return tuple(_rate(f) for f in figures)
