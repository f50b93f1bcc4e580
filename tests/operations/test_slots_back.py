# SPDX-License-Identifier: MulanPSL-2.0
"""Damaged key slots: put back out of a backup without losing anything, and the emergency export without them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.domain.account import AccountRole, EventKind
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.operations import accounts, backups
from inspector_app.operations.backup_keys import Keys, fitting_keys, login_for_rescue, people_for_rescue, unlocked
from inspector_app.operations.backup_places import choose_medium, stores_in
from inspector_app.operations.logins import note_login
from inspector_app.operations.protection import change_password, rekey
from inspector_app.operations.rescue import rescue_export
from inspector_app.operations.security_journal import events
from inspector_app.operations.slots_back import put_slots_back, slots_fit
from inspector_app.storage import key_slots
from inspector_app.storage.backups import Place
from inspector_app.wording.journal_words import SLOTS
from inspector_app.workspace import Workspace, open_workspace
from inspector_app.workspace.protection import recover_folder, unlock_folder
from tests.helpers.accounts import FIRST, OTHER, PASSWORD, SECOND, an_account, codes_of, protected, quick_slots
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise

Spoil = Callable[[Path], None]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_slots(monkeypatch)


def broken(path: Path) -> None:
    path.write_bytes(b'{"format": 1')


def gone(path: Path) -> None:
    path.unlink()


def spoil(folder: Path, how: Spoil = broken) -> None:
    for name in key_slots.FILE_NAMES:
        how(folder / name)


def backup_in(folder: Path, n: int = 0) -> tuple[Place, backups.Backup]:
    (store,) = stores_in(folder)
    return store, store.all()[n]


def keys_by(folder: Path, target: Path, secret: str, who: str = "", n: int = 0) -> Keys:
    store, backup = backup_in(folder, n)
    return fitting_keys(store, backup, unlocked(store, backup, target, secret, who))


@pytest.mark.parametrize("how", [broken, gone])
@pytest.mark.parametrize("by_paper", [False, True])
def test_only_the_slots_come_back_and_nothing_is_lost(
    unit: Workspace, clock: Clock, how: Spoil, by_paper: bool
) -> None:
    paper = protected(unit).recovery
    made = backups.make_backup(unit)
    an_enterprise(unit, 7, name="备份之后登记")
    folder = unit.folder
    unit.close()
    spoil(folder, how)
    assert codes_of(lambda: open_workspace(folder, clock=clock)) == [P.KEY_SLOTS_DAMAGED]
    secret = paper.lower() if by_paper else PASSWORD
    keys = keys_by(folder, folder, secret)
    assert slots_fit(folder, keys)
    done = put_slots_back(made.place.store, made.backup, folder, keys, clock=clock)
    assert done.names == (FIRST[0],)
    if how is broken:
        assert {p.read_bytes() for p in done.aside.iterdir()} == {b'{"format": 1'}, "set aside, not deleted"
    ws = open_workspace(folder, login=unlock_folder(folder, "", PASSWORD), clock=clock)
    last = events(ws)[0]
    assert (last.kind, last.subject, last.detail) == (EventKind.RESTORED, made.backup.id, SLOTS)
    with ws.reader() as db:
        assert db.conn.execute("SELECT count(*) FROM enterprises WHERE name = '备份之后登记'").fetchone() == (1,)
    assert ws.check().is_well
    ws.close()
    assert recover_folder(folder, paper).is_recovery


def test_what_is_not_damaged_is_not_replaced(unit: Workspace, clock: Clock) -> None:
    protected(unit)
    made = backups.make_backup(unit)
    folder = unit.folder
    unit.close()
    broken(folder / key_slots.FILE_NAMES[0])  # the copy is whole
    keys = Keys(login=unlock_folder(folder, "", PASSWORD))
    assert not slots_fit(folder, keys)
    assert codes_of(lambda: put_slots_back(made.place.store, made.backup, folder, keys)) == [P.PROTECTED_ALREADY]


def test_after_a_new_data_key_local_backups_still_open_by_themselves(
    unit: Workspace, clock: Clock, tmp_path: Path
) -> None:
    protected(unit)
    (tmp_path / "stick").mkdir()
    away = backups.make_backup(unit, choose_medium(unit, tmp_path / "stick"))
    made = backups.make_backup(unit)
    rekey(unit)
    folder = unit.folder
    unit.close()
    spoil(folder)
    older = keys_by(tmp_path / "stick", folder, PASSWORD)
    assert not slots_fit(folder, older), "the stick was written under the older key"
    assert codes_of(lambda: put_slots_back(away.place.store, away.backup, folder, older)) == [P.BACKUP_OTHER]
    put_slots_back(made.place.store, made.backup, folder, keys_by(folder, folder, PASSWORD), clock=clock)
    open_workspace(folder, login=unlock_folder(folder, "", PASSWORD), clock=clock).close()


def test_only_who_may_restore_by_the_accounts_of_now(unit: Workspace, clock: Clock) -> None:
    protected(unit)
    officer = an_account(unit, SECOND, AccountRole.OFFICER, OTHER)
    chief = an_account(unit, ("孙局长", "Z9"), AccountRole.CHIEF, OTHER)
    made = backups.make_backup(unit)
    accounts.revoke_account(unit, chief.id, "调离")
    folder = unit.folder
    unit.close()
    spoil(folder)

    def put_back(who: str) -> None:
        keys = keys_by(folder, folder, OTHER, who)
        put_slots_back(made.place.store, made.backup, folder, keys, clock=clock)

    assert codes_of(lambda: put_back(officer.id)) == [P.NOT_PERMITTED]
    assert codes_of(lambda: put_back(chief.id)) == [P.ACCOUNT_INVALID]
    assert (folder / key_slots.FILE_NAMES[0]).read_bytes() == b'{"format": 1'
    put_slots_back(made.place.store, made.backup, folder, keys_by(folder, folder, PASSWORD, FIRST[0]), clock=clock)
    ws = open_workspace(folder, login=unlock_folder(folder, FIRST[0], PASSWORD), clock=clock)
    note_login(ws)
    ws.close()
    assert codes_of(lambda: unlock_folder(folder, chief.id, OTHER)) == [P.ACCOUNT_UNKNOWN], "revoked stays revoked"


@pytest.mark.parametrize("how", [broken, gone])
def test_the_emergency_export_without_slots(unit: Workspace, tmp_path: Path, how: Spoil) -> None:
    protected(unit)
    an_account(unit, SECOND, AccountRole.OFFICER, OTHER)
    an_enterprise(unit, 3)
    (tmp_path / "stick").mkdir()
    backups.make_backup(unit, choose_medium(unit, tmp_path / "stick"))
    change_password(unit, PASSWORD, PASSWORD + "2")
    an_enterprise(unit, 4)
    folder = unit.folder
    unit.close()
    spoil(folder, how)
    roots = [tmp_path / "stick"]
    people = people_for_rescue(folder, roots=roots)
    assert people is not None
    assert [p.name for p in people] == sorted([FIRST[0], SECOND[0]])
    assert codes_of(lambda: login_for_rescue(folder, PASSWORD + "2", FIRST[0], roots=roots)) == [P.PASSWORD_WRONG]
    login = login_for_rescue(folder, PASSWORD, FIRST[0], roots=roots)
    done = rescue_export(folder, tmp_path / "out", login)
    assert not done.is_from_backup
    assert done.tables["enterprises"] == 2


def test_open_data_whose_first_bytes_are_damaged_are_not_called_locked(unit: Workspace, clock: Clock) -> None:
    folder = unit.folder
    unit.close()
    with (folder / "inspector.db").open("rb+") as file:
        file.write(bytes(16))
    assert P.KEY_SLOTS_DAMAGED not in codes_of(lambda: open_workspace(folder, clock=clock))
    assert people_for_rescue(folder) is None
