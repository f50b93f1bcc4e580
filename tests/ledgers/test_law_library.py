# SPDX-License-Identifier: MulanPSL-2.0
"""The law library to look at: counts, search, succession, who cites what, and what has to be mended."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from inspector_app.domain.checklist import Clause, Verified
from inspector_app.domain.law_citation import CitationKind, MendReason
from inspector_app.domain.law_clause import LawPlace, LawState
from inspector_app.domain.law_names import LawNames
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import law_citations, law_library
from inspector_app.operations import undo
from inspector_app.operations.law_updates import apply_update
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.law_updates import a_clause, a_lapse, a_law, an_update
from tests.helpers.makers import CLAUSE, a_finding, an_inspection

CITED = "第三十六条第二款"
ALL = frozenset(MendReason)


def apply(ws: Workspace, *entries: str, title: str = "条款核对") -> None:
    apply_update(ws, an_update(*entries, title=title), "update.toml", "王建国")


@pytest.fixture
def later(ws: Workspace, clock: Clock) -> Workspace:
    """A workspace some weeks after the bundled library was checked."""
    clock.move(days=30)
    return ws


# Laws -------------------------------------------------------------------------------------------------


def test_every_law_is_listed_with_its_clauses_and_the_items_that_cite_it(ws: Workspace) -> None:
    rows = {row.law.key: row for row in law_library.laws(ws)}
    assert rows.keys() == ws.catalogue.laws.keys()
    for key in ("AQF", "HCL", "D15"):
        items = {
            (entry.id, item.code)
            for entry in ws.catalogue.entries
            if entry.pack
            for item in entry.pack.items
            if any(c.law == key for c in (*item.basis, *item.major_ref, *item.order_basis, *item.penalty))
        }
        assert rows[key].cited == len(items), key
        assert rows[key].clauses == sum(c.law == key for c in ws.catalogue.library.clauses.values())


def test_a_state_is_that_of_the_day(ws: Workspace) -> None:
    states = {row.law.key: row.state for row in law_library.laws(ws, on=date(2026, 4, 30))}
    assert (states["HCL"], states["D15"], states["AQF"]) == (LawState.NOT_YET, LawState.LAPSED, LawState.IN_FORCE)
    assert states["D16"] is LawState.UNSURE
    assert {r.law.key for r in law_library.laws(ws, state=LawState.LAPSED)} == {"D15"}


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("主席令第64号", {"HCL"}),
        ("令第15号", {"D15"}),
        ("双人收发", {"HCL"}),
        ("gb18218", {"GB18218"}),
        ("安全生产法 第三十六条第二款", {"AQF"}),
        ("没有这样的字", set()),
    ],
)
def test_a_law_is_found_by_name_number_key_and_what_its_clauses_say(ws: Workspace, words: str, keys: set[str]) -> None:
    assert {row.law.key for row in law_library.laws(ws, words)} == keys


def test_a_law_shows_its_clauses_in_order_and_who_rests_on_each(ws: Workspace) -> None:
    detail = law_library.detail(ws, "AQF")
    rows = {row.clause.clause: row for row in detail.clauses}
    order = list(rows)
    assert order.index("第九条第二款") < order.index("第十条") < order.index("第一百零二条")
    assert rows["第三十六条"].cited >= rows[CITED].cited > 0, "an article counts those that cite its paragraphs"
    assert rows["第一百一十八条"].cited == 0
    assert rows[CITED].clause.subject


def test_succession_is_followed_to_its_end_and_a_circle_ends(later: Workspace) -> None:
    assert law_library.detail(later, "D15").successors == (
        "《安全生产违法行为行政处罚办法》（应急管理部令第18号，2026-02-01施行）",
    )
    assert law_library.detail(later, "GBT13869").successors == ("GB/T 13869（2026版，2027-02-01实施）",)
    assert law_library.detail(later, "HCL").predecessors == (
        "《危险化学品安全管理条例》（国务院令第591号，2013年第645号修订）",
    )
    first = a_law("NEW1", superseded_by="'NEW2'", effective_to="2026-11-30")
    apply(later, first, a_law("NEW2", superseded_by="'NEW3'"), a_law("NEW3", superseded_by="'NEW1'"))
    assert [name[:9] for name in law_library.detail(later, "NEW1").successors] == ["《示例规定NEW2", "《示例规定NEW3"]


def test_a_clause_is_not_in_force_when_its_law_is_not(later: Workspace) -> None:
    apply(later, a_lapse("HCL"), a_lapse("AQF", CITED, superseded_by="{ law = 'TSF', clause = '第九条' }"))
    assert {row.state for row in law_library.detail(later, "HCL").clauses} == {LawState.LAPSED}
    rows = {row.clause.clause: row for row in law_library.detail(later, "AQF").clauses}
    assert (rows[CITED].state, rows["第三十六条"].state) == (LawState.LAPSED, LawState.IN_FORCE)
    assert rows[CITED].successor == "《中华人民共和国特种设备安全法》第九条"


def test_a_law_that_nobody_knows_is_refused(ws: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        law_library.detail(ws, "NOPE")
    assert [p.code for p in refused.value.problems] == [ProblemCode.NOT_FOUND]


# Who cites --------------------------------------------------------------------------------------------


def test_a_law_is_cited_by_items_periods_rules_documents_and_forms(ws: Workspace) -> None:
    kinds = Counter(c.kind for c in law_citations.citations(ws, "XZCF"))
    assert kinds[CitationKind.PERIOD] > 5 and kinds[CitationKind.RULE] > 5 and kinds[CitationKind.FORM] > 2
    assert CitationKind.ITEM not in kinds
    aqf = Counter(c.kind for c in law_citations.citations(ws, "AQF"))
    assert aqf[CitationKind.ITEM] > 500 and aqf[CitationKind.FORM] and aqf[CitationKind.DOCUMENT]


def test_who_rests_on_a_clause_cites_it_or_a_part_of_it(ws: Workspace) -> None:
    whole = {c.text for c in law_citations.citations(ws, "AQF", "第三十六条")}
    part = {c.text for c in law_citations.citations(ws, "AQF", CITED)}
    assert CITED in part and "第三十六条第三款" in whole - part
    assert all(text.startswith("第三十六条") for text in whole)
    periods = [c.id for c in law_citations.citations(ws, "XZCF", "第八十五条") if c.kind is CitationKind.PERIOD]
    assert "penalty.serve" in periods


def test_findings_that_wait_for_an_order_are_named_and_ordered_ones_are_not(unit: Workspace) -> None:
    visit = an_inspection(unit)
    finding = a_finding(unit, visit)
    typed = Clause(law="", name="《安全生产法》第36条第2款", confirmed_by="填写人")
    other = a_finding(unit, visit, place="乙类仓库", description="另一处", clauses=(typed,))
    found = [c for c in law_citations.citations(unit, "AQF", CITED) if c.kind is CitationKind.FINDING]
    assert {c.id for c in found} == {finding.id, other.id}
    assert {c.where for c in found} == {"清河县第1化工有限公司"}


def test_two_laws_of_one_name_are_both_given_unless_a_number_tells(ws: Workspace) -> None:
    laws = ws.catalogue.laws
    name = "《安全生产违法行为行政处罚办法》"

    def named(text: str) -> set[str]:
        return {law.key for law, _ in LawNames(laws).named(text)}

    assert named(name + "第四十五条") == {"D15", "D18"}
    assert named(name + "（应急管理部令第18号）第四十五条") == {"D18"}
    assert named("安全生产法第六十八条；《消防法》、依据行政处罚法第五十六条") == {"AQF", "XFF", "XZCF"}
    assert named("JGJ 59-2011") == {"JGJ59"}
    assert named("天津市安全生产法第一条，说到安全生产法的人") == set()


def test_what_an_update_ends_is_also_cited_elsewhere(unit: Workspace, clock: Clock) -> None:
    a_finding(unit, an_inspection(unit))
    found = law_citations.others_citing(unit, [LawPlace(law="AQF", clause="第三十六条")])
    assert CitationKind.FINDING in {c.kind for c in found}
    assert CitationKind.ITEM not in {c.kind for c in found}


# What has to be mended --------------------------------------------------------------------------------


def test_what_lapses_soon_is_listed_with_its_successor(ws: Workspace) -> None:
    assert law_library.to_mend(ws) == ()
    (soon,) = law_library.to_mend(ws, within_days=90)
    assert (soon.code, soon.reason, soon.day) == ("CM-ELE-01", MendReason.LAPSING, date(2027, 1, 31))
    assert soon.successor == "GB/T 13869（2026版，2027-02-01实施）"
    assert law_library.to_mend(ws, within_days=72) == ()
    assert [m.reason for m in law_library.to_mend(ws, within_days=73)] == [MendReason.LAPSING]
    assert [m.reason for m in law_library.to_mend(ws, on=date(2027, 1, 31))] == []
    assert [m.reason for m in law_library.to_mend(ws, on=date(2027, 2, 1))] == [MendReason.LAPSED]


def test_before_a_law_is_in_force_its_items_are_listed(ws: Workspace) -> None:
    found = law_library.to_mend(ws, on=date(2026, 4, 30))
    assert {m.reason for m in found} == {MendReason.NOT_YET}
    assert "HCL" in {m.clause.law for m in found if m.clause}


def test_a_lapse_puts_its_items_on_the_list_and_taking_it_back_takes_them_off(later: Workspace) -> None:
    before = law_library.to_mend(later)
    apply(later, a_lapse("AQF", CITED, superseded_by="{ law = 'HCL', clause = '第三十七条' }"))
    found = law_library.to_mend(later)
    cited = {c.id for c in law_citations.citations(later, "AQF", CITED) if c.kind is CitationKind.ITEM}
    assert {m.code for m in found} == cited
    assert {m.successor for m in found} == {"《中华人民共和国危险化学品安全法》第三十七条"}
    undo.undo_last(later)
    assert law_library.to_mend(later) == before


def test_unverified_items_and_those_without_a_penalty_are_listed_when_asked_for(ws: Workspace) -> None:
    found = Counter(m.reason for m in law_library.to_mend(ws, reasons=ALL))
    packs = law_citations.newest_packs(ws)
    items = [item for pack in packs for item in pack.items]
    assert found[MendReason.UNVERIFIED] == sum(
        (item.verified is Verified.M)
        + sum(not c.may_be_printed for c in (*item.basis, *item.major_ref, *item.order_basis, *item.penalty))
        for item in items
    )
    none = {m.code for m in law_library.to_mend(ws, reasons=frozenset({MendReason.NO_PENALTY}))}
    assert "CM-LIC-01" in none
    assert not any(code.startswith("JGJ59") for code in none), "rows of a score threaten nothing"


def test_periods_and_findings_on_lapsed_law_are_told_beside_the_items(unit: Workspace, clock: Clock) -> None:
    assert {(c.kind, c.id, c.law) for c in law_library.others_to_mend(unit)} == {
        (CitationKind.PERIOD, "em.suspend_max", "D15")
    }
    finding = a_finding(unit, an_inspection(unit), clauses=(CLAUSE,))
    clock.move(days=30)
    apply(unit, a_lapse("AQF", CITED))
    kinds = {(c.kind, c.id) for c in law_library.others_to_mend(unit)}
    assert (CitationKind.FINDING, finding.id) in kinds


# Updates ----------------------------------------------------------------------------------------------


def test_applied_updates_are_listed_newest_first_and_stand_with_the_law(later: Workspace, clock: Clock) -> None:
    apply(later, a_law("NEW1"), a_clause("NEW1", "第一条"), a_lapse("AQF", CITED), title="第一份")
    clock.move(days=1)
    apply(later, a_lapse("JSTL"), title="第二份")
    second, first = law_library.updates(later)
    assert (second.update.title, first.update.title) == ("第二份", "第一份")
    assert (first.laws, first.clauses, first.lapses) == (1, 1, 1)
    assert first.update.person == "王建国"
    titles = {key: [u.title for u in law_library.detail(later, key).updates] for key in ("NEW1", "AQF", "JSTL", "TSF")}
    assert titles == {"NEW1": ["第一份"], "AQF": ["第一份"], "JSTL": ["第二份"], "TSF": []}


def test_an_update_whose_file_is_damaged_says_so(later: Workspace) -> None:
    apply(later, a_law("NEW1"))
    (row,) = law_library.updates(later)
    path = later.files.path(row.update.sha256)
    path.chmod(0o644)
    path.write_bytes(b"x")
    (row,) = law_library.updates(later)
    assert [p.code for p in row.problems] == [ProblemCode.FILE_CHANGED]
