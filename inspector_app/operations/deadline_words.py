# SPDX-License-Identifier: MulanPSL-2.0
"""Say in sentences why a period ends when it does; the law's own words come from its data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from inspector_app.domain.periods import Due, Period, RestDay
from inspector_app.wording import tr, word


def length_words(period: Period) -> str:
    """Say how long a period is: 60日, 7个工作日, 及时."""
    if period.length is None or period.unit is None:
        return period.term
    return tr("{count} {unit}", count=period.length, unit=word(period.unit))


def basis_words(period: Period) -> str:
    """Name the basis, with how sure it is and whether the organ set it."""
    if period.is_own:
        return tr("{basis}; {mark}; set by this unit", basis=period.basis, mark=word(period.mark))
    return tr("{basis}; {mark}", basis=period.basis, mark=word(period.mark))


def explain(period: Period, due: Due | None) -> tuple[str, ...]:
    """Give the steps that lead to the day, one sentence each; `due` is none for a period without a length."""
    if due is None:
        said = [tr("{name}: {term}, from: {start} ({basis}).", **_named(period), term=period.term)]
    else:
        said = [_count(period, due), *_passed_over(due), *_end(period, due), *_doubts(due)]
    if period.note:
        said.append(tr("Note: {note}", note=period.note))
    if period.mark.is_unsure:
        said.append(tr("The basis is not verified: look up the text in force before relying on it."))
    return (*said, *_result(period, due)) if due is not None else tuple(said)


def joined(steps: Sequence[str]) -> str:
    """Put the sentences of an explanation together, as the language does."""
    text = steps[0] if steps else ""
    for step in steps[1:]:
        text = tr("{before} {after}", before=text, after=step)
    return text


def _named(period: Period) -> dict[str, object]:
    return {"name": period.name, "start": period.start, "basis": basis_words(period)}


def _count(period: Period, due: Due) -> str:
    fields = {**_named(period), "length": length_words(period)}
    if due.moment is not None:
        since = f"{due.start:%Y-%m-%d %H:%M}"
        return tr("{name}: {length} from the time of: {start} ({since}) ({basis}).", **fields, since=since)
    since = due.start.isoformat()[:10]
    if period.is_before:
        return tr(
            "{name}: {length} counted back from the day before: {start} ({since}) ({basis}).", **fields, since=since
        )
    return tr("{name}: {length} from the day after: {start} ({since}) ({basis}).", **fields, since=since)


def _passed_over(due: Due) -> list[str]:
    said = []
    if due.moved_from is None and due.skipped:
        said.append(tr("Days off not counted: {days}.", days=_runs(due.skipped)))
    if due.made_up:
        said.append(tr("Weekend days worked instead, counted: {days}.", days=_runs(due.made_up)))
    return said


def _end(period: Period, due: Due) -> list[str]:
    said = []
    last = due.counted_to.isoformat()
    if due.is_clipped:
        said.append(tr("That month has no such day, so its last day {last} counts.", last=last))
    if due.moved_from is not None:
        fields = {"last": last, "rest": _rest(due.skipped[0]), "day": due.date.isoformat(), "basis": period.moved_basis}
        said.append(
            tr("The last day {last} is off ({rest}) and moves to the next working day {day} ({basis}).", **fields)
        )
    if due.ends_on_rest is not None and not period.is_opening:
        said.append(
            tr(
                "The last day {last} is off ({rest}); this period does not move, act on a working day before it.",
                last=last,
                rest=_rest(due.ends_on_rest),
            )
        )
    return said


def _doubts(due: Due) -> list[str]:
    if not due.is_provisional:
        return []
    years = tr(", ").join(str(year) for year in due.missing_years)
    return [tr("The holiday notice of {years} is missing: counted by weekends only, to be counted anew.", years=years)]


def _result(period: Period, due: Due) -> list[str]:
    day = due.date.isoformat()
    if due.moment is not None:
        return [tr("It ends at {time}.", time=f"{due.moment:%Y-%m-%d %H:%M}")]
    if period.is_opening:
        return [tr("The day counted is {day}.", day=day)]
    last = tr("The last possible day is {day}.", day=day) if period.is_before else tr("It ends on {day}.", day=day)
    if due.warn_on is None:
        return [last]
    return [last, tr("You are reminded {count} days before, on {day}.", count=period.warn_days_before, day=due.warn_on)]


def _rest(rest: RestDay) -> str:
    return rest.name or tr("weekend")


def _runs(days: Sequence[RestDay]) -> str:
    """Name days by runs of the same kind: 2026-10-01至2026-10-07（国庆节）."""
    runs: list[list[RestDay]] = []
    for day in days:
        if runs and runs[-1][-1].name == day.name and day.day - runs[-1][-1].day == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return tr(", ").join(_run(run) for run in runs)


def _run(run: Sequence[RestDay]) -> str:
    first, last, name = run[0].day.isoformat(), run[-1].day.isoformat(), _rest(run[0])
    if first == last:
        return tr("{day} ({rest})", day=first, rest=name)
    return tr("{first} to {last} ({rest})", first=first, last=last, rest=name)
