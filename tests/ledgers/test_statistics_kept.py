# SPDX-License-Identifier: MulanPSL-2.0
"""Figures are remembered only while they are right: until something is written, and until midnight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from inspector_app.domain.figures import OF_GROUPS, Dimension, FigureKey, Period
from inspector_app.ledgers import statistics, statistics_kept
from inspector_app.ledgers.statistics_findings import FindingTally
from inspector_app.ledgers.statistics_groups import OF_FINDINGS, GroupFigures, group_figure
from inspector_app.ledgers.statistics_visits import VisitTally
from inspector_app.operations import undo
from inspector_app.storage import journal
from inspector_app.wording import language, set_language
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.figures import a_finding_on, a_visit_on, an_object
from tests.helpers.makers import a_finding, an_inspection

K = FigureKey
AUTUMN = Period(date(2026, 9, 1), date(2026, 11, 30))
GROUPS = tuple(Dimension)


def count_of(ws: Workspace, dimension: Dimension | None) -> int:
    """Give the findings of the period: of the whole, or of the only group that has any."""
    if dimension is None:
        return int(statistics.figures(ws, AUTUMN)[K.FINDINGS].text)
    return max((int(row.figures[K.FINDINGS].text) for row in statistics.by(ws, AUTUMN, dimension)), default=0)


@pytest.mark.parametrize("dimension", [None, *GROUPS])
def test_a_new_finding_and_its_undoing_are_counted_at_once(unit: Workspace, dimension: Dimension | None) -> None:
    visit = an_inspection(unit)
    a_finding(unit, visit)
    assert count_of(unit, dimension) == 1
    a_finding(unit, visit, place="二层")
    assert count_of(unit, dimension) == 2
    undo.undo_last(unit)
    assert count_of(unit, dimension) == 1


def test_what_another_program_wrote_is_counted(unit: Workspace) -> None:
    visit = an_inspection(unit)
    a_finding(unit, visit)
    assert count_of(unit, None) == 1
    other = open_workspace(unit.folder, clock=Clock())
    a_finding(other, visit, place="二层")
    other.close()
    assert count_of(unit, None) == 2


def test_the_next_day_counts_what_became_overdue(unit: Workspace, clock: Clock) -> None:
    today = unit.today()
    visit = a_visit_on(unit, an_object(unit, 1), today - timedelta(days=3))
    a_finding_on(unit, visit, due=today)
    year = Period(date(2026, 1, 1), date(2026, 12, 31))

    def overdue() -> tuple[str, str]:
        row = statistics.by(unit, year, Dimension.DISTRICT)[0]
        return statistics.figures(unit, year)[K.OVERDUE].text, row.figures[K.OVERDUE].text

    assert overdue() == ("0", "0")
    clock.move(days=1)
    assert unit.today() == today + timedelta(days=1)
    assert overdue() == ("1", "1")


@pytest.mark.spoils
def test_asked_again_nothing_is_read_again(unit: Workspace) -> None:
    """The remembered rows are given while the data says that nothing was written; then they are made anew."""
    a_finding(unit, an_inspection(unit))
    first = statistics.by(unit, AUTUMN, Dimension.DISTRICT)
    assert statistics.by(unit, AUTUMN, Dimension.DISTRICT) is first
    with unit.books() as db, journal.unjournalled(db.conn):
        db.conn.execute("UPDATE finding_counts SET number = number + 1")
    again = statistics.by(unit, AUTUMN, Dimension.DISTRICT)
    assert again is not first and again[0].figures[K.FINDINGS].text == "2"


def test_another_language_names_the_groups_anew(unit: Workspace) -> None:
    a_visit_on(unit, an_object(unit, 1, district="", sector=None), date(2026, 9, 9))
    before = language()
    try:
        set_language("en")
        english = statistics.by(unit, AUTUMN, Dimension.SECTOR)[0].label
        set_language("zh_CN")
        assert statistics.by(unit, AUTUMN, Dimension.SECTOR)[0].label != english
    finally:
        set_language(before)


def test_no_more_is_remembered_than_the_bound(unit: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics_kept, "MOST_GROUPS", 3)
    made: list[str] = []

    def making(name: str) -> Callable[[], tuple[int, ...]]:
        return lambda: (made.append(name), 0)[1:]  # type: ignore[func-returns-value]

    def ask(name: str, groups: int = 1) -> None:
        with statistics.snapshot(unit) as db:
            statistics_kept.remembered(unit, db, name, making(name), lambda _made: groups)

    for name in ("a", "b", "c", "a", "d"):  # "b" was not used for the longest time
        ask(name)
    for name in ("a", "c", "d", "b"):
        ask(name)
    assert made == ["a", "b", "c", "d", "b"]
    ask("large", 4)
    ask("large", 4)
    ask("b")
    assert made == ["a", "b", "c", "d", "b", "large", "large"]


def test_figures_of_a_group_are_those_of_the_whole(unit: Workspace) -> None:
    """One officer, one district, one sector: each group is the whole."""
    visit = a_visit_on(unit, an_object(unit, 1), date(2026, 9, 9))
    a_finding_on(unit, visit, due=date(2026, 9, 15), accepted=date(2026, 9, 20))
    a_finding_on(unit, visit, due=date(2026, 9, 15))
    whole = statistics.figures(unit, AUTUMN)
    for dimension in (Dimension.DISTRICT, Dimension.SECTOR, Dimension.OFFICER):
        figures = statistics.by(unit, AUTUMN, dimension)[0].figures
        assert dict(figures) == {key: whole[key] for key in OF_GROUPS[dimension]}
        assert len(figures) == len(OF_GROUPS[dimension]) and K.FINES not in figures


def test_a_group_has_only_figures_of_findings_and_visits() -> None:
    found, seen = FindingTally(found=4, rectified=3), VisitTally(visits=2, enterprises=1)
    assert [group_figure(key, found, seen).text for key in (K.RATE, K.DENSITY, K.VISITS)] == ["75.0", "2.0", "2"]
    assert all(group_figure(key, found, seen).key is key for key in OF_FINDINGS)
    with pytest.raises(KeyError):
        group_figure(K.FINES, found, seen)
    with pytest.raises(KeyError):
        GroupFigures((K.RATE,), found, seen)[K.FINDINGS]
