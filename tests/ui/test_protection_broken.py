# SPDX-License-Identifier: MulanPSL-2.0
"""The way in when something is broken: key slots, the database, a second window, a medium that can only be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLockFile
from PySide6.QtWidgets import QApplication, QPushButton

from inspector_app.domain.account import AccountRole
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.operations.backups import make_backup
from inspector_app.storage import key_slots
from inspector_app.ui.widgets.login_page import LoginPage
from inspector_app.wording import sentence, tr
from inspector_app.workspace.protection import unlock_folder
from tests.helpers.makers import an_enterprise
from tests.helpers.ordinary_user import as_ordinary_user, let_others_in
from tests.helpers.pages_protection import (
    NAMES,
    OTHER,
    OWN,
    Guarded,
    Program,
)

pytestmark = pytest.mark.usefixtures("quick")


def test_damaged_key_slots_are_said_and_retried(qapp: QApplication, guarded: Guarded) -> None:
    whole = {name: (guarded.folder / name).read_bytes() for name in key_slots.FILE_NAMES}
    for name in key_slots.FILE_NAMES:
        (guarded.folder / name).write_bytes(b"{")
    program = Program(qapp, guarded.folder)
    assert program.window.stack.currentWidget() is program.window.opening
    with pytest.raises(Refused) as refused:
        key_slots.read_ring(guarded.folder)
    assert sentence(refused.value.problems[0]) in program.window.opening.detail.text()
    for name, content in whole.items():
        (guarded.folder / name).write_bytes(content)
    program.window.retry_wanted.emit()
    program.settle()
    program.log_in(guarded.people[AccountRole.CHIEF], OWN)
    assert program.ws.actor == NAMES[AccountRole.CHIEF]
    program.close()


def buttons_of(program: Program) -> dict[str, QPushButton]:
    return {b.text(): b for b in program.window.opening.findChildren(QPushButton) if b.isVisible()}


@pytest.mark.parametrize("is_gone", [False, True])
def test_damaged_key_slots_come_back_from_a_backup(qapp: QApplication, guarded: Guarded, is_gone: bool) -> None:
    ws = guarded.open()
    make_backup(ws)
    an_enterprise(ws)
    ws.close()
    for name in key_slots.FILE_NAMES:
        (guarded.folder / name).unlink() if is_gone else (guarded.folder / name).write_bytes(b"{")
    program = Program(qapp, guarded.folder)
    offered = buttons_of(program)
    assert tr("Emergency export …") in offered
    offered[tr("Put a backup back …")].click()
    program.settle()
    page = program.window.safety.page
    assert page is not None
    assert page.band.isVisible(), "it says what happened and what to do"
    assert not page.slots_button.isVisible()
    page.who.edit.setText(NAMES[AccountRole.CHIEF])
    page.secret.edit.setText(OWN)
    page.look()
    program.settle()
    assert page.slots_button.isVisible(), page.band.words.text()
    page.slots_button.click()
    program.settle()
    assert NAMES[AccountRole.OFFICER] in program.window.band.words.text()
    program.log_in(guarded.people[AccountRole.CHIEF], OWN)
    with program.ws.reader() as db:
        assert db["enterprises"].count == 1, "what was done after the backup is there"
    program.close()


def test_what_is_offered_follows_what_is_wrong_now(qapp: QApplication, guarded: Guarded) -> None:
    whole = {name: (guarded.folder / name).read_bytes() for name in key_slots.FILE_NAMES}
    for name in key_slots.FILE_NAMES:
        (guarded.folder / name).write_bytes(b"{")
    program = Program(qapp, guarded.folder)
    assert tr("Put a backup back …") in buttons_of(program)
    for name, content in whole.items():
        (guarded.folder / name).write_bytes(content)
    busy = (Problem(code=ProblemCode.WORKSPACE_BUSY, fields={"path": "x"}),)
    program.session._not_opened(busy)
    program.settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert tr("Put a backup back …") not in buttons_of(program), "another window is no damage"
    program.close()


def test_the_emergency_export_asks_for_a_hidden_password(qapp: QApplication, guarded: Guarded, tmp_path: Path) -> None:
    ws = guarded.open()
    make_backup(ws)
    ws.close()
    for name in key_slots.FILE_NAMES:
        (guarded.folder / name).write_bytes(b"{")
    program = Program(qapp, guarded.folder)
    program.window.safety.ask = program.ask
    program.ask.where = tmp_path / "out"
    program.ask.secrets = [(guarded.people[AccountRole.CHIEF].id, OWN)]
    program.window.safety.rescue()
    program.settle()
    assert {name for _, name in program.ask.people} == set(NAMES.values())
    assert program.ask.shown == []
    (made,) = (tmp_path / "out").iterdir()
    assert next(made.rglob("accounts.csv")).is_file()
    program.ask.secrets = []
    program.window.safety.rescue()
    program.settle()
    assert list((tmp_path / "out").iterdir()) == [made], "no answer, no export"
    program.close()


def test_one_damaged_copy_of_the_slots_is_enough_to_come_in(qapp: QApplication, guarded: Guarded) -> None:
    (guarded.folder / key_slots.FILE_NAMES[0]).write_bytes(b"{")
    program = Program(qapp, guarded.folder)
    program.log_in(guarded.people[AccountRole.CHIEF], OWN)
    assert program.ws.actor == NAMES[AccountRole.CHIEF]
    program.close()


def test_a_second_window_is_refused_before_any_password(qapp: QApplication, guarded: Guarded) -> None:
    lock = QLockFile(str(guarded.folder / "window.lock"))
    assert lock.tryLock(0)
    program = Program(qapp, guarded.folder)
    said = sentence(Problem(code=ProblemCode.WORKSPACE_BUSY, fields={"path": str(guarded.folder)}))
    assert said in program.window.opening.detail.text()
    lock.unlock()
    program.window.retry_wanted.emit()
    program.settle()
    assert isinstance(program.window.entrance.page, LoginPage)
    program.close()


def test_a_damaged_database_is_said_after_the_password(qapp: QApplication, guarded: Guarded) -> None:
    path = guarded.folder / "inspector.db"
    content = bytearray(path.read_bytes())
    content[200:400] = bytes(200)
    path.write_bytes(content)
    program = Program(qapp, guarded.folder)
    program.log_in(guarded.people[AccountRole.CHIEF], OWN)
    assert program.window.ws is None
    assert program.window.stack.currentWidget() is program.window.opening
    assert program.window.opening.detail.text()
    program.close()


def test_a_medium_that_can_only_be_read_says_wrong_and_right(guarded: Guarded) -> None:
    let_others_in(guarded.folder)
    name = NAMES[AccountRole.OFFICER]
    with pytest.raises(Refused):
        unlock_folder(guarded.folder, name, "falsch falsch")
    for path in (*guarded.folder.rglob("*"), guarded.folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    imports = (
        "from pathlib import Path\nfrom inspector_app.domain.problems import Refused\n"
        "from inspector_app.ui.models.entrance_state import enter, unlock\n"
        "import inspector_app.operations.logins, inspector_app.workspace, inspector_app.workspace.protection"
    )
    body = (
        "folder = Path(sys.argv[1])\n"
        "try: unlock(folder, sys.argv[2], 'falsch falsch')\n"
        "except Refused as refused: print(*(p.code.value for p in refused.problems))\n"
        "ws = enter(folder, unlock(folder, sys.argv[2], sys.argv[3]))\n"
        "print(ws.actor, ws.read_only.code.value)\nws.close()\n"
    )
    said = as_ordinary_user(imports, body, str(guarded.folder), name, OTHER)
    for path in (guarded.folder, *guarded.folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert said == ["password_wrong", name, "folder_not_writable"]
