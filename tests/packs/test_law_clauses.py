# SPDX-License-Identifier: MulanPSL-2.0
"""Clauses of the law library: read with all faults, joined by the day of their check, and narrowing who cites them."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from inspector_app.domain.checklist import Clause, Verified
from inspector_app.domain.clause_places import is_place, places_in
from inspector_app.domain.law_clause import LawPlace, LawState, is_in_force, known_days, state_on
from inspector_app.domain.problems import ProblemCode
from inspector_app.packs import law_clauses
from inspector_app.packs.catalogue import check_pack, load_catalogue
from inspector_app.packs.law_clauses import ClauseText, read_clauses
from inspector_app.packs.laws import LawLibrary, join_libraries, read_laws

ROOT = Path(__file__).resolve().parents[2]
CHECKLISTS = ROOT / "checklists"
V, M = Verified.V, Verified.M
LAWS = """
[[law]]
key = 'AQF'
name = '中华人民共和国安全生产法'
number = '主席令第88号'
kind = '法律法规规章'
verified = 'V'
effective_from = 2021-09-01
checked_on = 2026-11-21
"""


def library(*files: str) -> LawLibrary:
    """The small law with clauses out of these files, the later ones joined after the earlier."""
    laws = read_laws(LAWS, "laws.toml")
    texts = [ClauseText(text=text, name=f"{n}.toml") for n, text in enumerate(files)]
    return join_libraries([laws, LawLibrary(sources=tuple(texts))])


def clause(place: str, **fields: str) -> str:
    lines = [f"{name} = {value}" for name, value in fields.items()]
    return "\n".join(["", "[[clause]]", "law = 'AQF'", f"clause = '{place}'", "verified = 'V'", *lines])


def days(made: LawLibrary, citation: str) -> tuple[date | None, date | None]:
    found = made.clause("AQF", citation, V)
    return found.effective_from, found.effective_to


# Reading ------------------------------------------------------------------------------------------------


def test_every_fault_of_a_file_is_told_with_its_place() -> None:
    text = (
        clause("第三十六条、第三十七条")
        + clause("第一条", effective_from="2026-01-02", effective_to="2026-01-01")
        + clause("第二条", subjekt="'x'")
        + clause("第三条")
        + clause("第3条")
        + "\n[[clause]]\nlaw = 'AQF'\nclause = '第四条'\nsuperseded_by = { clause = '第五条' }\nchecked_on = 'x'\n"
    )
    reading = read_clauses(text, "clauses.toml")
    assert [(p.code, p.where) for p in reading.problems] == [
        (ProblemCode.PACK_FIELD_WRONG, "clauses.toml:AQF 第三十六条、第三十七条:clause"),
        (ProblemCode.TIME_ORDER, "clauses.toml:AQF 第一条:effective_to"),
        (ProblemCode.VALUE_UNKNOWN_KEY, "clauses.toml:AQF 第二条:subjekt"),
        (ProblemCode.PACK_CODE_DUPLICATE, "clauses.toml:AQF 第3条:clause"),
        (ProblemCode.PACK_FIELD_MISSING, "clauses.toml:AQF 第四条:verified"),
        (ProblemCode.PACK_FIELD_MISSING, "clauses.toml:AQF 第四条:superseded_by.law"),
        (ProblemCode.PACK_FIELD_WRONG, "clauses.toml:AQF 第四条:checked_on"),
    ]
    assert [c.clause for c in reading.entries] == ["第三条"]


def test_a_clause_of_a_law_that_nobody_knows_is_a_fault_of_the_library() -> None:
    made = library(clause("第一条").replace("AQF", "NOPE"))
    assert [(p.code, p.fields["law"]) for p in made.clause_problems] == [(ProblemCode.PACK_LAW_UNKNOWN, "NOPE")]


def test_a_file_that_is_no_toml_leaves_its_fault_and_no_clause() -> None:
    made = library("[[clause")
    assert made.clauses == {}
    assert [p.code for p in made.clause_problems] == [ProblemCode.SYNTAX_WRONG]


def test_check_pack_reads_the_clauses_too(tmp_path: Path) -> None:
    common = tmp_path / "common"
    common.mkdir()
    (common / "laws.toml").write_text(LAWS, encoding="utf-8")
    (common / "clauses.toml").write_text(clause("第一条", checked_on="5"), encoding="utf-8")
    for path in (tmp_path, common, common / "clauses.toml"):
        assert [p.code for p in check_pack(path, None)] == [ProblemCode.PACK_FIELD_WRONG], path


# Narrowing ----------------------------------------------------------------------------------------------


def test_without_days_of_their_own_the_clauses_are_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    real = read_clauses

    def seen(text: str, name: str) -> object:
        parsed.append(name)
        return real(text, name)

    monkeypatch.setattr(law_clauses, "read_clauses", seen)
    made = library(clause("第三十六条", subject="'安全设备'"))
    assert days(made, "第三十六条第二款") == (date(2021, 9, 1), None)
    assert parsed == []
    assert len(made.clauses) == 1
    assert parsed == ["0.toml"]


@pytest.mark.parametrize("key", ["effective_to", "'effective_to'", '"effective_to"', '"\\u0065ffective_to"'])
def test_a_day_is_seen_however_its_key_is_written(key: str) -> None:
    made = library(clause("第三十六条", **{key: "2026-12-31"}))
    assert days(made, "第三十六条") == (date(2021, 9, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    "citation", ["第三十六条", "第三十六条第二款", "第36条第（二）款", "第二十一条、第三十六条第一款"]
)
def test_what_rests_on_a_lapsed_article_lapses_with_it(citation: str) -> None:
    made = library(clause("第三十六条", effective_to="2026-12-31"))
    assert days(made, citation) == (date(2021, 9, 1), date(2026, 12, 31))


@pytest.mark.parametrize("citation", ["第三十五条", "第三百六十条", "第二十一条", ""])
def test_what_does_not_rest_on_it_keeps_the_days_of_the_law(citation: str) -> None:
    made = library(clause("第三十六条", effective_to="2026-12-31"))
    assert days(made, citation) == (date(2021, 9, 1), None)


def test_an_article_stays_when_only_a_paragraph_of_it_lapses() -> None:
    made = library(clause("第三十六条第二款", effective_to="2026-12-31"))
    assert days(made, "第三十六条") == (date(2021, 9, 1), None)
    assert days(made, "第三十六条第二款")[1] == date(2026, 12, 31)


def test_days_only_narrow_and_never_widen_those_of_the_law() -> None:
    made = library(clause("第一条", effective_from="2000-01-01") + clause("第二条", effective_from="2026-01-01"))
    assert days(made, "第一条")[0] == date(2021, 9, 1)
    assert days(made, "第二条")[0] == date(2026, 1, 1)


def test_of_two_entries_the_later_checked_counts_whatever_the_order() -> None:
    old = clause("第一条", effective_to="2026-01-31", checked_on="2026-01-01")
    new = clause("第一条", effective_to="2026-06-30", checked_on="2026-06-01")
    assert days(library(old, new), "第一条")[1] == days(library(new, old), "第一条")[1] == date(2026, 6, 30)


def test_at_equal_days_the_later_file_counts() -> None:
    first, second = (clause("第一条", subject=f"'{n}'", checked_on="2026-01-01") for n in "ab")
    assert library(first, second).clauses[LawPlace(law="AQF", clause="第一条")].subject == "b"


def test_a_mark_in_a_file_leaves_the_mark_of_the_item_alone() -> None:
    made = library(clause("第一条", effective_from="2022-01-01"))
    assert made.clauses[LawPlace(law="AQF", clause="第一条")].verified is V
    assert made.clause("AQF", "第一条", M).verified is M


def test_a_clause_that_was_kept_is_judged_by_the_stricter_of_both() -> None:
    made = library(clause("第三十六条", effective_to="2026-12-31"))
    kept = Clause(law="AQF", name="中华人民共和国安全生产法", clause="第三十六条第二款", effective_to=date(2027, 5, 1))
    assert made.today(kept).effective_to == date(2026, 12, 31)
    earlier = Clause(law="AQF", name="中华人民共和国安全生产法", clause="第三十六条", effective_to=date(2026, 5, 1))
    assert made.today(earlier).effective_to == date(2026, 5, 1)


@pytest.mark.parametrize(
    "typed",
    ["《安全生产法》第36条第2款", "《中华人民共和国安全生产法》第三十六条", "中华人民共和国安全生产法第三十六条"],
)
def test_a_typed_basis_is_known_by_name_and_article(typed: str) -> None:
    made = library(clause("第三十六条", effective_to="2026-12-31"))
    kept = Clause(law="", name=typed)
    assert is_in_force(kept, date(2026, 12, 31), made.laws, made.clauses)
    assert not is_in_force(kept, date(2027, 1, 1), made.laws, made.clauses)


def test_known_days_name_the_entry_that_sets_them() -> None:
    made = library(
        clause("第三十六条", effective_to="2026-12-31", superseded_by="{ law = 'AQF', clause = '第四十条' }")
    )
    known = known_days(made.laws["AQF"], "第三十六条第二款", made.clauses)
    assert known.end_of == made.clauses[LawPlace(law="AQF", clause="第三十六条")]
    assert known.begin_of == made.laws["AQF"]
    assert made.successor("AQF", "第三十六条第二款") == "《中华人民共和国安全生产法》第四十条"


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2021, 8, 31), LawState.NOT_YET),
        (date(2021, 9, 1), LawState.IN_FORCE),
        (date(2026, 12, 31), LawState.IN_FORCE),
        (date(2027, 1, 1), LawState.LAPSED),
    ],
)
def test_first_and_last_day_belong_to_the_time_in_force(on: date, state: LawState) -> None:
    made = join_libraries([read_laws(LAWS + "effective_to = 2026-12-31\n", "laws.toml")])
    assert state_on(made.laws["AQF"], on) is state


# What ships ---------------------------------------------------------------------------------------------


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_clauses", ROOT / "build" / "clauses.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_clauses"] = module
    spec.loader.exec_module(module)
    return module


TOOL = load_tool()
BUNDLED = tomllib.loads((CHECKLISTS / "common" / "clauses.toml").read_text(encoding="utf-8"))["clause"]


def test_every_clause_that_a_checklist_cites_stands_in_the_library() -> None:
    known = {(entry["law"], entry["clause"]) for entry in BUNDLED}
    missing = sorted(TOOL.cited().keys() - known)
    assert missing == [], "run: python build/clauses.py"


def test_the_file_is_in_its_order_and_layout() -> None:
    text = TOOL.TARGET.read_text(encoding="utf-8")
    head = text.partition("\n\n#")[0]
    assert TOOL.text_of(head, TOOL.whole({(e["law"], e["clause"]): e for e in BUNDLED})) == text


def test_places_are_written_in_one_way_and_laws_are_known() -> None:
    laws = load_catalogue([CHECKLISTS]).laws
    for entry in BUNDLED:
        assert is_place(entry["clause"]) and places_in(entry["clause"]) == (entry["clause"],), entry
        assert entry["law"] in laws, entry


def test_subjects_are_short_and_what_is_not_verified_names_no_day_of_check() -> None:
    for entry in BUNDLED:
        subject = entry.get("subject", "")
        assert len(subject) <= 80, entry
        assert not re.search(r"[。；]$", subject), entry
        assert entry["verified"] == "V" or "checked_on" not in entry, entry


def test_sources_are_in_the_source_table() -> None:
    known = {s["key"] for s in tomllib.loads((CHECKLISTS / "common" / "sources.toml").read_text("utf-8"))["source"]}
    assert {source for entry in BUNDLED for source in entry.get("sources", [])} <= known


def test_criteria_of_major_hazards_say_the_same_in_both_files() -> None:
    by_place = {(entry["law"], entry["clause"]): entry for entry in BUNDLED}
    criteria = TOOL.criteria()
    both = by_place.keys() & criteria.keys()
    assert len(both) > 150
    assert {place: by_place[place]["subject"] for place in both} == {p: criteria[p]["subject"] for p in both}


@pytest.mark.parametrize(
    ("law", "clause", "mark"),
    [
        ("AQF", "第六十五条第一款第三项", "V"),  # handbook 1.2
        ("HCL", "第四十一条第二款", "V"),  # 1.3
        ("XZCF", "第八十五条", "V"),  # 1.4
        ("XZFY", "第三十二条", "M"),  # 1.5, from memory
        ("AJ54", "第七条", "M"),  # 1.7, secondary
        ("TSF", "第八十四条第二项", "V"),  # 1.9
    ],
)
def test_marks_are_those_of_the_handbook(law: str, clause: str, mark: str) -> None:
    entry = next(e for e in BUNDLED if (e["law"], e["clause"]) == (law, clause))
    assert (entry["verified"], bool(entry["subject"])) == (mark, True)


def test_the_bundled_clauses_change_no_item() -> None:
    with_clauses = load_catalogue([CHECKLISTS])
    bare = with_clauses.laws
    assert with_clauses.library.clause_problems == ()
    for pack in (entry.pack for entry in with_clauses.entries if entry.pack):
        for item in pack.items:
            for c in (*item.basis, *item.major_ref, *item.order_basis, *item.penalty):
                assert (c.effective_from, c.effective_to) == (bare[c.law].effective_from, bare[c.law].effective_to)
