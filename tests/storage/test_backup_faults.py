# SPDX-License-Identifier: MulanPSL-2.0
"""A disk that refuses: opened anew, read-only at the third time; the reserve; damaged files and pages."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.account import EventKind
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.operations import backups, mending
from inspector_app.operations.backup_places import choose_medium, places
from inspector_app.operations.security_journal import events
from inspector_app.workspace import Workspace, open_workspace, reserve
from inspector_app.workspace.opening import open_to_read
from inspector_app.workspace.start_check import check_late, look_closer
from tests.helpers.backups import a_paper
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise, an_order


def _refusing(ws: Workspace) -> None:
    """A write whose file is refused by the disk, as a failed flush of a photo is."""
    from inspector_app.domain.change import Op

    with ws.operation(Op.NOTE_EVENT):
        raise Refused([Problem(code=ProblemCode.STORAGE_FAILED, fields={"path": str(ws.folder)})])


@pytest.mark.spoils
def test_after_a_fault_of_the_disk_the_data_are_opened_anew_and_at_the_third_only_read(unit: Workspace) -> None:
    handles = []
    for _ in range(3):
        handles.append(unit._opened.writer)
        with pytest.raises(Refused):
            _refusing(unit)
    assert unit._opened.writer is not handles[-1]
    assert len({id(h) for h in handles}) == 3, "never again on the same handle"
    assert unit.read_only is not None
    assert unit.read_only.code is ProblemCode.STORAGE_FAILED
    with pytest.raises(Refused) as refused:
        an_enterprise(unit, 3)
    assert refused.value.problems == (unit.read_only,) or list(refused.value.problems) == [unit.read_only]
    with unit.reader() as db:
        assert db.conn.execute("SELECT count(*) FROM officers").fetchone()[0] == 2
    assert backups.make_backup(unit).backup.counts["officers"] == 2, "and a backup is still possible"


@pytest.mark.spoils
def test_one_good_write_between_begins_the_count_anew(unit: Workspace) -> None:
    for n in range(4):
        with pytest.raises(Refused):
            _refusing(unit)
        an_enterprise(unit, 10 + n)
    assert unit.read_only is None


def test_damaged_pages_open_to_be_read_only(unit: Workspace, clock: Clock) -> None:
    folder = unit.folder
    for n in range(40):
        an_enterprise(unit, n)
    unit.close()
    ws = open_to_read(folder, clock=clock)
    assert ws.read_only is not None
    with ws.reader() as db:
        assert db.conn.execute("SELECT count(*) FROM enterprises").fetchone()[0] == 40
    with pytest.raises(Refused):
        an_enterprise(ws, 77)
    ws.close()


def test_a_run_that_was_cut_off_is_checked_and_told(unit: Workspace, clock: Clock, tmp_path: Path) -> None:
    import shutil

    an_enterprise(unit)
    assert not unit.was_cut_off
    shutil.copytree(unit.folder, tmp_path / "cut")  # as the folder lies after a kill: with its log
    ws = open_workspace(tmp_path / "cut", clock=clock)
    assert ws.was_cut_off
    found = look_closer(ws)
    assert found.was_checked
    assert [p.code for p in found.problems] == [ProblemCode.START_UNCLEAN]
    ws.close()
    again = open_workspace(tmp_path / "cut", clock=clock)
    assert look_closer(again).problems == ()
    clock.move(days=45)
    late = check_late(again)
    assert late is not None
    assert late.fields["days"] == "45"
    again.close()


@pytest.mark.spoils
def test_a_missing_file_of_the_newest_records_is_named_at_the_start(unit: Workspace, clock: Clock) -> None:
    a_paper(unit, clock)
    name = next(iter(unit.files.all()))
    unit.files.path(name).unlink()
    assert look_closer(unit).missing == (name,)


def test_the_reserve_gives_room_when_the_disk_is_full(unit: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reserve, "RESERVE", 4 * reserve.PIECE)
    monkeypatch.setattr(reserve, "PLENTY", 1)
    assert reserve.lay_in(unit.folder)
    assert (unit.folder / reserve.FILE_NAME).stat().st_size == 4 * reserve.PIECE
    monkeypatch.setattr(reserve, "free_bytes", lambda _folder: 100_000_000)
    with pytest.raises(Refused) as refused:
        reserve.need_room(unit.folder, 1_000_000)
    assert refused.value.problems[0].code is ProblemCode.RESERVE_LOW

    from inspector_app.domain.change import Op

    with pytest.raises(Refused), unit.operation(Op.NOTE_EVENT):
        raise Refused([Problem(code=ProblemCode.DISK_FULL, fields={"path": "x"})])
    assert not reserve.is_laid(unit.folder)
    assert reserve.is_used(unit.folder)
    reserve.need_room(unit.folder, 1_000_000)  # now less is asked, so that what is open can be finished
    assert reserve.lay_in(unit.folder)
    assert not reserve.is_used(unit.folder)


def test_no_reserve_where_there_is_little_room(unit: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reserve, "free_bytes", lambda _folder: reserve.PLENTY - 1)
    assert not reserve.lay_in(unit.folder)
    assert not reserve.is_laid(unit.folder)


def test_a_damaged_file_is_set_aside_and_put_back_from_the_stick(unit: Workspace, clock: Clock, tmp_path: Path) -> None:
    a_paper(unit, clock)
    (tmp_path / "stick").mkdir()
    backups.make_backup(unit, choose_medium(unit, tmp_path / "stick"))
    first, second = sorted(unit.files.all())[:2]
    path = unit.files.path(first)
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[10] ^= 1
    path.write_bytes(data)
    unit.files.path(second).unlink()
    assert set(mending.bad_files(unit)) == {first, second}
    done = mending.mend_files(unit, mending.bad_files(unit), places(unit))
    assert set(done.put_back) == {first, second}
    assert done.lost == ()
    assert [p.read_bytes() for p in done.set_aside] == [bytes(data)], "the damaged one is kept"
    assert mending.bad_files(unit) == ()
    assert len(events(unit, (EventKind.FILE_QUARANTINED,))) == 1


@pytest.mark.spoils
def test_without_a_backup_the_loss_is_named(unit: Workspace, clock: Clock) -> None:
    a_paper(unit, clock)
    name = next(iter(unit.files.all()))
    os.unlink(unit.files.path(name))  # noqa: PTH108
    done = mending.mend_files(unit, mending.bad_files(unit), places(unit))
    assert (done.lost, done.put_back, done.set_aside) == ((name,), (), ())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 1 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_stick_leaves_no_half_backup(
    unit: Workspace, clock: Clock, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_paper(unit, clock)
    place = choose_medium(unit, small_disk)
    with pytest.raises(Refused) as refused:
        backups.make_backup(unit, place)
    assert refused.value.problems[0].code is ProblemCode.RESERVE_LOW, "told before anything is written"
    monkeypatch.setattr(backups, "need_room", lambda *_given, **_named: None)
    with pytest.raises(Refused) as refused:
        backups.make_backup(unit, place)
    assert refused.value.problems[0].code is ProblemCode.DISK_FULL
    assert place.store.all() == ()
    assert not list(place.folder.glob("*.part*")), "and nothing fills the stick"
    assert backups.make_backup(unit).backup.is_good, "the data folder has room"


def test_issuing_asks_for_room_before_a_number_is_taken(
    unit: Workspace, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = a_paper(unit, clock)
    monkeypatch.setattr(reserve, "free_bytes", lambda _folder: reserve.LEAST - 1)
    with pytest.raises(Refused) as refused:
        a_paper(unit, clock, 2)
    assert [p.code for p in refused.value.problems] == [ProblemCode.RESERVE_LOW]
    monkeypatch.undo()
    inspection = inspections_of(unit)[-1]
    assert an_order(unit, inspection).serial == first.serial + 1, "no number was lost"


def inspections_of(ws: Workspace) -> list[str]:
    with ws.reader() as db:
        return [str(row[0]) for row in db.conn.execute("SELECT id FROM inspections ORDER BY started_at")]
