# SPDX-License-Identifier: MulanPSL-2.0
"""One inspector's open data folder; `operation()` is the only door for writes."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain.account import Act
from inspector_app.domain.change import Changes, Op, Operation
from inspector_app.domain.checkpoint import Checkpoint, CheckpointCause
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.merging import Chain
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.locations import bundled
from inspector_app.settings import Settings, read_settings, write_settings
from inspector_app.storage import chains, facts, journal, membership, parts_read
from inspector_app.storage.chains import Mark
from inspector_app.storage.database import FILE_NAME, Opened, open_database, open_for_reading
from inspector_app.storage.driver import Database, translated
from inspector_app.storage.file_store import FileStore, faults_of
from inspector_app.storage.identity import Copied, Identity
from inspector_app.storage.rows import CHINA
from inspector_app.storage.state_digest import state_digest
from inspector_app.workspace.checking import Health, examine
from inspector_app.workspace.checkpoints import checkpoint_of, checkpoint_with
from inspector_app.workspace.clock_watch import ClockWatch
from inspector_app.workspace.clocks import Clock, MakeId, random_id
from inspector_app.workspace.fault_watch import FaultWatch
from inspector_app.workspace.login import account_of
from inspector_app.workspace.permission_table import permissions
from inspector_app.workspace.picture_cache import PictureCache
from inspector_app.workspace.protection import Login
from inspector_app.workspace.shelf import PackShelf

if TYPE_CHECKING:
    from inspector_app.documents.fonts import FontSet
    from inspector_app.documents.form import Form
    from inspector_app.photos.worker import PhotoWorker
    from inspector_app.storage.merging import Merger

log = logging.getLogger(__name__)

CATALOGUE_TABLES = ("kept_packs", "law_updates")
LONGEST_READING = 5.0  # seconds that a failed write waits for readings, to open the data anew
MOST_PICTURES = 48  # of some 300 KB: the photos of a large order


class Step:
    """One open operation: the database, the time and new ids; after the block, what changed."""

    def __init__(self, db: Database, now: datetime, new_id: MakeId) -> None:
        self.db = db
        self.now = now
        self.new_id = new_id
        self.done: Changes | None = None

    @property
    def changes(self) -> Changes:
        """What the finished operation changed."""
        assert self.done is not None, "the operation is still open"
        return self.done


class Workspace(PackShelf):
    """Handles of an open folder. Every method may be called from any thread; writes are one at a time."""

    def __init__(
        self, folder: Path, opened: Opened, *, clock: Clock, new_id: MakeId, login: Login | None = None
    ) -> None:
        super().__init__()
        self.folder = folder
        self.login = login  # none: the data are open to whoever has the folder
        self.account = None if login is None else account_of(opened.reader, login, clock().astimezone(CHINA).date())
        self.actor = self.account.name if self.account is not None else ""
        self.files = FileStore(folder / "files", login.unlocked.keys if login is not None else ())
        self.cache = PictureCache(folder, login.unlocked.keys if login is not None else ())
        self.cache.drop_others()
        self.new_id = new_id
        self._clock = clock
        self._opened = opened
        self._writing = threading.RLock()
        self._reading = threading.RLock()
        self._making = threading.Lock()
        self._closed = False
        self._fonts: FontSet | None = None
        self._pictures: dict[tuple[object, ...], bytes] = {}
        self._identity = Identity(folder)
        self._faults = FaultWatch(folder)
        self.was_cut_off = False  # the run before this one did not close the data
        self.settings: Settings = read_settings(self.settings_path)
        self.clock_watch = ClockWatch(self)

    @property
    def settings_path(self) -> Path:
        """Where the options lie."""
        return self.folder / "settings.json"

    @property
    def device(self) -> str:
        """The id of this laptop in this workspace."""
        return self._opened.device

    @property
    def incarnation(self) -> str:
        """Under which incarnation this laptop's operations are counted: a new one after a copy or a restore."""
        return self._opened.incarnation

    @property
    def read_only(self) -> Problem | None:
        """Why nothing may be written, if so."""
        return self._opened.read_only

    @cached_property
    def photo_worker(self) -> PhotoWorker:
        """The child process that decodes pictures; started at the first picture."""
        from inspector_app.photos.worker import PhotoWorker

        return PhotoWorker()

    def may(self, what: Op | Act) -> bool:
        """Whether the person who opened the data may do this; without protection everybody may everything."""
        return self.account is None or permissions().may(self.account.role, what)

    def need(self, what: Op | Act) -> None:
        """Refuse NOT_PERMITTED when the person who opened the data may not do this."""
        if self.account is not None and not self.may(what):
            fields = {"role": self.account.role.value, "act": what.value}
            raise Refused([Problem(code=ProblemCode.NOT_PERMITTED, where=what.value, fields=fields)])

    def now(self) -> datetime:
        """The time, in Chinese civil time."""
        return self._clock().astimezone(CHINA)

    def today(self) -> date:
        """The calendar date in China."""
        return self.now().date()

    @property
    def fonts(self) -> FontSet:
        """The bundled faces that documents are set in; each is loaded when first needed."""
        from inspector_app.documents.fonts import FontSet  # loads reportlab: not before the first document

        with self._making:
            self._fonts = self._fonts or FontSet(bundled("resources") / "fonts")
            return self._fonts

    def form(self, kind: DocumentKind) -> Form:
        """Give the form of a document: this unit's own version in `forms`, else the bundled one."""
        from inspector_app.documents.form_reader import load_form

        own = self.folder / "forms" / f"{kind}.toml"
        return load_form(own.parent if own.is_file() else bundled("forms"), kind, bundled("forms"))

    def picture(self, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """Give a derived picture from memory, or make it; the newest 48 are kept."""
        with self._making:
            made = self._pictures.pop(key, None)
        made = make() if made is None else made
        with self._making:
            self._pictures[key] = made
            while len(self._pictures) > MOST_PICTURES:
                del self._pictures[next(iter(self._pictures))]
        return made

    @contextlib.contextmanager
    def operation(self, op: Op, *, undoes: str = "") -> Iterator[Step]:
        """Run one act: all of it is kept, with its journal row, or none of it.

        Raises Refused for what the block refuses and for the world's faults (full disk, read-only folder,
        another program writing). Afterwards `step.changes` says what was touched.
        """
        if self.read_only is not None:
            raise Refused([self.read_only])
        self.need(op)
        started = time.perf_counter()
        now = self.now()
        self.clock_watch.look(now)
        at, offset = journal.stamp(now)
        draft = Operation(
            id=self.new_id(), device=self.device, incarnation=self._opened.incarnation, seq=0, prev_hash="", hash="",
            name=op, actor=self.actor, at=at, utc_offset=offset, undoes=undoes,
        )  # fmt: skip
        db = self._opened.writer
        with self._writing, self._watched():
            if db.conn.in_transaction:
                raise RuntimeError("an operation is already open")
            step = Step(db, now, self.new_id)
            try:
                journal.begin(db.conn, draft.id)
                yield step
                kept, step.done = journal.finish(db.conn, draft, partial(checkpoint_with, db, now))
            except BaseException:
                journal.abandon(db.conn)
                raise
            if kept.seq:
                self._identity.count(kept.seq, kept.incarnation)
        if any(table in step.changes.touched for table in CATALOGUE_TABLES):
            self.forget_catalogue()
        log.info("%s %s %.1f ms", op, draft.id, (time.perf_counter() - started) * 1000)

    @contextlib.contextmanager
    def books(self) -> Iterator[Database]:
        """Write this laptop's own books (membership, bundles, receipts) in one transaction; no journalled table."""
        if self.read_only is not None:
            raise Refused([self.read_only])
        db = self._opened.writer
        with self._writing, self._watched():
            if db.conn.in_transaction:
                raise RuntimeError("an operation is already open")
            try:
                db.conn.execute("BEGIN IMMEDIATE")
                yield db
                db.conn.execute("COMMIT")
            except BaseException:
                journal.abandon(db.conn)
                raise

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """Turn the world's faults of a write into Problems; after one of the disk the data are opened anew."""
        try:
            with translated(self.folder / FILE_NAME):
                yield
        except Refused as refusal:
            if self._reading.acquire(timeout=LONGEST_READING):  # whoever reads now ends soon, or is this thread
                try:
                    self._opened = self._faults.failed(
                        refusal.problems, self._opened, self._open_again, self._open_to_read
                    )
                finally:
                    self._reading.release()
            raise
        self._faults.succeeded()

    def only_read(self, reason: Problem) -> None:
        """Write nothing any more in this run: the data are damaged, and every write could make it worse."""
        self._opened = dataclasses.replace(self._opened, read_only=self.read_only or reason)

    def keep_checkpoint(self, cause: CheckpointCause) -> Checkpoint | None:
        """Sign the journal's head as it stands; None before the first operation, and in data that is only read."""
        if self.read_only is not None:
            return None
        with self.books() as db:
            mark = chains.own_mark(db.conn, self.device, self.incarnation)
            return checkpoint_of(db, mark, cause, self.now()) if mark.seq else None

    @contextlib.contextmanager
    def merging(self, bundle: str) -> Iterator[Merger]:
        """Take in other laptops' operations in one transaction, with what the block notes in this laptop's books.

        Files that the operations name and that are not here are noted as wanted. Raises Refused as `Merger` does;
        then nothing of the block is kept.
        """
        from inspector_app.storage.merging import Merger  # with the rules of every column: not at every start

        at, _ = journal.stamp(self.now())
        with self.books() as db, journal.unjournalled(db.conn):
            merger = Merger(db, bundle=bundle, at=at, new_id=self.new_id)
            yield merger
            merger.take_waiting()
            facts.settle(db.conn)
            wanted = [f for f in merger.files if not self.files.exists(f.sha256)]
            db.conn.executemany(
                "INSERT INTO wanted_files VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
                [(f.sha256, f.kind, f.bytes, f.table, f.row_id, f.device, at) for f in wanted],
            )
        if merger.new_incarnation:
            with self.books() as db:
                self._note_copied(db, Copied.SET_BACK, at)
            self._opened = dataclasses.replace(self._opened, incarnation=merger.new_incarnation)
        if any(table in merger.touched for table in CATALOGUE_TABLES):
            self.forget_catalogue()

    def begin_incarnation(self, reason: Copied) -> None:
        """Go on under a new incarnation: others know of acts of this laptop that it does not know itself."""
        at, _ = journal.stamp(self.now())
        made = self.new_id()
        with self.books() as db:
            chains.begin_incarnation(db.conn, made)
            self._note_copied(db, reason, at)
        self._opened = dataclasses.replace(self._opened, incarnation=made)

    def _note_copied(self, db: Database, reason: Copied, at: str) -> None:
        self._identity.write(db.conn)
        membership.put_values(db, {"copied": f"{reason.value} {at}"})

    def marks(self) -> dict[Chain, Mark]:
        """How far every laptop's chain is known here, this laptop's own included."""
        with self.reader() as db:
            return chains.marks(db.conn)

    def digest(self) -> str:
        """One number for all handed-off state, conflicts included: equal digests mean equal data."""
        with self.reader() as db:
            return state_digest(db)

    @contextlib.contextmanager
    def reader(self) -> Iterator[Database]:
        """Give the reading connection; it cannot write."""
        with self._reading, translated(self.folder / FILE_NAME):
            yield self._opened.reader

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Database]:
        """Give a connection of its own that sees one moment and cannot write: for long readings beside other work."""
        assert self._opened.connect_reader is not None, "every way of opening gives one"
        with translated(self.folder / FILE_NAME):
            db = self._opened.connect_reader()
            try:
                db.conn.execute("BEGIN")
                yield db
            finally:
                db.conn.close()

    def next_undo(self) -> Operation | None:
        """The newest operation of this laptop that was not taken back."""
        with self.reader() as db:
            return journal.next_undo(db, self.device, self._opened.incarnation)

    def merged_after(self, operation: Operation) -> bool:
        """Whether another laptop's changes came in after an own operation: then taking it back could undo theirs."""
        with self.reader() as db:
            return parts_read.applied_after(db, operation.seq)

    def invert(self, step: Step, operation_id: str) -> None:
        """Take back an operation's changes inside an open operation."""
        journal.invert(step.db, operation_id)

    def session_value(self, key: str) -> str:
        """Where the inspector was: kept beside the journal, for coming back after a crash."""
        with self.reader() as db:
            row = db.conn.execute("SELECT value FROM session WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def put_session_value(self, key: str, value: str) -> None:
        """Remember where the inspector is."""
        if self.read_only is not None:
            return
        with self._writing, translated(self.folder / FILE_NAME):
            self._opened.writer.conn.execute(
                "INSERT INTO session VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
            )

    def change_settings(self, settings: Settings) -> None:
        """Keep other options."""
        with faults_of(self.settings_path):
            write_settings(self.settings_path, settings)
        self.settings = settings

    def check(self, progress: Callable[[int, int], None] | None = None) -> Health:
        """Check the database, the chain, the tables against the journal, and every file named by a row."""
        return examine(self.reader(), self.files, progress)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Close the database for a change of the whole file; it is opened again afterwards, with `login` as it is then.

        Refuses WORKSPACE_BUSY where this laptop's other readings do not end.
        """
        with self._writing, self._reading:
            self._opened.close()
            try:
                yield
            finally:
                self._reopen()

    def _open_again(self) -> Opened:
        key = self.login.unlocked.key.database if self.login is not None else None
        made_at, _ = journal.stamp(self._clock())
        return open_database(self.folder, key=key, make_id=random_id, made_at=made_at)

    def _open_to_read(self, reason: Problem) -> Opened:
        key = self.login.unlocked.key.database if self.login is not None else None
        return open_for_reading(self.folder, key=key, reason=reason)

    def _reopen(self) -> None:
        login = self.login
        self._opened = self._open_again()
        self.files = FileStore(self.folder / "files", login.unlocked.keys if login is not None else ())
        self.cache = PictureCache(self.folder, login.unlocked.keys if login is not None else ())
        self.cache.drop_others()
        self.account = None if login is None else account_of(self._opened.reader, login, self.today())

    def close(self) -> None:
        """Close the connections and the picture process; twice is the same as once."""
        with self._writing, self._reading:
            if not self._closed:
                self._opened.close()
            self._closed = True
        if "photo_worker" in self.__dict__:
            self.photo_worker.close()
