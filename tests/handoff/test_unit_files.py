# SPDX-License-Identifier: MulanPSL-2.0
"""Files that the office publishes: they count on every laptop, after the checks of an own file and not before."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentKind as K
from inspector_app.domain.problems import ProblemCode
from inspector_app.domain.unit_file import UnitFileKind, UnitFileState
from inspector_app.handoff.unit_files import apply_unit_files, publish_file, remove_file, unit_files
from inspector_app.locations import bundled
from inspector_app.operations import holidays, law_updates, undo
from inspector_app.storage import unit_files as rows
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.law import a_holiday_file
from tests.helpers.law_updates import a_law, an_update
from tests.helpers.trips import Trips, refused, trips


@pytest.fixture
def unit(tmp_path: Path, clock: Clock) -> Iterator[Trips]:
    with trips(tmp_path, clock) as made:
        yield made


def in_force(ws: Workspace, year: int) -> bool:
    row = next((r for r in holidays.holiday_years(ws) if r.year == year), None)
    return row is not None and row.notice is not None and row.is_own


def notice(year: int = 2027, **changes: Any) -> bytes:
    return a_holiday_file(year, **changes).encode()


def test_a_published_holiday_notice_counts_on_the_laptops(unit: Trips) -> None:
    data = notice()
    made = publish_file(unit.office, UnitFileKind.HOLIDAY, data, note="国办发明电").value
    assert made.name == "2027"
    assert in_force(unit.office, 2027)
    assert not in_force(unit.one, 2027)
    unit.back(unit.one)
    assert in_force(unit.one, 2027)
    assert unit.one.law.loaded_calendar.calendar.is_working(date(2027, 10, 5)) is False
    (row,) = unit_files(unit.one)
    assert (row.state, row.file.note) == (UnitFileState.IN_FORCE, "国办发明电")
    remove_file(unit.office, made.id, "国务院重新公布")
    unit.clock.move(hours=1)
    unit.back(unit.one)
    assert not in_force(unit.one, 2027)
    assert unit_files(unit.one)[0].state is UnitFileState.REMOVED


def test_a_person_on_the_laptop_has_the_last_word_until_the_office_publishes_again(unit: Trips) -> None:
    own = unit.folder / "2027.json"
    own.write_bytes(notice())
    holidays.install_holiday_file(unit.one, own)
    theirs = own.read_bytes() + b"\n"
    publish_file(unit.office, UnitFileKind.HOLIDAY, theirs)
    unit.back(unit.one)
    target = unit.one.folder / "holidays" / "2027.json"
    assert target.read_bytes() == theirs
    (kept,) = target.parent.glob("2027.json.before-*")
    assert kept.read_bytes() == own.read_bytes()  # what was there before is not lost
    holidays.install_holiday_file(unit.one, own)
    apply_unit_files(unit.one)
    assert target.read_bytes() == own.read_bytes()
    assert unit_files(unit.one)[0].state is UnitFileState.SET_ASIDE
    unit.clock.move(hours=1)
    newer = theirs + b"\n"
    publish_file(unit.office, UnitFileKind.HOLIDAY, newer)
    unit.back(unit.one)
    assert target.read_bytes() == newer
    assert [f.state for f in unit_files(unit.one)] == [UnitFileState.IN_FORCE, UnitFileState.REPLACED]


def test_a_faulty_file_is_not_published_and_none_that_came_counts(unit: Trips) -> None:
    content = json.loads(notice())
    content["days"] = content["days"][:2]
    data = json.dumps(content).encode()
    assert refused(lambda: publish_file(unit.office, UnitFileKind.HOLIDAY, data))
    assert refused(lambda: publish_file(unit.office, UnitFileKind.FORM, b"not = [toml"))
    assert refused(lambda: publish_file(unit.office, UnitFileKind.OTHER, b"x")) == [ProblemCode.VALUE_MISSING]
    assert refused(lambda: publish_file(unit.one, UnitFileKind.OTHER, b"x", name="x")) == [ProblemCode.NOT_OFFICE]
    assert unit_files(unit.office) == ()


@pytest.mark.parametrize("name", ["../../2027", "2028", "2027/../../x"])
def test_the_name_of_a_row_is_never_a_path(unit: Trips, name: str) -> None:
    made = publish_file(unit.office, UnitFileKind.HOLIDAY, notice()).value
    with unit.office.operation(Op.PUBLISH_FILE) as step:  # an office that was tampered with: the row lies
        rows.put_unit_file(step.db, dataclasses.replace(made, name=name))
    before = {p for p in unit.folder.rglob("*") if p.suffix == ".json"}
    unit.back(unit.one)
    (found,) = unit_files(unit.one)
    assert found.state is UnitFileState.FAULTY
    assert [p.code for p in found.problems] == [ProblemCode.VALUE_NOT_ALLOWED]
    assert {p for p in unit.folder.rglob("*") if p.suffix == ".json"} == before


def test_a_published_form_is_used_for_the_papers_of_the_laptop(unit: Trips) -> None:
    text = (bundled("forms") / f"{K.RECTIFICATION_ORDER}.toml").read_text(encoding="utf-8")
    made = publish_file(unit.office, UnitFileKind.FORM, (text + "\n# 县局版\n").encode()).value
    assert made.name == K.RECTIFICATION_ORDER
    before = unit.one.form(K.RECTIFICATION_ORDER).sha256
    unit.back(unit.one)
    assert unit.one.form(K.RECTIFICATION_ORDER).sha256 != before
    assert (unit.one.folder / "forms" / f"{K.RECTIFICATION_ORDER}.toml").read_text("utf-8").endswith("# 县局版\n")


def test_a_form_that_breaks_what_the_law_relies_on_is_refused(unit: Trips) -> None:
    text = (bundled("forms") / f"{K.PRESERVATION_NOTICE}.toml").read_text(encoding="utf-8")
    publish_file(unit.office, UnitFileKind.FORM, text.encode())
    broken = text.replace("until", "end_day")
    assert ProblemCode.FORM_FIELD_MISSING in refused(
        lambda: publish_file(unit.office, UnitFileKind.FORM, broken.encode())
    )


def test_what_cannot_be_written_is_told_and_tried_again(unit: Trips) -> None:
    publish_file(unit.office, UnitFileKind.HOLIDAY, notice())
    (unit.one.folder / "holidays").write_text("in the way", encoding="utf-8")
    unit.back(unit.one)
    assert not in_force(unit.one, 2027)
    assert unit_files(unit.one)[0].state is UnitFileState.AWAITED
    assert apply_unit_files(unit.one)[0].problems
    (unit.one.folder / "holidays").unlink()
    assert apply_unit_files(unit.one) == ()
    assert in_force(unit.one, 2027)


def test_a_notice_is_only_to_be_read(unit: Trips) -> None:
    made = publish_file(unit.office, UnitFileKind.OTHER, "十二月集中检查安排".encode(), name="../通知.txt").value
    unit.back(unit.one)
    (row,) = unit_files(unit.one)
    assert row.state is UnitFileState.TO_READ
    assert unit.one.files.read(made.sha256).decode() == "十二月集中检查安排"
    assert not (unit.one.folder.parent / "通知.txt").exists()


def test_a_law_update_travels_by_itself(unit: Trips) -> None:
    data = an_update(a_law("NEW", checked_on="2026-11-20"), issued_on="2026-11-20")
    law_updates.apply_update(unit.office, data, "更新.toml", "周正")
    unit.back(unit.one)
    with unit.one.reader() as db:
        assert db.conn.execute("SELECT count(*) FROM law_updates").fetchone()[0] == 1
    assert unit.one.files.is_intact(hashlib.sha256(data).hexdigest())


def test_a_publishing_that_was_taken_back_leaves_nothing_in_force(unit: Trips) -> None:
    publish_file(unit.office, UnitFileKind.HOLIDAY, notice())
    apply_unit_files(unit.office)
    placed = list((unit.office.folder / "holidays").glob("*.json"))
    assert placed
    undo.undo_last(unit.office)
    apply_unit_files(unit.office)
    assert [path for path in placed if path.exists()] == []
