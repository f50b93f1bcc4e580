# SPDX-License-Identifier: MulanPSL-2.0
"""The register in windows: what a search and filters mean, rows by key, visits of the year, credit lists."""

from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain.enterprise import Enterprise, Industry
from inspector_app.domain.enterprise_profile import EnterpriseProfile, EnterpriseState, RiskGrade, SponsorGrade
from inspector_app.domain.enterprise_records import CreditListing, CreditListKind
from inspector_app.domain.inspection import InspectionState, TaskSource
from inspector_app.ledgers import enterprises as register
from inspector_app.ledgers.enterprises import EnterpriseQuery, Listing
from inspector_app.operations.enterprise_merge import merge_enterprises
from inspector_app.operations.enterprise_profiles import keep_profile
from inspector_app.operations.enterprise_records import keep_record
from inspector_app.operations.inspection_moves import visits_this_year
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.figures import a_visit_on
from tests.helpers.makers import a_finding, an_enterprise, an_inspection


@pytest.fixture
def places(unit: Workspace) -> tuple[Enterprise, ...]:
    """Four enterprises of two districts; the third one is graded and of another sector."""
    made = (
        an_enterprise(unit, 1, name="安平化工有限公司", district="城关镇", industry="危险化学品生产"),
        an_enterprise(unit, 2, name="北方安平建筑公司", district="河西镇", industry="房屋建筑施工"),
        an_enterprise(unit, 3, name="凯旋家具厂", district="城关镇", industry="家具制造", address="安平路8号"),
        an_enterprise(unit, 4, name="丁商贸", district="城关镇"),
    )
    keep_profile(
        unit, made[2].id, EnterpriseProfile(sector=Industry.OTHER, grade=SponsorGrade.A, risk_grade=RiskGrade.RED)
    )
    keep_profile(unit, made[3].id, EnterpriseProfile(state=EnterpriseState.CLOSED))
    return made


def names(ws: Workspace, **query: str) -> list[str]:
    keys = register.find(ws, EnterpriseQuery(**query))
    return [row.enterprise.name for row in register.at(ws, keys)]


def test_beginnings_stand_first_and_addresses_are_searched(unit: Workspace, places: tuple[Enterprise, ...]) -> None:
    assert names(unit, text="安平") == ["安平化工有限公司", "凯旋家具厂", "北方安平建筑公司"]
    assert names(unit, text="apjz") == ["北方安平建筑公司"]
    assert names(unit, text="安平 家具") == ["凯旋家具厂"]
    assert names(unit, text="100%") == []
    assert names(unit, text="\ud840") == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"district": "城关镇"}, 3), ({"industry": "家具制造"}, 1), ({"sector": "other"}, 1), ({"grade": "A"}, 1),
        ({"risk": "red"}, 1), ({"risk": "blue"}, 0), ({"state": "closed"}, 1), ({"state": "active"}, 3),
        ({"district": "城关镇", "risk": "red", "text": "家具"}, 1), ({"district": "河西镇", "risk": "red"}, 0),
    ],
)  # fmt: skip
def test_filters_narrow_together(
    unit: Workspace, places: tuple[Enterprise, ...], query: dict[str, str], count: int
) -> None:
    wanted = EnterpriseQuery(**query)
    assert register.count(unit, wanted) == count
    assert len(register.ids(unit, wanted)) == count


def test_pages_are_parts_of_the_whole_in_its_order(unit: Workspace, places: tuple[Enterprise, ...]) -> None:
    keys = register.find(unit)
    whole = [row.enterprise.id for row in register.at(unit, keys)]
    assert whole == list(register.ids(unit))
    parts = [row.enterprise.id for n in (0, 2, 4) for row in register.page(unit, offset=n, limit=2)]
    assert parts == whole
    assert [row.key for row in register.at(unit, list(reversed(keys)))] == list(reversed(keys))
    assert register.at(unit, [999_999]) == ()


def test_a_merged_entry_is_found_as_the_one_that_stands_for_it(unit: Workspace, places: tuple[Enterprise, ...]) -> None:
    merge_enterprises(unit, places[0].id, places[2].id)
    assert names(unit, text="家具厂") == ["安平化工有限公司"]
    assert names(unit, risk="red") == []  # the grade was of the entry that is not shown
    assert len(names(unit)) == register.count(unit) == 3
    assert register.key_of(unit, places[2].id) == register.key_of(unit, places[0].id)


def test_credit_lists_count_while_they_are_in_force(
    unit: Workspace, places: tuple[Enterprise, ...], clock: Clock
) -> None:
    def listed(place: Enterprise, kind: CreditListKind, ends_on: date | None = None) -> None:
        record = CreditListing(
            id="", enterprise_id=place.id, kind=kind, listed_on=date(2026, 1, 5), organ="局", basis="瞒报",
            ends_on=ends_on,
        )  # fmt: skip
        keep_record(unit, record)

    listed(places[0], CreditListKind.BLACKLIST)
    listed(places[1], CreditListKind.JOINT, clock.now.date())
    assert names(unit, listing=Listing.ANY) == ["北方安平建筑公司", "安平化工有限公司"]
    assert names(unit, listing=Listing.BLACKLIST) == ["安平化工有限公司"]
    clock.move(days=1)
    assert names(unit, listing=Listing.JOINT) == []
    assert "北方安平建筑公司" in names(unit, listing=Listing.NONE)
    row = register.page(unit, EnterpriseQuery(text="化工"))[0]
    assert row.is_listed


def test_a_row_counts_what_is_open_and_history_what_counts_to_the_cap(
    unit: Workspace, places: tuple[Enterprise, ...], clock: Clock
) -> None:
    first = an_inspection(unit, places[0])
    a_finding(unit, first)
    a_visit_on(unit, places[0], date(2026, 3, 2), source=TaskSource.REPORT)
    a_visit_on(unit, places[0], date(2026, 3, 3), state=InspectionState.PLANNED)
    a_visit_on(unit, places[0], date(2025, 12, 31))
    row = register.page(unit, EnterpriseQuery(text="化工"))[0]
    assert (row.open_findings, row.last_inspected) == (1, clock.now.date())
    history = register.history(unit, places[0].id)
    assert (history.visits, history.counted, history.last_visit) == (2, 1, clock.now.date())
    assert history.counted == visits_this_year(unit, places[0].id, 2026).count
    clock.move(days=366)
    later = register.history(unit, places[0].id)
    assert (later.visits, later.counted, later.last_visit) == (0, 0, history.last_visit)
