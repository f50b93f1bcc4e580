# SPDX-License-Identifier: MulanPSL-2.0
"""The copy for offices without the program: tables that open by a click, files by enterprise, names for any medium."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app import wording
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.handoff.readable import ReadableMade, make_readable
from inspector_app.handoff.readable_tables import csv_bytes
from inspector_app.handoff.safe_names import LONGEST, Names, safe_name
from inspector_app.operations import documents, inspections
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.kept_photos import kept_photos, some_bytes
from tests.helpers.makers import a_finding, an_enterprise, an_inspection


@pytest.fixture(autouse=True)
def chinese() -> None:
    wording.set_language("zh_CN")


@pytest.fixture
def day(unit: Workspace, clock: Clock) -> Workspace:
    """An inspection with a finding, two photos and its record."""
    visit = an_inspection(unit, an_enterprise(unit, 1, name="清河=CON/有限公司", note="@SUM(A1)"))
    a_finding(unit, visit, place="=cmd|'/c calc'!A0")
    kept_photos(unit, visit, [some_bytes("a", 2000), some_bytes("b", 3000)])
    clock.move(hours=1)
    inspections.finish_inspection(unit, visit.id)
    documents.issue_document(unit, visit.id, DocumentKind.INSPECTION_RECORD)
    return unit


def rows(made: ReadableMade, name: str) -> list[list[str]]:
    assert made.path is not None
    data = (made.path / name).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_copy_has_tables_papers_and_photos(day: Workspace, tmp_path: Path) -> None:
    made = make_readable(day, tmp_path)
    assert made.safe_to_remove and made.inspections == 1 and not made.warnings
    assert made.path is not None
    files = sorted(str(p.relative_to(made.path)) for p in made.path.rglob("*") if p.is_file())
    folder = "企业/清河=CON_有限公司"
    assert {"企业.csv", "检查.csv", "隐患.csv", "文书.csv", "文件目录.csv", "说明.txt"} <= set(files)
    assert sum(f.startswith(folder) and "/照片/" in f and f.endswith(".jpg") for f in files) == 2
    (paper,) = [f for f in files if f.endswith(".pdf")]
    assert "〔2026〕1号" in paper
    assert made.files == len(files)
    assert len(rows(made, "隐患.csv")) == 2
    assert "未加密" in (made.path / "说明.txt").read_text(encoding="utf-8-sig")


def test_the_list_of_files_proves_them(day: Workspace, tmp_path: Path) -> None:
    made = make_readable(day, tmp_path)
    assert made.path is not None
    listed = rows(made, "文件目录.csv")[1:]
    assert len(listed) == 3
    for path, _kind, _unit, _name, size, sha256 in listed:
        data = (made.path / path).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (int(size), sha256)


def test_no_cell_is_a_formula(day: Workspace, tmp_path: Path) -> None:
    made = make_readable(day, tmp_path)
    cells = [cell for name in ("企业.csv", "隐患.csv") for row in rows(made, name) for cell in row]
    assert "'@SUM(A1)" in cells and "'=cmd|'/c calc'!A0" in cells
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@given(st.lists(st.lists(st.text(), min_size=1), min_size=1))
def test_any_text_survives_in_a_table(table: list[list[str]]) -> None:
    data = csv_bytes(table).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(data, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row)


def test_one_inspection_or_those_since_a_day(day: Workspace, clock: Clock, tmp_path: Path) -> None:
    clock.now += timedelta(days=2)
    second = an_inspection(day, an_enterprise(day, 2))
    only = make_readable(day, tmp_path, inspection=second.id)
    late = make_readable(day, tmp_path, since=clock.now.date())
    assert only.inspections == late.inspections == 1
    assert len(rows(only, "企业.csv")) == len(rows(late, "企业.csv")) == 2
    assert make_readable(day, tmp_path, since=date(2020, 1, 1)).inspections == 2
    with pytest.raises(Refused) as refused:
        make_readable(day, tmp_path, inspection="nobody")
    assert refused.value.problems[0].code is ProblemCode.NOT_FOUND


def test_a_missing_and_a_changed_file_are_named_and_left_out(day: Workspace, tmp_path: Path) -> None:
    photos = [p for p in (day.folder / "files").glob("??/*") if p.stat().st_size in (2000, 3000)]
    photos[0].unlink()
    photos[1].chmod(0o644)
    photos[1].write_bytes(b"?")
    made = make_readable(day, tmp_path)
    assert {(p.code, p.where) for p in made.warnings} == {
        (ProblemCode.HANDOFF_FILE_MISSING, photos[0].name), (ProblemCode.HANDOFF_FILE_CHANGED, photos[1].name),
    }  # fmt: skip
    assert made.path is not None and not list(made.path.rglob("*.jpg"))


def test_a_stop_leaves_nothing(day: Workspace, tmp_path: Path) -> None:
    made = make_readable(day, tmp_path, cancelled=lambda: any(tmp_path.rglob("*.jpg")))
    assert made.path is None and not made.safe_to_remove
    assert not [p for p in tmp_path.iterdir() if "副本" in p.name]


def test_two_copies_do_not_meet(day: Workspace, tmp_path: Path) -> None:
    assert make_readable(day, tmp_path).path != make_readable(day, tmp_path).path


# Names ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("con", "_con"),
        ("COM1.txt", "_COM1.txt"),
        ("lpt¹.pdf", "_lpt¹.pdf"),
        ("..", "_"),
        ("", "_"),
        (" name. ", "name"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("a\u200bb\ufeffc", "abc"),
        ("line\nbreak\tx", "line_break_x"),
        ("e\u0301", "é"),
    ],
)
def test_names_are_safe(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text())
def test_any_text_gives_a_name_that_every_medium_takes(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name.encode("utf-16-le")) // 2 <= LONGEST + 1
    assert not set(name) & set('<>:"/\\|?*\0\n\r\t\u202e\u200f')
    assert name == name.strip(" .") and name not in (".", "..")
    assert name.split(".")[0].strip().upper() not in {"CON", "NUL", "COM1", "LPT9", "AUX", "PRN"}


def test_a_long_name_keeps_its_suffix() -> None:
    name = safe_name("很" * 200 + ".jpeg")
    assert name.endswith("很.jpeg") and len(name) == LONGEST


def test_names_in_a_folder_differ_in_more_than_case() -> None:
    names = Names()
    assert [names.give(t) for t in ("A.jpg", "a.JPG", "A.jpg", "B")] == ["A.jpg", "a (2).JPG", "A (3).jpg", "B"]
