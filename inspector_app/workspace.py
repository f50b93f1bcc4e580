# SPDX-License-Identifier: MulanPSL-2.0
"""One inspector's open data folder; `operation()` is the only door for writes."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain.answering import Picture
from inspector_app.domain.change import Changes, Op, Operation
from inspector_app.domain.checklist import ChecklistItem, ChecklistPack, PackRef
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.law.book import LawBook
from inspector_app.locations import bundled
from inspector_app.logic.live import LiveForm
from inspector_app.packs.catalogue import Catalogue, combined_items, load_catalogue
from inspector_app.packs.frozen import freeze, thaw
from inspector_app.packs.kept import KeptPack, LawText
from inspector_app.photos.worker import PhotoWorker
from inspector_app.settings import Settings, read_settings, write_settings
from inspector_app.storage import journal, kept_packs
from inspector_app.storage.database import FILE_NAME, Opened, damage, open_database
from inspector_app.storage.driver import Database, translated
from inspector_app.storage.file_store import FileStore, faults_of, make_folder
from inspector_app.storage.rows import CHINA

if TYPE_CHECKING:
    from inspector_app.documents.fonts import FontSet
    from inspector_app.documents.form import Form

log = logging.getLogger(__name__)

NAMED_FILES = " UNION ".join(
    f"SELECT sha256 FROM {table}"
    for table in ("photos", "documents", "inspection_packs", "attachments", "kept_packs", "law_updates", "imports")
)
NAMED_FILES += " UNION SELECT source_sha256 FROM kept_packs WHERE source_sha256 <> ''"
CATALOGUE_TABLES = ("kept_packs", "law_updates")

MOST_LIVE_FORMS = 16
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


class Workspace:
    """Handles of an open folder. Every method may be called from any thread; writes are one at a time."""

    def __init__(self, folder: Path, opened: Opened, *, clock: Clock, new_id: MakeId) -> None:
        self.folder = folder
        self.actor = ""
        self.files = FileStore(folder / "files")
        self.new_id = new_id
        self._clock = clock
        self._opened = opened
        self._writing = threading.RLock()
        self._reading = threading.RLock()
        self._packs = threading.RLock()
        self._making = threading.Lock()
        self._closed = False
        self._fonts: FontSet | None = None
        self._pictures: dict[tuple[object, ...], bytes] = {}
        self._items: dict[tuple[str, ...], tuple[ChecklistItem, ...]] = {}
        self._live_forms: dict[tuple[str, ...], LiveForm] = {}
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
    def read_only(self) -> Problem | None:
        """Why nothing may be written, if so."""
        return self._opened.read_only

    @cached_property
    def photo_worker(self) -> PhotoWorker:
        """The child process that decodes pictures; started at the first picture."""
        return PhotoWorker()

    @property
    def catalogue(self) -> Catalogue:
        """The bundled checklist packs and those of this workspace's own `checklists` folder."""
        with self._packs:
            return self._catalogue

    @cached_property
    def _catalogue(self) -> Catalogue:
        with self.reader() as db:
            rows = kept_packs.list_packs(db)
            updates = kept_packs.list_law_updates(db)
        kept = [
            KeptPack(
                id=r.id,
                pack_id=r.pack_id,
                version=r.version,
                title=r.title,
                read=partial(self.files.read, r.sha256, name=r.title),
            )
            for r in rows
            if not r.removed_reason
        ]
        laws = [
            LawText(
                name=u.title, read=partial(self.files.read, u.sha256, name=u.title), rank=f"{u.issued_on}:{u.sha256}"
            )
            for u in updates
        ]
        return load_catalogue([bundled("checklists"), self.folder / "checklists"], kept, laws)

    def forget_catalogue(self) -> None:
        """Read packs and laws again when they are next asked for."""
        with self._packs:
            self.__dict__.pop("_catalogue", None)

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

    def keep_pack(self, pack: ChecklistPack) -> PackRef:
        """Keep a pack as it is now with its pictures, for the inspections that begin with it."""
        for wanted in {item.picture.sha256 for item in pack.items if item.picture is not None}:
            data = None if self.files.is_intact(wanted) else self.catalogue.picture(wanted)
            if data is not None:
                self.files.keep(data)
        self.files.keep(freeze(pack))
        return pack.ref

    def guidance_picture(self, picture: Picture) -> bytes:
        """Give the bytes of an item's guidance picture. Refuses FILE_MISSING and FILE_CHANGED."""
        if not self.files.is_intact(picture.sha256):
            data = self.catalogue.picture(picture.sha256)
            if data is not None:
                return data
        return self.files.read(picture.sha256, name=picture.name)

    def frozen_items(self, packs: tuple[PackRef, ...], answered: Collection[str] = ()) -> tuple[ChecklistItem, ...]:
        """Give the items of packs as they were when an inspection began; replaced common items left out.

        A replaced item stays when it was `answered` (on paper, say): what was looked at is not hidden.
        Refuses FILE_MISSING and FILE_CHANGED when a pack is neither in the catalogue nor kept unharmed.
        """
        key = tuple(ref.sha256 for ref in packs)
        with self._packs:
            if key not in self._items:
                self._items[key] = combined_items([self._frozen_pack(ref) for ref in packs])
            items = self._items[key]
            hidden = set(answered) - {item.code for item in items}
            if not hidden:
                return items
            every = [item for ref in packs for item in self._frozen_pack(ref).items]
        return (*items, *(item for item in every if item.code in hidden))

    def live_form(self, packs: tuple[PackRef, ...], answered: Collection[str] = ()) -> LiveForm:
        """Give the logic of those items, read once; the newest 16 are kept. Refuses as `frozen_items` does."""
        items, usual = self.frozen_items(packs, answered), self.frozen_items(packs)
        key = (*(ref.sha256 for ref in packs), *(item.code for item in items[len(usual) :]))
        with self._packs:
            form = self._live_forms.pop(key, None) or LiveForm(items)
            self._live_forms[key] = form
            while len(self._live_forms) > MOST_LIVE_FORMS:
                del self._live_forms[next(iter(self._live_forms))]
        return form

    def frozen_packs(self, packs: tuple[PackRef, ...]) -> tuple[ChecklistPack, ...]:
        """Give packs whole, as they were when an inspection began."""
        return tuple(self._frozen_pack(ref) for ref in packs)

    def _frozen_pack(self, ref: PackRef) -> ChecklistPack:
        current = self.catalogue.pack(ref.id)
        if current is not None and current.sha256 == ref.sha256:
            return current
        return thaw(self.files.read(ref.sha256, name=ref.title or ref.id))

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
                _, step.done = journal.finish(db.conn, draft)
            except BaseException:
                journal.abandon(db.conn)
                raise
        if any(table in step.changes.touched for table in CATALOGUE_TABLES):
            self.forget_catalogue()
        log.info("%s %s %.1f ms", op, draft.id, (time.perf_counter() - started) * 1000)

    @contextlib.contextmanager
    def reader(self) -> Iterator[Database]:
        """Give the reading connection; it cannot write."""
        with self._reading, translated(self.folder / FILE_NAME):
            yield self._opened.reader

    def next_undo(self) -> Operation | None:
        """The newest operation of this laptop that was not taken back."""
        with self.reader() as db:
            return journal.next_undo(db, self.device, self._opened.incarnation)

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
            rebuilt, stored = journal.rebuilt(db), journal.stored(db)
            named = [str(row[0]) for row in db.conn.execute(NAMED_FILES)]
            database = damage(db)
        bad: list[str] = []
        for n, name in enumerate(named, start=1):
            if not self.files.is_intact(name):
                bad.append(name)
            if progress is not None:
                progress(n, len(named))
        return Health(
            database, broken.id if broken else "", tuple(t for t in stored if stored[t] != rebuilt[t]), tuple(bad)
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
