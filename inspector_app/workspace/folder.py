# SPDX-License-Identifier: MulanPSL-2.0
"""One inspector's open data folder; `operation()` is the only door for writes."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain.change import Changes, Op, Operation
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.merging import Chain
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.law.book import LawBook
from inspector_app.locations import bundled
from inspector_app.photos.worker import PhotoWorker
from inspector_app.settings import Settings, read_settings, write_settings
from inspector_app.storage import chains, facts, journal, membership, parts_read
from inspector_app.storage.chains import Mark
from inspector_app.storage.database import FILE_NAME, Opened, damage, open_database
from inspector_app.storage.driver import Database, translated
from inspector_app.storage.file_store import FileStore, faults_of, make_folder
from inspector_app.storage.identity import Copied, Identity
from inspector_app.storage.merging import Merger
from inspector_app.storage.rebuilding import differing
from inspector_app.storage.rows import CHINA
from inspector_app.storage.state_digest import state_digest
from inspector_app.storage.tables import FILE_COLUMNS
from inspector_app.workspace.shelf import PackShelf

if TYPE_CHECKING:
    from inspector_app.documents.fonts import FontSet
    from inspector_app.documents.form import Form

log = logging.getLogger(__name__)

NAMED_FILES = " UNION ".join(
    f"SELECT {column} AS sha256 FROM {table} WHERE {column} <> ''" for table, column, _ in FILE_COLUMNS
)
CATALOGUE_TABLES = ("kept_packs", "law_updates")

MOST_PICTURES = 48  # of some 300 KB: the photos of a large order

Clock = Callable[[], datetime]
MakeId = Callable[[], str]


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


@dataclass(frozen=True, slots=True)
class Health:
    """What a check of the whole workspace found; empty fields mean all is well."""

    database: str  # the first damaged page or reference
    journal: str  # id of the first operation whose hash does not fit
    tables: tuple[str, ...]  # tables that differ from the replayed journal
    files: tuple[str, ...]  # hashes of missing or changed files

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.database or self.journal or self.tables or self.files)


class Workspace(PackShelf):
    """Handles of an open folder. Every method may be called from any thread; writes are one at a time."""

    def __init__(self, folder: Path, opened: Opened, *, clock: Clock, new_id: MakeId) -> None:
        super().__init__()
        self.folder = folder
        self.actor = ""
        self.files = FileStore(folder / "files")
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
        self.settings: Settings = read_settings(self.settings_path)
        self.law = LawBook(bundled("forms"), bundled("resources"), folder)

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
        return PhotoWorker()

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
        started = time.perf_counter()
        now = self.now()
        at, offset = journal.stamp(now)
        draft = Operation(
            id=self.new_id(), device=self.device, incarnation=self._opened.incarnation, seq=0, prev_hash="", hash="",
            name=op, actor=self.actor, at=at, utc_offset=offset, undoes=undoes,
        )  # fmt: skip
        db = self._opened.writer
        with self._writing, translated(self.folder / FILE_NAME):
            if db.conn.in_transaction:
                raise RuntimeError("an operation is already open")
            step = Step(db, now, self.new_id)
            try:
                journal.begin(db.conn, draft.id)
                yield step
                kept, step.done = journal.finish(db.conn, draft)
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
        with self._writing, translated(self.folder / FILE_NAME):
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
    def merging(self, bundle: str) -> Iterator[Merger]:
        """Take in other laptops' operations in one transaction, with what the block notes in this laptop's books.

        Files that the operations name and that are not here are noted as wanted. Raises Refused as `Merger` does;
        then nothing of the block is kept.
        """
        at, _ = journal.stamp(self.now())
        with self.books() as db, journal.unjournalled(db.conn):
            merger = Merger(db, bundle=bundle, at=at, new_id=self.new_id)
            yield merger
            merger.take_waiting()
            facts.settle(db.conn)
            wanted = [f for f in merger.files if not self.files.path(f.sha256).is_file()]
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
        with self.reader() as db:
            broken = journal.first_broken(db)
            other = differing(db)
            awaited = {str(row[0]) for row in db.conn.execute("SELECT sha256 FROM wanted_files")}
            named = [str(row[0]) for row in db.conn.execute(NAMED_FILES)]
            database = damage(db)
            wrong_facts = facts.wrong(db.conn)
        bad: list[str] = []
        for n, name in enumerate(named, start=1):
            if not self.files.is_intact(name) and not (name in awaited and not self.files.path(name).exists()):
                bad.append(name)
            if progress is not None:
                progress(n, len(named))
        return Health(
            database,
            broken.id if broken else "",
            (*other, *wrong_facts),
            tuple(bad),
        )

    def close(self) -> None:
        """Close the connections and the picture process; twice is the same as once."""
        with self._writing, self._reading:
            if not self._closed:
                self._opened.close()
            self._closed = True
        if "photo_worker" in self.__dict__:
            self.photo_worker.close()


def system_clock() -> datetime:
    """Give the machine's time; the only place that reads it."""
    return datetime.now(CHINA)


def random_id() -> str:
    """Make an id that no other laptop makes."""
    return uuid.uuid4().hex


def create_workspace(
    folder: Path, *, key: str | None = None, clock: Clock | None = None, new_id: MakeId | None = None
) -> Workspace:
    """Make a workspace in a folder that holds none. Refuses WORKSPACE_EXISTS, FOLDER_NOT_WRITABLE."""
    if (folder / FILE_NAME).exists():
        raise Refused([Problem(code=ProblemCode.WORKSPACE_EXISTS, fields={"path": str(folder)})])
    with faults_of(folder):
        make_folder(folder)
    return _open(folder, key, clock, new_id)


def open_workspace(
    folder: Path, *, key: str | None = None, clock: Clock | None = None, new_id: MakeId | None = None
) -> Workspace:
    """Open the workspace of a folder. Refuses WORKSPACE_MISSING and what `open_database` refuses."""
    if not (folder / FILE_NAME).is_file():
        raise Refused([Problem(code=ProblemCode.WORKSPACE_MISSING, fields={"path": str(folder)})])
    return _open(folder, key, clock, new_id)


def _open(folder: Path, key: str | None, clock: Clock | None, new_id: MakeId | None) -> Workspace:
    clock, new_id = clock or system_clock, new_id or random_id
    with faults_of(folder):
        if os.access(folder, os.W_OK):
            FileStore(folder / "files").prepare()
    made_at, _ = journal.stamp(clock())
    opened = open_database(folder, key=key, make_id=random_id, made_at=made_at)
    return Workspace(folder, opened, clock=clock, new_id=new_id)
