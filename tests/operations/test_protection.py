# SPDX-License-Identifier: MulanPSL-2.0
"""Protection on, off, new keys: everything is there afterwards, and after a kill at any step on the way."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.domain.account import AccountRole
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.ledgers import enterprises as ledger
from inspector_app.operations import documents, inspections, photos, protection
from inspector_app.operations.documents import DocumentKind
from inspector_app.storage import facts, key_slots
from inspector_app.storage.driver import connect, is_open_file
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from inspector_app.workspace.protection import is_protected, recover_folder, unlock_folder
from tests.helpers.accounts import FIRST, OTHER, PASSWORD, codes_of, protected, quick_slots
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, a_unit, an_enterprise, an_inspection
from tests.helpers.pictures import photo

SECRET_NAME = "清河县鸿运化工有限公司"
KILLED = 137
ENDED = "the act came to its end"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_slots(monkeypatch)


def filled(folder: Path, clock: Clock) -> Workspace:
    """Make data with an enterprise, a visit, photos, and an issued paper."""
    ws = create_workspace(folder, clock=clock)
    a_unit(ws)
    inspection = an_inspection(ws, an_enterprise(ws, name=SECRET_NAME))
    a_finding(ws, inspection)
    for n in range(3):
        photos.add_photos(ws, inspection.id, [photos.PhotoSource(name=f"照片{n}.jpg", data=photo(quality=70 + n))])
    clock.move(hours=2)
    inspections.finish_inspection(ws, inspection.id)
    documents.issue_document(ws, inspection.id, DocumentKind.INSPECTION_RECORD)
    return ws


@dataclass(frozen=True)
class Content:
    """What must be there, however the data lie."""

    findings: tuple[str, ...]
    enterprises: tuple[str, ...]
    files: tuple[str, ...]
    papers: tuple[bytes, ...]


def content(ws: Workspace) -> Content:
    with ws.reader() as db:
        words = tuple(str(r[0]) for r in db.conn.execute("SELECT description FROM findings ORDER BY id"))
        hashes = [str(r[0]) for r in db.conn.execute("SELECT sha256 FROM photos UNION SELECT sha256 FROM documents")]
        papers = [str(r[0]) for r in db.conn.execute("SELECT id FROM documents ORDER BY id")]
        assert facts.wrong(db.conn) == ()
    assert all(ws.files.is_intact(sha256) for sha256 in hashes)
    return Content(
        findings=words, enterprises=found(ws, "鸿运"), files=tuple(sorted(ws.files.all())),
        papers=tuple(documents.document_pdf(ws, paper) for paper in papers),
    )  # fmt: skip


def found(ws: Workspace, text: str) -> tuple[str, ...]:
    """Search by the full-text index, as the window does."""
    return tuple(row.enterprise.name for row in ledger.find_enterprises(ws, text))


def plain_bytes(folder: Path) -> list[str]:
    """Files of the data folder in which the name of the enterprise can be read, and open pictures and papers."""
    marks = (SECRET_NAME.encode(), SECRET_NAME.encode("utf-16-le"), b"%PDF-1.")
    told = []
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        if data.startswith(b"\xff\xd8\xff") or any(mark in data for mark in marks):
            told.append(str(path.relative_to(folder)))
    return told


def test_on_new_key_and_off_keep_everything(tmp_path: Path, clock: Clock) -> None:
    ws = filled(tmp_path / "data", clock)
    before, digest = content(ws), ws.digest()
    assert before.enterprises == (SECRET_NAME,)
    assert plain_bytes(ws.folder)
    made = protected(ws)
    assert content(ws) == before
    ws.close()
    assert plain_bytes(ws.folder) == [], "nothing can be read without a key"
    ws = open_workspace(ws.folder, login=unlock_folder(ws.folder, FIRST[0], PASSWORD), clock=clock)
    protection.rekey(ws)
    assert content(ws) == before
    assert ws.check().is_well
    old = ws.login
    ws.close()
    assert plain_bytes(ws.folder) == []
    ws = open_workspace(ws.folder, login=recover_folder(ws.folder, made.recovery), clock=clock)
    assert old is not None
    assert ws.login is not None
    assert len(ws.login.unlocked.keys) == 1, "the older key is forgotten"
    ws.close()
    ws = open_workspace(ws.folder, login=unlock_folder(ws.folder, FIRST[0], PASSWORD), clock=clock)
    protection.unprotect(ws, PASSWORD)
    assert content(ws) == before
    assert not is_protected(ws.folder)
    ws.close()
    ws = open_workspace(ws.folder, clock=clock)
    assert content(ws) == before
    assert ws.check().is_well
    with ws.reader() as db:
        rows = db.conn.execute("SELECT count(*) FROM security_events").fetchone()[0]
    assert rows
    assert ws.digest() != digest, "the security journal is part of what is handed on"
    ws.close()


def test_what_may_not_be_is_refused_and_changes_nothing(tmp_path: Path, clock: Clock) -> None:
    ws = filled(tmp_path / "data", clock)
    before = content(ws)
    assert codes_of(lambda: protection.protect(ws, FIRST[0], "1234567")) == [P.PASSWORD_WEAK]
    assert codes_of(lambda: protection.protect(ws, " ", PASSWORD)) == [P.VALUE_MISSING]
    assert codes_of(lambda: protection.protect(ws, FIRST[0], PASSWORD, role=AccountRole.OFFICER)) == [P.ACCOUNT_LAST]
    for act in (lambda: protection.rekey(ws), lambda: protection.unprotect(ws, PASSWORD)):
        assert codes_of(act) == [P.NOT_PROTECTED]
    assert not is_protected(ws.folder)
    protected(ws)
    assert codes_of(lambda: protected(ws)) == [P.PROTECTED_ALREADY]
    assert codes_of(lambda: protection.unprotect(ws, OTHER)) == [P.PASSWORD_WRONG]
    assert is_protected(ws.folder)
    assert content(ws) == before
    ws.close()


def test_another_program_that_reads_the_data_stops_it_unharmed(tmp_path: Path, clock: Clock) -> None:
    ws = filled(tmp_path / "data", clock)
    before = content(ws)
    other = connect(ws.folder / "inspector.db", read_only=True)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM findings").fetchone()
    assert codes_of(lambda: protected(ws)) == [P.WORKSPACE_BUSY]
    assert content(ws) == before
    assert not is_protected(ws.folder)
    other.close()
    protected(ws)
    assert content(ws) == before
    ws.close()


def test_a_new_recovery_key_makes_the_older_paper_worthless(tmp_path: Path, clock: Clock) -> None:
    ws = filled(tmp_path / "data", clock)
    older = protected(ws).recovery
    newer = protection.new_recovery(ws)
    ws.close()
    assert codes_of(lambda: recover_folder(ws.folder, older)) == [P.RECOVERY_WRONG]
    assert recover_folder(ws.folder, newer).is_recovery


def test_backups_follow_the_key(tmp_path: Path, clock: Clock) -> None:
    ws = filled(tmp_path / "data", clock)
    backup = ws.folder / "backups" / "old.db"
    backup.parent.mkdir(exist_ok=True)
    ws.close()
    shutil.copy(ws.folder / "inspector.db", backup)
    strange = backup.with_name("strange.db")
    strange.write_bytes(os.urandom(8_192))
    ws = open_workspace(ws.folder, clock=clock)
    kept = strange.read_bytes()
    for act in (lambda: protected(ws), lambda: protection.rekey(ws)):
        act()
        assert ws.login is not None
        conn = connect(backup, key=ws.login.unlocked.key.database, read_only=True)
        assert conn.execute("SELECT count(*) FROM findings").fetchone()[0] == 1
        conn.close()
        assert strange.read_bytes() == kept
    protection.unprotect(ws, PASSWORD)
    assert is_open_file(backup)
    ws.close()


# Kills ----------------------------------------------------------------------------------------------------


class Killer:
    """Ends the process without ado before its n-th call that may change the disk."""

    EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "sqlite3.connect", "os.rmdir"})

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        if event not in self.EVENTS or (event == "open" and not _writes(args)):
            return
        self.left -= 1
        if self.left == 0:
            os._exit(KILLED)


def _writes(args: tuple[object, ...]) -> bool:
    mode, flags = args[1], args[2]
    if isinstance(mode, str):
        return any(c in mode for c in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def killed_at(n: int, act: Callable[[], None]) -> bool:
    """Run an act in a child that is killed before its n-th change; gives whether it got that far."""
    child = os.fork()
    if child == 0:
        try:
            sys.addaudithook(Killer(n))
            act()
            os._exit(0)
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), code
    return code == KILLED


def entered(folder: Path, clock: Clock) -> Workspace:
    login = unlock_folder(folder, FIRST[0], PASSWORD) if is_protected(folder) else None
    return open_workspace(folder, login=login, clock=clock)


def _on(folder: Path, clock: Clock) -> None:
    protected(entered(folder, clock))


def _off(folder: Path, clock: Clock) -> None:
    protection.unprotect(entered(folder, clock), PASSWORD)


def _rekey(folder: Path, clock: Clock) -> None:
    protection.rekey(entered(folder, clock))


STRIDE = 3  # `make faults` kills at every call


def steps(start: Path, work: Path, clock: Clock, act: Callable[[Path, Clock], None]) -> Iterator[int]:
    """Give every third kill point after the data were killed there, on a fresh copy."""
    n = 1
    while True:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(start, work)
        if not killed_at(n, lambda: act(work, clock)):
            return
        yield n
        n += STRIDE


@pytest.mark.parametrize("act", [_on, _rekey, _off], ids=["on", "rekey", "off"])
def test_a_kill_on_the_way_loses_nothing_and_is_gone_on_with(
    tmp_path: Path, clock: Clock, act: Callable[[Path, Clock], None]
) -> None:
    ws = filled(tmp_path / "start", clock)
    (ws.folder / "backups").mkdir(exist_ok=True)
    before = content(ws)
    ws.close()
    shutil.copy(ws.folder / "inspector.db", ws.folder / "backups" / "old.db")
    if act is not _on:
        _on(ws.folder, clock)
    count, ends = 0, set()
    for n in steps(ws.folder, tmp_path / "work", clock, act):
        after = entered(tmp_path / "work", clock)
        assert content(after) == before, n
        assert after.check().is_well, n
        ends.add(after.login is not None)
        key = after.login.unlocked.keys if after.login is not None else None
        after.close()
        again = entered(tmp_path / "work", clock)  # what was left to do is done now
        assert content(again) == before, n
        if again.login is None:
            assert is_open_file(tmp_path / "work" / "backups" / "old.db"), n
        else:
            ring = key_slots.read_ring(tmp_path / "work")
            assert ring is not None
            assert ring.state is key_slots.RingState.SEALED, n
            assert key is not None
            conn = connect(tmp_path / "work" / "backups" / "old.db", key=key[0].database, read_only=True)
            assert conn.execute("SELECT count(*) FROM findings").fetchone()[0] == 1, n
            conn.close()
            assert not [p for p in plain_bytes(tmp_path / "work") if not p.startswith("files/aside")], n
        again.close()
        count += 1
    whole = entered(tmp_path / "work", clock)  # the last one was not killed
    ends.add(whole.login is not None)
    whole.close()
    assert count > 7, count
    assert ends == ({True} if act is _rekey else {True, False})
