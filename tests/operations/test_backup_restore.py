# SPDX-License-Identifier: MulanPSL-2.0
"""Backups put back: on a new laptop, over present data, twice, cut off at any step; no number is given twice."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.domain.account import EventKind
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.handoff import leases
from inspector_app.handoff.standing import standing
from inspector_app.operations import backups, numbers, restore_notes
from inspector_app.operations.backup_keys import Keys, fitting_keys, slots_folder
from inspector_app.operations.backup_places import choose_medium, medium_place, stores_in
from inspector_app.operations.protection import change_password, protect, rekey
from inspector_app.operations.restoring import Restored, preview_restore, restore_backup
from inspector_app.operations.security_journal import events
from inspector_app.storage.backups import Place
from inspector_app.storage.driver import connect
from inspector_app.workspace import Workspace, open_workspace
from inspector_app.workspace import restoring as changes
from inspector_app.workspace.protection import recover_folder, unlock_folder
from tests.helpers.backups import a_paper
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise
from tests.helpers.unit import a_laptop, an_office, exchange

PASSWORD = "青山-7-绿水-longer"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def busy(unit: Workspace, clock: Clock, stick: Path) -> Workspace:
    """A unit with two papers, and a second medium that holds a backup of it."""
    a_paper(unit, clock)
    backups.make_backup(unit, choose_medium(unit, stick))
    return unit


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problems[0].code.value


def newest(folder: Path) -> tuple[Place, str]:
    (store,) = stores_in(folder)
    return store, store.all()[0].id


def put_back(stick: Path, target: Path, *, replace: bool = False, clock: Clock | None = None) -> Restored:
    (store,) = stores_in(stick)
    return restore_backup(store, store.all()[0], target, Keys(), replace=replace, clock=clock or Clock())


def test_a_new_laptop_goes_on_from_the_stick(busy: Workspace, stick: Path, tmp_path: Path, clock: Clock) -> None:
    digest, files, device = busy.digest(), set(busy.files.all()), busy.device
    done = put_back(stick, tmp_path / "new" / "laptop")
    assert done.aside is None
    again = open_workspace(tmp_path / "new" / "laptop", clock=clock)
    try:
        assert again.check().is_well
        assert set(again.files.all()) == files
        assert again.device == device
        assert again.incarnation == done.incarnation != busy.incarnation, "a new incarnation: no number is given twice"
        assert [e.subject for e in events(again, (EventKind.RESTORED,))] == [done.backup.id]
        assert digest, "a note of the restore is the only difference"
        assert standing(again).copied == "restored", "and people are told to look at their papers"
        an_enterprise(again, 9)
        assert again.check().is_well
    finally:
        again.close()
    once_more = open_workspace(tmp_path / "new" / "laptop", clock=clock)
    assert once_more.incarnation == done.incarnation, "opening it again begins nothing new"
    once_more.close()


def test_present_data_are_set_aside_never_deleted(busy: Workspace, stick: Path, clock: Clock) -> None:
    clock.move(hours=2)
    later = a_paper(busy, clock, 2)
    folder = busy.folder
    busy.close()
    before = (folder / "inspector.db").read_bytes()
    with pytest.raises(Refused) as refused:
        put_back(stick, folder)
    assert code_of(refused) == ProblemCode.RESTORE_TARGET
    assert (folder / "inspector.db").read_bytes() == before
    done = put_back(stick, folder, replace=True, clock=clock)
    assert done.aside is not None
    assert (done.aside / "inspector.db").read_bytes() == before
    assert done.preview.present.lost_papers[-1] == later.number
    assert done.preview.present.lost_acts > 3
    assert done.numbers_blocked > 0
    again = open_workspace(folder, clock=clock)
    try:
        assert again.check().is_well
        clock.move(hours=1)
        newer = a_paper(again, clock, 3)
        assert newer.number != later.number, "its paper is in the enterprise's hands"
        assert newer.serial > later.serial
        assert [g for g in numbers.gaps(again, later.year) if g.serial == later.serial and g.word == later.word]
    finally:
        again.close()


def test_falling_back_twice_onto_one_backup_gives_no_number_twice(
    busy: Workspace, stick: Path, clock: Clock, tmp_path: Path
) -> None:
    clock.move(hours=2)
    first = a_paper(busy, clock, 2)
    folder = busy.folder
    busy.close()
    put_back(stick, folder, replace=True, clock=clock)
    shutil.rmtree(folder)  # now the laptop is lost, and with it everything that lay in the folder
    again = put_back(stick, tmp_path / "other", clock=clock)
    assert ProblemCode.RESTORED_TWICE in [p.code for p in again.preview.warnings]
    assert again.numbers_blocked > 0, "the stick was told"
    ws = open_workspace(tmp_path / "other", clock=clock)
    clock.move(hours=1)
    assert a_paper(ws, clock, 4).serial > first.serial
    ws.close()


def test_the_preview_changes_nothing(busy: Workspace, stick: Path, clock: Clock) -> None:
    an_enterprise(busy, 30)
    (store,) = stores_in(stick)
    tree = sorted(p for p in (*stick.rglob("*"), *busy.folder.rglob("*")))
    seen = preview_restore(store, store.all()[0], busy.folder, Keys())
    assert (seen.present.lost_acts, seen.present.is_same, seen.comes_back) == (1, True, False)
    assert seen.organ == "清河县应急管理局"
    assert sorted(p for p in (*stick.rglob("*"), *busy.folder.rglob("*"))) == tree
    assert clock.now


def test_data_of_another_laptop_are_not_replaced(busy: Workspace, stick: Path, tmp_path: Path, clock: Clock) -> None:
    from inspector_app.workspace import create_workspace

    other = create_workspace(tmp_path / "other", clock=clock)
    an_enterprise(other)
    other.close()
    with pytest.raises(Refused) as refused:
        put_back(stick, tmp_path / "other", replace=True)
    assert code_of(refused) == ProblemCode.BACKUP_OTHER


def test_a_damaged_backup_is_not_put_back(busy: Workspace, stick: Path, tmp_path: Path) -> None:
    store, backup_id = newest(stick)
    path = store.database(backup_id)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        put_back(stick, tmp_path / "new")
    assert code_of(refused) == ProblemCode.BACKUP_DAMAGED
    assert not (tmp_path / "new" / "inspector.db").exists()


@pytest.mark.parametrize("with_paper", [False, True])
def test_protected_data_come_back_with_password_or_recovery_key(
    busy: Workspace, stick: Path, tmp_path: Path, clock: Clock, with_paper: bool
) -> None:
    recovery = protect(busy, "王建国", PASSWORD).recovery
    clock.move(days=1)
    backups.make_backup(busy, medium_place(busy))
    (store,) = stores_in(stick)
    backup = store.all()[0]
    slots = slots_folder(store, backup)
    assert slots is not None
    login = recover_folder(slots, recovery) if with_paper else unlock_folder(slots, "", PASSWORD)
    with pytest.raises(Refused) as refused:
        restore_backup(store, backup, tmp_path / "new", Keys())
    assert code_of(refused) == ProblemCode.BACKUP_DAMAGED
    restore_backup(store, backup, tmp_path / "new", Keys(login=login))
    ws = open_workspace(tmp_path / "new", login=unlock_folder(tmp_path / "new", "", PASSWORD), clock=clock)
    assert ws.check().is_well
    assert ws.files.keys
    ws.close()
    shutil.rmtree(slots)


def test_after_a_new_data_key_the_local_backups_open_with_both_slots(busy: Workspace, clock: Clock) -> None:
    protect(busy, "王建国", PASSWORD)
    clock.move(days=1)
    made = backups.make_backup(busy)
    rekey(busy)
    change_password(busy, PASSWORD, PASSWORD + "2")
    folder, store = busy.folder, made.place.store
    busy.close()
    login = unlock_folder(folder, "", PASSWORD + "2")
    old = slots_folder(store, made.backup)
    assert old is not None
    own, present = Keys(login=unlock_folder(old, "", PASSWORD)), Keys(login=login, is_of_backup=False)
    assert fitting_keys(store, made.backup, [own]) == own, "its slots follow the new key"
    keys = fitting_keys(store, made.backup, [present, own])
    assert keys == present
    restore_backup(store, store.all()[0], folder, keys, replace=True)
    ws = open_workspace(folder, login=unlock_folder(folder, "", PASSWORD + "2"), clock=clock)
    assert ws.check().is_well
    ws.close()


class _Killed(BaseException):
    """Stands for the end of the process."""


def _killing(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """End the restore before its n-th renaming or removal, as a kill there would."""
    left = after

    def cut(real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise _Killed
            return real(*given, **named)

        return call

    for name in ("replace", "rename", "unlink"):
        monkeypatch.setattr(Path, name, cut(getattr(Path, name)))


def test_a_restore_that_is_cut_off_leaves_the_old_data_or_the_new(
    busy: Workspace, stick: Path, clock: Clock, tmp_path: Path
) -> None:
    an_enterprise(busy, 40)
    folder, before = busy.folder, busy.digest()
    busy.close()
    shutil.copytree(folder, tmp_path / "kept")
    states = set()
    for after in range(200):
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "kept", folder)
        with pytest.MonkeyPatch.context() as patch:
            _killing(patch, after)
            try:
                done = put_back(stick, folder, replace=True, clock=clock)
            except _Killed:
                done = None
        ws = open_workspace(folder, clock=clock)
        try:
            assert ws.check().is_well, after
            states.add(ws.digest() == before)
            with ws.reader() as db:
                count = db.conn.execute("SELECT count(*) FROM enterprises").fetchone()[0]
            assert count in (1, 2), after
        finally:
            ws.close()
        assert not (folder / changes.ORDER).exists()
        if done is not None:
            break
    assert done is not None, "the last of them ran to its end"
    assert states == {True, False}, "some were before the point of no return, some after"
    assert after > 10


@pytest.mark.parametrize("order", [b"", b"{", b"[1]", b"[" * 100_000, b'{"aside": "../../x", "names": 7, "ready": []}'])
def test_a_damaged_order_of_a_restore_is_what_it_must_have_been(
    busy: Workspace, stick: Path, clock: Clock, order: bytes
) -> None:
    an_enterprise(busy, 40)
    folder = busy.folder
    busy.close()
    with pytest.MonkeyPatch.context() as patch:
        # the power goes when the order is written and nothing is moved yet
        patch.setattr("inspector_app.operations.restoring.finish_restore", _nothing_then_killed())
        with pytest.raises(_Killed):
            put_back(stick, folder, replace=True, clock=clock)
    (folder / changes.ORDER).write_bytes(order)
    ws = open_workspace(folder, clock=clock)
    assert ws.check().is_well
    with ws.reader() as db:
        assert db.conn.execute("SELECT count(*) FROM enterprises").fetchone()[0] == 1, "the backup's"
    ws.close()
    (aside,) = (folder / changes.SET_ASIDE).iterdir()
    assert (aside / "inspector.db").is_file(), "the older data are set aside"
    assert not (folder / changes.ORDER).exists()


def _nothing_then_killed() -> Callable[[Path], None]:
    calls = iter((False, True))

    def finish(_folder: Path) -> None:
        if next(calls):
            raise _Killed

    return finish


def test_an_order_of_which_nothing_lies_ready_moves_nothing(busy: Workspace, clock: Clock) -> None:
    folder, before = busy.folder, busy.digest()
    busy.close()
    names = ["inspector.db", "inspector.db-wal", "identity.json", "keyslots.json", "../x", 7]
    (folder / changes.ORDER).write_text(json.dumps({"aside": "x", "names": names, "ready": []}))
    ws = open_workspace(folder, clock=clock)
    assert ws.digest() == before
    ws.close()


def test_a_backup_with_a_view_that_never_ends_is_refused_unread(busy: Workspace, stick: Path, tmp_path: Path) -> None:
    (store,) = stores_in(stick)
    backup = store.all()[0]
    conn = connect(store.database(backup.id))
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute("DROP TABLE membership")
    loop = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT '' || x AS name, '' AS value FROM n"
    conn.execute(f"CREATE VIEW membership AS {loop}")
    conn.close()
    with pytest.raises(Refused) as refused:
        put_back(stick, tmp_path / "new")
    assert code_of(refused) == ProblemCode.BACKUP_DAMAGED
    assert not (tmp_path / "new" / "inspector.db").exists()


@pytest.mark.usefixtures("busy")
def test_numbers_that_no_unit_gives_out_are_not_believed(stick: Path) -> None:
    (store,) = stores_in(stick)
    backup = store.all()[0]
    noted = {"backup": backup.id, "at": "2026-11-21T10:00:00+08:00", "incarnation": "a", "device": backup.device}
    for given in ([["应急责改", 2026, 10**12]], [["应急责改", 2026, -5]], [["x", "y", "z"]], 7, [["x", 1e999, 1]]):
        (store.folder / "restored.json").write_text(json.dumps({"restored": [{**noted, "given": given}]}))
        assert restore_notes.notes_of(store, backup) == (), given
    (store.folder / "restored.json").unlink()
    os.mkfifo(store.folder / "restored.json")
    assert restore_notes.notes_of(store, backup) == (), "a pipe is not waited for"


def test_a_laptop_of_an_office_has_no_numbers_after_a_restore_and_its_data_come_back(
    tmp_path: Path, clock: Clock, stick: Path
) -> None:
    office = an_office(tmp_path / "office", clock)
    laptop = a_laptop(tmp_path / "laptop", office, "二号", clock)
    leases.lease(office, laptop.device, "all", 20)
    exchange(laptop, office)
    backups.make_backup(laptop, choose_medium(laptop, stick))
    folder = laptop.folder
    an_enterprise(laptop, 5)
    exchange(laptop, office)
    digest = laptop.digest()
    laptop.close()
    done = put_back(stick, folder, replace=True, clock=clock)
    assert done.preview.comes_back
    assert done.numbers_blocked == 0, "its leases end with its incarnation"
    again = open_workspace(folder, clock=clock)
    try:
        with pytest.raises(Refused) as refused:
            a_paper(again, clock, 6)
        assert ProblemCode.LEASE_MISSING in [p.code for p in refused.value.problems]
        exchange(office, again)
        with again.reader() as db:
            found = db.conn.execute("SELECT count(*) FROM enterprises").fetchone()[0]
        assert found == 2, "the one that was handed over, and the one of just now"
        assert digest
        assert again.check().is_well
    finally:
        again.close()
        office.close()


def test_an_office_that_falls_back_twice_gives_no_numbers_out_again(tmp_path: Path, clock: Clock, stick: Path) -> None:
    office = an_office(tmp_path / "office", clock)
    laptop = a_laptop(tmp_path / "laptop", office, "二号", clock)
    backups.make_backup(office, choose_medium(office, stick))
    (given, *_) = leases.lease(office, laptop.device, DocumentKind.RECTIFICATION_ORDER, 30).value
    folder = office.folder
    office.close()
    laptop.close()
    first = put_back(stick, folder, replace=True, clock=clock)
    assert first.numbers_blocked >= 30
    shutil.rmtree(folder)
    second = put_back(stick, folder, clock=clock)
    assert second.numbers_blocked >= 30, "the stick was told at the first time"
    again = open_workspace(folder, clock=clock)
    try:
        leases.resume(again)
        (newer, *_) = leases.lease(again, laptop.device, DocumentKind.RECTIFICATION_ORDER, 5).value
        assert newer.first > given.last
    finally:
        again.close()
