# SPDX-License-Identifier: MulanPSL-2.0
"""The checklist packs of a workspace: bundled, brought by the office, and frozen for the inspections that began."""

from __future__ import annotations

import contextlib
import threading
from abc import ABC, abstractmethod
from collections.abc import Collection
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain.answering import Picture
from inspector_app.domain.checklist import ChecklistItem, ChecklistPack, PackRef
from inspector_app.locations import bundled
from inspector_app.storage import kept_packs
from inspector_app.storage.driver import Database
from inspector_app.storage.file_store import FileStore

if TYPE_CHECKING:  # reading packs is loaded when the first pack is wanted: the first screen shows none
    from inspector_app.law.book import LawBook
    from inspector_app.logic.live import LiveForm
    from inspector_app.packs.catalogue import Catalogue

MOST_LIVE_FORMS = 16


class PackShelf(ABC):
    """What a workspace knows of packs; the workspace itself is one."""

    folder: Path
    files: FileStore

    def __init__(self) -> None:
        self._packs = threading.RLock()
        self._items: dict[tuple[str, ...], tuple[ChecklistItem, ...]] = {}
        self._live_forms: dict[tuple[str, ...], LiveForm] = {}

    @abstractmethod
    def reader(self) -> contextlib.AbstractContextManager[Database]:
        """Give the reading connection; the workspace has one."""

    @cached_property
    def law(self) -> LawBook:
        """The law as this unit uses it: periods, holidays, documents' relations."""
        from inspector_app.law.book import LawBook

        return LawBook(bundled("forms"), bundled("resources"), self.folder)

    @property
    def catalogue(self) -> Catalogue:
        """The bundled checklist packs and those of this workspace's own `checklists` folder."""
        with self._packs:
            return self._catalogue

    @cached_property
    def _catalogue(self) -> Catalogue:
        from inspector_app.packs.catalogue import load_catalogue, program_catalogue
        from inspector_app.packs.kept import KeptPack, LawText

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
        own = self.folder / "checklists"
        if own.is_dir():
            return load_catalogue([bundled("checklists"), own], kept, laws)
        ours = program_catalogue(bundled("checklists"))
        return ours.with_more(kept, laws) if kept or laws else ours

    def forget_catalogue(self) -> None:
        """Read packs and laws again when they are next asked for."""
        with self._packs:
            self.__dict__.pop("_catalogue", None)

    def keep_pack(self, pack: ChecklistPack) -> PackRef:
        """Keep a pack as it is now with its pictures, for the inspections that begin with it."""
        from inspector_app.packs.frozen import freeze

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
        from inspector_app.packs.catalogue import combined_items

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
        from inspector_app.logic.live import LiveForm

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
        from inspector_app.packs.frozen import thaw

        return thaw(self.files.read(ref.sha256, name=ref.title or ref.id))
