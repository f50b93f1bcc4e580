# SPDX-License-Identifier: MulanPSL-2.0
"""An organ's own forms: checked, copied, confirmed; what was issued keeps the form that it was made with."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.documents.form import FormMark
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.locations import bundled
from inspector_app.operations.forms import (
    check_form,
    confirm_part,
    confirmed_parts,
    copy_form,
    list_forms,
    open_parts,
    own_path,
)
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace

ORDER = DocumentKind.RECTIFICATION_ORDER
SEIZURE = DocumentKind.SEIZURE_DECISION
PART = "印章和成文日期"


def text_of(kind: DocumentKind) -> str:
    return (bundled("forms") / f"{kind}.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str, kind: DocumentKind = SEIZURE) -> Path:
    path = folder / f"{kind}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def blocking(problems: tuple[Problem, ...]) -> list[tuple[ProblemCode, str]]:
    return [(p.code, p.fields.get("field", "")) for p in problems if p.severity is Severity.BLOCK]


def refused(call: object, *args: object) -> list[ProblemCode]:
    assert callable(call)
    with pytest.raises(Refused) as raised:
        call(*args)
    return [p.code for p in raised.value.problems]


def test_a_good_form_has_only_warnings(tmp_path: Path) -> None:
    form, problems = check_form(written(tmp_path, text_of(SEIZURE)))
    assert form is not None
    assert {(p.code, p.severity) for p in problems} == {(ProblemCode.FORM_UNVERIFIED, Severity.WARN)}


def test_every_fault_of_the_file_is_named_at_once(tmp_path: Path) -> None:
    text = text_of(ORDER).replace("copies = 2", "copies = 200").replace("label_width = 34", "label_width = 340")
    form, problems = check_form(written(tmp_path, text.replace('text = "{remedy}"', 'text = "{remedie}"'), ORDER))
    assert form is None
    places = {place for _, place in blocking(problems)}
    assert {"copies", "blocks[2].label_width", "remedy.text"} <= places


def test_what_rules_rely_on_may_not_be_taken_out_or_changed(tmp_path: Path) -> None:
    text = text_of(SEIZURE)
    renamed = text.replace('name = "is_urgent"', 'name = "urgent"').replace("is_urgent", "urgent")
    assert blocking(check_form(written(tmp_path, renamed))[1]) == [(ProblemCode.FORM_FIELD_MISSING, "fields.is_urgent")]
    at = text.index('name = "approved_on"')
    retyped = text[:at] + text[at:].replace('type = "day"', 'type = "text"', 1).replace(
        'default = "{issued_on}"\n', "", 1
    )
    assert (ProblemCode.FORM_FIELD_WRONG, "fields.approved_on.type") in blocking(
        check_form(written(tmp_path, retyped))[1]
    )
    fewer = text.replace('{ word = "seize", label = "扣押" }', '{ word = "hold", label = "扣押" }').replace(
        "measure=seize", "measure=hold"
    )
    assert blocking(check_form(written(tmp_path, fewer))[1]) == [
        (ProblemCode.FORM_FIELD_MISSING, "fields.measure.choices.seize")
    ]


def test_a_form_gives_no_power_and_no_department_that_the_law_does_not(tmp_path: Path) -> None:
    text = text_of(SEIZURE).replace("[powers]", '[powers]\nnone = "检查人员"')
    assert blocking(check_form(written(tmp_path, text))[1]) == [(ProblemCode.FORM_FIELD_WRONG, "powers.none")]
    text = text_of(ORDER).replace('sectors = ["emergency"', 'sectors = ["market", "emergency"')
    assert blocking(check_form(written(tmp_path, text, ORDER))[1]) == [(ProblemCode.FORM_FIELD_WRONG, "sectors")]


def test_the_common_words_are_those_beside_it_else_the_programs(tmp_path: Path) -> None:
    path = written(tmp_path, text_of(ORDER), ORDER)
    assert check_form(path)[0] is not None
    (tmp_path / "common.toml").write_text('[words]\nnone = "{x}"\n', encoding="utf-8")
    places = {p.where for p in check_form(path)[1]}
    assert "common.toml:words.none" in places
    assert f"{ORDER}.toml:words.date" in places


@pytest.mark.parametrize(
    ("name", "code"), [("nothing.toml", ProblemCode.FILE_MISSING), ("", ProblemCode.FILE_UNREADABLE)]
)
def test_a_path_without_a_file_is_named(tmp_path: Path, name: str, code: ProblemCode) -> None:
    form, problems = check_form(tmp_path / name)
    assert form is None
    assert [p.code for p in problems] == [code]


def test_every_kind_is_listed_with_its_marks(ws: Workspace) -> None:
    entries = {entry.kind: entry for entry in list_forms(ws)}
    assert list(entries) == list(DocumentKind)
    order = entries[ORDER]
    assert (order.name, order.is_own, order.version) == ("责令限期整改指令书", False, ws.form(ORDER).version)
    assert order.marks[FormMark.FM] >= 3
    assert PART in order.open_parts
    assert order.form is not None
    assert "approved_on" not in {spec.name for spec in order.form.fields}


def test_a_copy_is_the_organs_own_and_is_used_from_then_on(ws: Workspace) -> None:
    path = copy_form(ws, ORDER)
    assert path == own_path(ws, ORDER) == ws.folder / "forms" / "rectification_order.toml"
    assert path.read_text(encoding="utf-8") == text_of(ORDER)
    path.write_text(text_of(ORDER).replace('version = "2026.1"', 'version = "青岚 1"'), encoding="utf-8")
    assert ws.form(ORDER).version == "青岚 1"
    entry = next(e for e in list_forms(ws) if e.kind is ORDER)
    assert (entry.is_own, entry.version, entry.problems) == (True, "青岚 1", ())
    assert refused(copy_form, ws, ORDER) == [ProblemCode.FORM_EXISTS]
    assert ws.form(ORDER).version == "青岚 1"


def test_a_faulty_own_form_is_listed_with_its_faults(ws: Workspace) -> None:
    path = copy_form(ws, ORDER)
    path.write_text("copies = ", encoding="utf-8")
    entry = next(e for e in list_forms(ws) if e.kind is ORDER)
    assert (entry.form, entry.is_own) == (None, True)
    assert entry.name == "责令限期整改指令书"
    assert [p.code for p in entry.problems] == [ProblemCode.FORM_FAULTY]


def test_a_confirmed_part_is_no_longer_open_until_the_wording_changes(ws: Workspace) -> None:
    def still_open() -> set[str]:
        with ws.reader() as db:
            return {p.fields["part"] for p in open_parts(ws, db, ws.form(ORDER))}

    before = still_open()
    assert PART in before
    done = confirm_part(ws, ORDER, PART, " 张建国 ")
    assert done.value == PART
    assert still_open() == before - {PART}
    assert confirmed_parts(ws, ws.form(ORDER)) == {PART: "张建国"}
    path = copy_form(ws, ORDER)
    path.write_text(text_of(ORDER) + "\n# 改动\n", encoding="utf-8")
    assert still_open() == before
    path.unlink()
    assert still_open() == before - {PART}
    undo_last(ws)
    assert still_open() == before


def test_only_an_open_part_is_confirmed_and_by_somebody(ws: Workspace) -> None:
    assert refused(confirm_part, ws, ORDER, "标题", "张建国") == [ProblemCode.NOT_FOUND]  # read in its source
    assert refused(confirm_part, ws, ORDER, "没有的部分", " ") == [ProblemCode.VALUE_MISSING, ProblemCode.NOT_FOUND]
    assert refused(confirm_part, ws, ORDER, PART, "张" * 300) == [ProblemCode.TEXT_TOO_LONG]
    assert confirmed_parts(ws, ws.form(ORDER)) == {}
