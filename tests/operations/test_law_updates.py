# SPDX-License-Identifier: MulanPSL-2.0
"""A law update: shown before it is applied, applied as shown, taken back, and felt by inspections already begun."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import permutations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inspector_app.domain.change import Op
from inspector_app.domain.checklist import Verified
from inspector_app.domain.law_clause import LawPlace
from inspector_app.domain.law_update import ClauseFate, LawField, LawUpdatePreview
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.operations import law_updates, undo
from inspector_app.operations.law_updates import apply_update, preview_update
from inspector_app.packs.frozen import freeze
from inspector_app.packs.kept import LawText
from inspector_app.packs.laws import LawLibrary, join_libraries
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.law_updates import a_clause, a_lapse, a_law, an_update
from tests.helpers.makers import an_inspection

MAINTENANCE = LawPlace(law="AQF", clause="第三十六条第二款")


@pytest.fixture
def ws(ws: Workspace, clock: Clock) -> Workspace:
    """A workspace some weeks after the bundled library was checked."""
    clock.move(days=30)
    return ws


def refused(ws: Workspace, data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as told:
        preview_update(ws, data, "update.toml")
    return [(p.code, p.where) for p in told.value.problems]


def frozen_items(ws: Workspace) -> dict[tuple[str, str, str], str]:
    """Give what each item of each checklist puts into the hash of its pack."""
    found = {}
    for entry in ws.catalogue.entries:
        if entry.pack is not None:
            for section in json.loads(freeze(entry.pack))["sections"]:
                for item in section["items"]:
                    found[entry.id, entry.version, item["code"]] = json.dumps(item, sort_keys=True)
    return found


def touched(preview: LawUpdatePreview) -> set[tuple[str, str, str]]:
    return {(item.pack_id, item.version, item.code) for item in preview.items}


def fates(preview: LawUpdatePreview) -> set[ClauseFate]:
    return {fate for item in preview.items for clause in item.clauses for fate in clause.fates}


# What is shown is what is done --------------------------------------------------------------------------

ENTRIES = (
    a_lapse("AQF", "第三十六条"),
    a_lapse("AQF", "第六十五条第一款", effective_to="2027-03-31"),
    a_lapse("JSTL", superseded_by="{ law = 'AQF' }"),
    a_lapse("HCL", "第三十七条第一款", superseded_by="{ law = 'AQF', clause = '第三十六条' }"),
    a_law("XFF", name="中华人民共和国消防法", number="2027年修订", effective_from="2027-01-01"),
    a_law("NEW1"),
    a_clause("GB30871", "4"),
    a_clause("JGJ59", "3.1", verified="M", subject="安全管理"),
    a_clause("TSF", "第八十四条", verified="M"),
    a_clause("YHTL", "第三十七条", effective_from="2026-12-15"),
    a_clause("XZCF", "第六十条", subject="没有检查项引用"),
)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.sets(st.sampled_from(ENTRIES), min_size=1))
@example(chosen=set(ENTRIES))
def test_the_items_listed_are_exactly_those_whose_frozen_text_changes(ws: Workspace, chosen: set[str]) -> None:
    data = an_update(*sorted(chosen))
    before = frozen_items(ws)
    preview = preview_update(ws, data, "update.toml")
    assert frozen_items(ws) == before, "a preview changes nothing"
    applied = apply_update(ws, data, "update.toml", "王建国")
    after = frozen_items(ws)
    undo.undo_last(ws)
    assert applied.value == preview
    assert touched(preview) == {key for key, text in after.items() if before[key] != text}
    assert frozen_items(ws) == before


def test_laws_and_clauses_are_shown_field_by_field(ws: Workspace) -> None:
    data = an_update(
        a_law("XFF", name="中华人民共和国消防法", number="2027年修订", effective_from="2027-01-01"),
        a_lapse("AQF", MAINTENANCE.clause, superseded_by="{ law = 'XFF', clause = '第九条' }"),
        a_clause("AQF", "第二百条", subject="新增的一条"),
    )
    preview = preview_update(ws, data, "update.toml")
    (law,) = preview.laws
    assert (law.place, law.is_new) == (LawPlace(law="XFF"), False)
    changes = {c.field: (c.old, c.new) for c in law.fields}
    assert changes[LawField.NUMBER] == ("2021年修正", "2027年修订")
    assert changes[LawField.EFFECTIVE_FROM] == ("2021-04-29", "2027-01-01")
    assert LawField.NAME not in changes
    ended, new = preview.clauses
    assert (ended.place, ended.is_new, new.is_new) == (MAINTENANCE, False, True)
    assert {c.field: c.new for c in ended.fields} == {
        LawField.EFFECTIVE_TO: "2026-11-30",
        LawField.SUPERSEDED_BY: "XFF 第九条",
        LawField.CHECKED_ON: "2026-12-01",
    }
    assert {c.field: c.new for c in new.fields}[LawField.SUBJECT] == "新增的一条"
    assert preview.ended == (MAINTENANCE,)


def test_what_becomes_of_an_item_is_told_with_day_and_successor(ws: Workspace) -> None:
    data = an_update(a_lapse("AQF", MAINTENANCE.clause, superseded_by="{ law = 'HCL', clause = '第三十七条第一款' }"))
    preview = preview_update(ws, data, "update.toml")
    item = next(i for i in preview.items if i.code == "CM-RSK-08")
    (clause,) = item.clauses
    assert (clause.field, clause.fates) == ("basis[1]", (ClauseFate.LAPSES,))
    assert (clause.before.effective_to, clause.after.effective_to) == (None, date(2026, 11, 30))
    assert clause.successor == "《中华人民共和国危险化学品安全法》第三十七条第一款"
    assert preview.lapsing == preview.items


def test_an_unverified_citation_becomes_verified_and_doubted_again(ws: Workspace, clock: Clock) -> None:
    """A person who applies an update answers for the mark of its clauses; the files that ship decide on none."""
    verifies = an_update(a_clause("GB30871", "4", subject="作业票的分级和审批"))
    preview = preview_update(ws, verifies, "update.toml")
    assert fates(preview) == {ClauseFate.VERIFIED}
    apply_update(ws, verifies, "update.toml", "王建国")
    doubts = an_update(a_clause("GB30871", "4", verified="M", checked_on="2026-12-02"), title="更正")
    assert fates(preview_update(ws, doubts, "update.toml")) == {ClauseFate.DOUBTED}


def test_a_citation_of_two_places_is_verified_only_with_both(ws: Workspace) -> None:
    both = ("JGJ59", "3.3.3、3.3.4")
    one = an_update(a_clause("JGJ59", "3.3.3"))
    apply_update(ws, one, "update.toml", "王建国")
    assert ws.catalogue.library.clause(*both, Verified.M).verified is Verified.M
    apply_update(ws, an_update(a_clause("JGJ59", "3.3.4"), title="另一份"), "update.toml", "王建国")
    assert ws.catalogue.library.clause(*both, Verified.M).verified is Verified.V


def test_a_faulty_checklist_that_waits_for_a_law_is_told_to_become_usable(ws: Workspace) -> None:
    folder = ws.folder / "checklists" / "timber"
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text(
        "format = 1\nid = 'timber'\nversion = '1.0'\ntitle = '木材'\nindustry = 'timber'\nissuer = '测试'\n"
        "authority = '应急管理部门'\nsections = ['现场']\n",
        encoding="utf-8",
    )
    (folder / "items.toml").write_text(
        "[[item]]\ncode = 'TM-1'\nsection = '现场'\napplies_to = '木材'\ncheck = '查'\nmethod = ['看现场']\n"
        "criterion = '有'\nverified = 'M'\nbasis = [{ law = 'NEW1', verified = 'M' }]\ngrade = 'general'\n"
        "finding = '无'\nmeasure = '补'\ndeadline = { class = 'immediate' }\n",
        encoding="utf-8",
    )
    assert ws.catalogue.pack("timber") is None
    preview = preview_update(ws, an_update(a_law("NEW1")), "update.toml")
    assert preview.packs == ("木材",)
    apply_update(ws, an_update(a_law("NEW1")), "update.toml", "王建国")
    assert ws.catalogue.pack("timber") is not None


# Refused ------------------------------------------------------------------------------------------------


def test_an_update_that_changes_nothing_is_refused(ws: Workspace) -> None:
    same = ws.catalogue.laws["AJ54"]
    data = an_update(
        a_law("AJ54", name=same.name, number=same.number, kind=same.kind, verified="M", checked_on="2026-11-21")
    )
    assert refused(ws, data) == [(ProblemCode.LAW_UPDATE_EMPTY, "update.toml")]


def test_an_older_update_is_refused_with_every_entry_that_is_known_better(ws: Workspace) -> None:
    data = an_update(
        a_law("XFF", checked_on="2026-11-20"),
        a_clause("AQF", "第三十六条", checked_on="2026-11-20"),
        a_lapse("JSTL", checked_on="2026-11-20"),
    )
    assert refused(ws, data) == [
        (ProblemCode.LAW_UPDATE_OLDER, "update.toml:XFF"),
        (ProblemCode.LAW_UPDATE_OLDER, "update.toml:AQF 第三十六条"),
        (ProblemCode.LAW_UPDATE_OLDER, "update.toml:JSTL"),
    ]


def test_what_is_older_in_an_update_is_passed_over_with_a_warning(ws: Workspace) -> None:
    data = an_update(a_law("XFF", checked_on="2026-11-20"), a_lapse("AQF", MAINTENANCE.clause))
    preview = preview_update(ws, data, "update.toml")
    assert [(p.where, p.severity) for p in preview.warnings] == [("update.toml:XFF", Severity.WARN)]
    apply_update(ws, data, "update.toml", "王建国")
    assert ws.catalogue.laws["XFF"].number == "2021年修正"


def test_the_same_file_is_not_applied_twice(ws: Workspace) -> None:
    data = an_update(a_law("NEW1"))
    apply_update(ws, data, "update.toml", "王建国")
    with pytest.raises(Refused) as told:
        apply_update(ws, data, "copy.toml", "李慧敏")
    (problem,) = told.value.problems
    assert (problem.code, problem.fields["person"]) == (ProblemCode.LAW_UPDATE_TWICE, "王建国")
    undo.undo_last(ws)
    apply_update(ws, data, "copy.toml", "李慧敏")


def test_a_check_that_is_still_to_come_would_outrank_all_and_is_refused(ws: Workspace) -> None:
    data = an_update(a_law("NEW1", checked_on="2030-01-01"), issued_on="2030-01-01")
    assert refused(ws, data) == [
        (ProblemCode.LAW_UPDATE_FUTURE, "update.toml:issued_on"),
        (ProblemCode.LAW_UPDATE_FUTURE, "update.toml:NEW1"),
    ]


def test_nobody_answers_for_it_is_refused(ws: Workspace) -> None:
    with pytest.raises(Refused) as told:
        apply_update(ws, an_update(a_law("NEW1")), "update.toml", "  ")
    assert [p.code for p in told.value.problems] == [ProblemCode.VALUE_MISSING]
    assert "NEW1" not in ws.catalogue.laws


def test_every_kind_of_fault_is_told_at_once(ws: Workspace) -> None:
    data = an_update(
        a_law("NEW1", kind=""),
        a_clause("NEW1", "第一条", checked_on="2030-01-01"),
        a_clause("NOPE", "第二条"),
        a_lapse("AQF", "第一条、第二条"),
        a_lapse("HCL", superseded_by="{ law = 'NOPE' }"),
        a_lapse("TSF", effective_to="2000-01-01"),
        a_law("JSTL"),
        a_lapse("JSTL"),
    )
    assert refused(ws, data) == [
        (ProblemCode.PACK_TEXT_EMPTY, "update.toml:NEW1:kind"),
        (ProblemCode.PACK_FIELD_WRONG, "update.toml:AQF 第一条、第二条:clause"),
        (ProblemCode.PACK_CODE_DUPLICATE, "update.toml:JSTL:law"),
        (ProblemCode.PACK_LAW_UNKNOWN, "update.toml:NOPE 第二条:law"),
        (ProblemCode.PACK_LAW_UNKNOWN, "update.toml:HCL:superseded_by.law"),
        (ProblemCode.TIME_ORDER, "update.toml:TSF:effective_to"),
        (ProblemCode.LAW_UPDATE_FUTURE, "update.toml:NEW1 第一条"),
    ]


# Kept, taken back, joined -------------------------------------------------------------------------------


def test_it_is_kept_by_hash_read_again_after_a_restart_and_taken_back(ws: Workspace, clock: Clock) -> None:
    data = an_update(a_law("NEW1"), a_lapse("AQF", MAINTENANCE.clause))
    before = frozen_items(ws)
    done = apply_update(ws, data, "update.toml", "王建国")
    assert done.changes.op is Op.APPLY_LAW_UPDATE
    assert ws.files.read(done.value.sha256) == data
    again = open_workspace(ws.folder, clock=clock)
    try:
        assert again.catalogue.laws["NEW1"].name == "示例规定NEW1"
        assert again.catalogue.library.clauses[MAINTENANCE].effective_to == date(2026, 11, 30)
        assert again.check().is_well
    finally:
        again.close()
    undo.undo_last(ws)
    assert "NEW1" not in ws.catalogue.laws
    assert frozen_items(ws) == before


def test_a_damaged_file_of_an_update_is_a_problem_of_the_library_and_not_a_crash(ws: Workspace) -> None:
    done = apply_update(ws, an_update(a_law("NEW1")), "update.toml", "王建国")
    path = ws.files.path(done.value.sha256)
    path.chmod(0o644)
    path.write_bytes(b"damaged")
    ws.forget_catalogue()
    assert "NEW1" not in ws.catalogue.laws
    assert ProblemCode.FILE_CHANGED in {p.code for p in ws.catalogue.problems}
    assert ws.catalogue.pack("common") is not None


UPDATES = (
    an_update(a_lapse("AQF", "第三十六条", checked_on="2026-12-01"), title="一", issued_on="2026-12-01"),
    an_update(a_clause("AQF", "第三十六条", subject="一", checked_on="2026-12-05"), title="二", issued_on="2026-12-05"),
    an_update(a_clause("AQF", "第三十六条", subject="二", checked_on="2026-12-05"), title="三", issued_on="2026-12-06"),
    an_update(a_lapse("AQF", "第三十六条", checked_on="2026-12-05", status="四"), title="四", issued_on="2026-12-02"),
    an_update(a_lapse("JSTL", checked_on="2026-12-03"), a_law("NEW1", number="甲"), title="五"),
    an_update(a_law("NEW1", number="乙"), a_law("NEW2"), title="六"),
)


@pytest.mark.parametrize("order", [(5, 4, 3, 2, 1, 0), (2, 0, 5, 3, 1, 4)])
def test_successive_updates_in_any_order_give_the_same_library(ws: Workspace, order: tuple[int, ...]) -> None:
    """An update that tells nothing new in this order is refused; what the library says is the same all the same."""
    for n in order:
        try:
            apply_update(ws, UPDATES[n], "update.toml", "王建国")
        except Refused as told:
            assert {p.code for p in told.problems} <= {ProblemCode.LAW_UPDATE_OLDER, ProblemCode.LAW_UPDATE_EMPTY}
    _is_as_agreed(ws.catalogue.library)


def test_all_orders_of_the_kept_files_are_joined_alike(ws: Workspace) -> None:
    texts = [LawText(name=str(n), read=partial(bytes, data), rank=rank(data)) for n, data in enumerate(UPDATES)]
    folders = ws.catalogue.library
    for order in permutations(texts):
        brought = [text.library() for text in sorted(order, key=lambda text: text.rank)]
        _is_as_agreed(join_libraries([folders, *brought]))


def rank(data: bytes) -> str:
    issued = tomllib.loads(data.decode())["issued_on"]
    return f"{issued}:{sha256(data).hexdigest()}"


def _is_as_agreed(library: LawLibrary) -> None:
    article = library.clauses[LawPlace(law="AQF", clause="第三十六条")]
    assert (article.subject, article.status, article.effective_to) == ("二", "四", date(2026, 11, 30))
    assert library.laws["JSTL"].effective_to == date(2026, 11, 30)
    assert library.laws["NEW1"].number == ("甲" if rank(UPDATES[4]) > rank(UPDATES[5]) else "乙")
    assert "NEW2" in library.laws


# Inspections already begun ------------------------------------------------------------------------------


def test_an_inspection_already_begun_keeps_its_checklist(unit: Workspace, clock: Clock) -> None:
    visit = an_inspection(unit)
    before = unit.frozen_items(visit.packs)
    clock.move(days=30)
    apply_update(unit, an_update(a_lapse("AQF", MAINTENANCE.clause), a_lapse("JSTL")), "update.toml", "王建国")
    assert unit.frozen_items(visit.packs) == before
    assert [pack.sha256 for pack in unit.frozen_packs(visit.packs)] == [ref.sha256 for ref in visit.packs]
    assert unit.catalogue.pack("common").sha256 not in {ref.sha256 for ref in visit.packs}  # type: ignore[union-attr]


def test_previewing_while_somebody_applies_the_same_file_refuses_one_of_them(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = an_update(a_law("NEW1"))
    real = law_updates.preview_update

    def slow(ws: Workspace, data: bytes, name: str) -> LawUpdatePreview:
        made = real(ws, data, name)
        monkeypatch.setattr(law_updates, "preview_update", real)
        apply_update(ws, data, "other.toml", "李慧敏")
        return made

    monkeypatch.setattr(law_updates, "preview_update", slow)
    with pytest.raises(Refused) as told:
        apply_update(ws, data, "update.toml", "王建国")
    assert [p.code for p in told.value.problems] == [ProblemCode.LAW_UPDATE_TWICE]
