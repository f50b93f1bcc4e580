# SPDX-License-Identifier: MulanPSL-2.0
"""Files of law updates as they come from outside: the documented one, faulty ones, and bytes that are nothing."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.checklist import Verified
from inspector_app.domain.law_clause import LawPlace
from inspector_app.domain.problems import ProblemCode
from inspector_app.packs.catalogue import load_catalogue
from inspector_app.packs.files import MAX_BYTES
from inspector_app.packs.kept import LawText
from inspector_app.packs.law_updates import misfits, read_law_update
from tests.helpers.law_updates import a_clause, a_lapse, a_law, an_update

ROOT = Path(__file__).resolve().parents[2]
WRONG, UNKNOWN = ProblemCode.PACK_FIELD_WRONG, ProblemCode.VALUE_UNKNOWN_KEY
BELL = a_law("N").replace("示例第1号", "a\\u0007b").replace("'", '"')


def found(data: bytes) -> list[tuple[ProblemCode, str]]:
    return [(p.code, p.where) for p in read_law_update(data, "u.toml").problems]


def test_the_documented_example_is_read_and_joins_the_library() -> None:
    text = (ROOT / "docs" / "law-update-format.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    data = example[1].encode()
    update = read_law_update(data, "u.toml")
    assert update.problems == ()
    bundled = load_catalogue([ROOT / "checklists"])
    assert tuple(misfits(update, bundled.library, "u.toml")) == ()
    after = bundled.with_update(LawText(name="u", read=lambda: data))
    assert after.laws["NEW2027"].effective_from == date(2027, 1, 1)
    clause = after.library.clause("AQF", "第三十六条第二款", Verified.V)
    assert clause.effective_to == date(2026, 12, 31)
    assert after.library.successor("AQF", "第三十六条第二款") == "《某某安全规定》第九条第二款"
    assert bundled.library.clause("AQF", "第三十六条第二款", Verified.V).effective_to is None


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    data = b"\xef\xbb\xbf" + an_update(a_law("N")).replace(b"\n", b"\r\n")
    assert found(data) == []
    assert set(read_law_update(data, "u.toml").laws) == {"N"}


def test_everything_needed_is_asked_for() -> None:
    assert found(b"") == [
        (ProblemCode.PACK_FIELD_MISSING, "u.toml:format"),
        (ProblemCode.PACK_FIELD_MISSING, "u.toml:title"),
        (ProblemCode.PACK_FIELD_MISSING, "u.toml:issuer"),
        (ProblemCode.PACK_FIELD_MISSING, "u.toml:issued_on"),
    ]
    assert found(an_update()) == [(ProblemCode.LAW_UPDATE_EMPTY, "u.toml")]
    bare = "[[lapse]]\nlaw = 'AQF'"
    assert found(an_update(bare)) == [
        (ProblemCode.PACK_FIELD_MISSING, "u.toml:AQF:effective_to"),
        (ProblemCode.PACK_FIELD_MISSING, "u.toml:AQF:checked_on"),
    ]
    undated = [entry.replace("checked_on = 2026-12-01", "") for entry in (a_law("N"), a_clause("N", "第一条"))]
    assert found(an_update(*undated)) == [
        (ProblemCode.PACK_FIELD_MISSING, "u.toml:N:checked_on"),
        (ProblemCode.PACK_FIELD_MISSING, "u.toml:N 第一条:checked_on"),
    ]


@pytest.mark.parametrize(
    ("entries", "where"),
    [
        ((a_law("N"), a_law("N")), "u.toml:N:key"),
        ((a_clause("AQF", "第一条"), a_clause("AQF", "第1条")), "u.toml:AQF 第1条:clause"),
        ((a_law("N"), a_lapse("N")), "u.toml:N:law"),
        ((a_law("N", kind=""), a_lapse("N")), "u.toml:N:law"),
        ((a_lapse("AQF", "第一条"), a_lapse("AQF", "第（一）条")), "u.toml:AQF 第（一）条:law"),
        ((a_clause("AQF", "第一条"), a_lapse("AQF", "第一条")), "u.toml:AQF 第一条:law"),
    ],
)
def test_one_thing_told_twice_is_a_fault(entries: tuple[str, ...], where: str) -> None:
    assert (ProblemCode.PACK_CODE_DUPLICATE, where) in found(an_update(*entries))


@pytest.mark.parametrize(
    ("entry", "code", "where"),
    [
        (a_law("N", verified="X"), ProblemCode.PACK_FIELD_WRONG, "u.toml:N:verified"),
        (a_law("N", effective_from="'2026'"), ProblemCode.PACK_FIELD_WRONG, "u.toml:N:effective_from"),
        (a_law("N", checked_on="2026-12-01T08:00:00"), ProblemCode.PACK_FIELD_WRONG, "u.toml:N:checked_on"),
        (a_law("N", sources="'S1'"), ProblemCode.PACK_FIELD_WRONG, "u.toml:N:sources"),
        (a_law("N", name="x" * 2001), ProblemCode.TEXT_TOO_LONG, "u.toml:N:name"),
        (BELL, ProblemCode.CHARACTER_FORBIDDEN, "u.toml:N:number"),
        (a_lapse("AQF", superseded_by="'HCL'"), ProblemCode.PACK_FIELD_WRONG, "u.toml:AQF:superseded_by"),
        (a_lapse("AQF", superseded_by="{ law = 'HCL', x = 1 }"), UNKNOWN, "u.toml:AQF:superseded_by.x"),
        (
            a_lapse("AQF", "第一条", superseded_by="{ law = 'HCL', clause = '若干' }"),
            WRONG, "u.toml:AQF 第一条:superseded_by.clause",
        ),
        *((a_clause("AQF", text), WRONG, f"u.toml:AQF {text}:clause") for text in ("第一条及其他", "若干", "三十六条")),
        (a_lapse("AQF", superseded_by="{ law = 'HCL', clause = '1' }"), UNKNOWN, "u.toml:AQF:superseded_by.clause"),
        (a_clause("AQF", "附录A"), None, ""),
        (a_clause("AQF", "第36条 第(二)款"), None, ""),
        ("law = 5", ProblemCode.PACK_FIELD_WRONG, "u.toml:law"),
        ("[law]\nkey = 'N'", ProblemCode.PACK_FIELD_WRONG, "u.toml:law"),
    ],
)  # fmt: skip
def test_a_faulty_entry_is_told_with_its_place(entry: str, code: ProblemCode | None, where: str) -> None:
    told = found(an_update(entry))
    assert told == ([] if code is None else [(code, where)])


def test_a_faulty_update_gives_no_law_at_all() -> None:
    data = an_update(a_law("GOOD"), a_law("BAD", kind=""))
    library = read_law_update(data, "u.toml").library
    assert (dict(library.laws), library.clauses, library.is_whole) == ({}, {}, False)
    assert [p.where for p in library.problems] == ["u.toml:BAD:kind"]


def test_more_than_the_limits_is_refused() -> None:
    assert [code for code, _ in found(b"#" * (MAX_BYTES + 1))] == [ProblemCode.FILE_TOO_LARGE]
    many = "".join(f"\n[[lapse]]\nlaw = 'L{n}'" for n in range(5001))
    assert [code for code, _ in found(an_update(many))] == [ProblemCode.PACK_FIELD_WRONG]
    deep = "a." * 5000 + "b = 1"
    assert [code for code, _ in found(an_update(deep))] == [ProblemCode.SYNTAX_WRONG]


@given(st.binary(max_size=400))
def test_any_bytes_end_as_problems_and_never_as_a_crash(data: bytes) -> None:
    assert read_law_update(data, "u.toml").problems


@given(st.data())
def test_a_damaged_update_is_never_half_used(data: st.DataObject) -> None:
    whole = an_update(a_law("N"), a_clause("N", "第一条"), a_lapse("AQF", "第三十六条"))
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + data.draw(st.integers(0, 5)) :]
    update = read_law_update(cut, "u.toml")
    library = update.library
    if update.problems:
        assert not library.laws and not library.clauses
    else:
        assert all(place.law for place in library.clauses)


def test_an_entry_told_whole_forgets_what_it_leaves_out() -> None:
    bundled = load_catalogue([ROOT / "checklists"])
    place = LawPlace(law="AQF", clause="第三十六条第二款")
    assert bundled.library.clauses[place].subject
    data = an_update(a_clause("AQF", place.clause))
    after = bundled.with_update(LawText(name="u", read=lambda: data))
    assert after.library.clauses[place].subject == ""
