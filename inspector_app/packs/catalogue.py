# SPDX-License-Identifier: MulanPSL-2.0
"""The packs of some folders: which there are, which may be used, what is wrong with the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from weakref import WeakValueDictionary

from inspector_app.domain.checklist import ChecklistItem, ChecklistPack, Law
from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.packs.draft import (
    CLAUSES_FILE,
    COMMON,
    DATA_FILE,
    ITEMS_FILE,
    LAWS_FILE,
    PACK_FILE,
    PackHead,
)
from inspector_app.packs.files import parse_toml, read_text, unreadable
from inspector_app.packs.kept import KeptPack, LawText, read_kept
from inspector_app.packs.law_clauses import read_clause_file, read_clauses
from inspector_app.packs.laws import LawLibrary, join_libraries, read_law_files, read_laws
from inspector_app.packs.pictures import picture_bytes, with_pictures
from inspector_app.packs.reader import PackReading, PackText, read_head, read_pack
from inspector_app.packs.rules import version_key


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """One pack: of a folder, or kept by the unit. A faulty one is listed, `pack` is none, and it is not offered."""

    id: str
    title: str
    version: str
    pack: ChecklistPack | None
    problems: tuple[Problem, ...]
    folder: Path | None = None
    kept_id: str = ""  # the row of a pack that was imported

    @property
    def name(self) -> str:
        """How its files are called in messages."""
        return self.folder.name if self.folder is not None else f"{self.id}@{self.version}"


class _Folder:
    """One pack folder; the head is read when the pack is looked for, the items only when they are needed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reading: PackReading | None = None

    @cached_property
    def text(self) -> tuple[PackText, tuple[Problem, ...]]:
        """Both files as texts, with what was wrong in reading them."""
        name = self.path.name
        head, head_problems = read_text(self.path / PACK_FILE, f"{name}/{PACK_FILE}")
        items, items_problems = read_text(self.path / ITEMS_FILE, f"{name}/{ITEMS_FILE}")
        data, data_problems = "", tuple[Problem, ...]()
        if os.path.lexists(self.path / DATA_FILE):
            data, data_problems = read_text(self.path / DATA_FILE, f"{name}/{DATA_FILE}")
        text = PackText(
            name=name, head=None if head_problems else head, items=None if items_problems else items, data=data
        )
        return text, (*head_problems, *items_problems, *data_problems)

    @cached_property
    def head(self) -> PackHead:
        """The head, or an empty one where it cannot be read; the folder's name stands in for the id."""
        head = read_head(self.text[0]).head or PackHead()
        return head if head.id else replace(head, id=self.path.name)

    def again(self) -> _Folder:
        """Give the same files, to be read with another library."""
        other = _Folder(self.path)
        other.__dict__["text"] = self.text
        return other

    def read(self, library: LawLibrary, common: frozenset[str] | None) -> PackReading:
        """Read it whole, once: library and common codes do not change while a catalogue lives."""
        if self._reading is None:
            reading = read_pack(self.text[0], library, common)
            if reading.pack is not None:
                pack, problems = with_pictures(reading.pack, self.path)
                reading = replace(reading, pack=pack, problems=(*reading.problems, *problems))
            self._reading = reading
        return self._reading


class Catalogue:
    """The packs and laws of some folders. Reads as little as is asked for and keeps what it has read."""

    def __init__(self, folders: Sequence[Path], kept: Sequence[KeptPack] = (), laws: Sequence[LawText] = ()) -> None:
        self._kept = kept
        self._brought = sorted(laws, key=lambda text: text.rank)
        scans = [_scan(root) for root in folders]
        self._paths = [path for paths, _ in scans for path in paths]
        self._folders = [_Folder(path) for path in self._paths if _holds(path, PACK_FILE, ITEMS_FILE)]
        self._scan_problems = tuple(problem for _, problems in scans for problem in problems)

    @cached_property
    def entries(self) -> tuple[CatalogueEntry, ...]:
        """Every pack folder in the order found, faulty ones included."""
        return tuple(_with_reused_versions([*(self._entry(folder) for folder in self._folders), *self._kept_entries]))

    @cached_property
    def _kept_entries(self) -> tuple[CatalogueEntry, ...]:
        return tuple(self._kept_entry(kept) for kept in self._kept)

    def _kept_entry(self, kept: KeptPack) -> CatalogueEntry:
        pack, problems = read_kept(kept, self._library)
        return CatalogueEntry(
            id=kept.pack_id, title=kept.title, version=kept.version, pack=pack, problems=problems, kept_id=kept.id
        )

    @property
    def laws(self) -> Mapping[str, Law]:
        """The law library of all folders by key."""
        return self._library.laws

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the folders themselves and with the law library."""
        return (*self._scan_problems, *self._library.problems, *self._library.clause_problems)

    def pack(self, pack_id: str) -> ChecklistPack | None:
        """Give the newest valid pack of that id; at equal versions the one of the earlier folder."""
        return next(iter(self.versions(pack_id)), None)

    def versions(self, pack_id: str) -> Sequence[ChecklistPack]:
        """Give every valid version of a pack, the newest first."""
        found = [self._entry(folder).pack for folder in self._folders if folder.head.id == pack_id]
        found += [entry.pack for entry in self._kept_entries if entry.id == pack_id]
        packs = [pack for pack in found if pack is not None]
        return sorted(packs, key=lambda pack: version_key(pack.version), reverse=True)

    @cached_property
    def _folder_library(self) -> LawLibrary:
        return _library_of(self._paths)

    @cached_property
    def _library(self) -> LawLibrary:
        brought = [text.library() for text in self._brought]
        return join_libraries([self._folder_library, *brought]) if brought else self._folder_library

    @property
    def library(self) -> LawLibrary:
        """The law library with its own faults, for reading packs that are not kept yet."""
        return self._library

    def picture(self, sha256: str) -> bytes | None:
        """Give a guidance picture of a pack in one of the folders, or none."""
        return picture_bytes([(e.pack, e.folder) for e in self.entries if e.pack and e.folder], sha256)

    def with_update(self, update: LawText) -> Catalogue:
        """Give the catalogue as it would be with one more law update; this one stays as it is."""
        return self.with_more(self._kept, (*self._brought, update))

    def with_more(self, kept: Sequence[KeptPack], laws: Sequence[LawText]) -> Catalogue:
        """Give the same folders with other kept packs and law updates; their files are not read again.

        Without updates the packs of the folders are the same, and shared; with them only their items are read anew.
        """
        made = Catalogue((), kept, laws)
        made._paths, made._scan_problems = self._paths, self._scan_problems
        made._folders = [folder.again() for folder in self._folders] if laws or self._brought else self._folders
        made.__dict__["_folder_library"] = self._folder_library
        return made

    @property
    def common_codes(self) -> frozenset[str] | None:
        """All codes of the common packs, which others may supersede."""
        return self._common

    @cached_property
    def _common(self) -> frozenset[str] | None:
        """All codes of the common packs, or none where there is no readable common pack."""
        commons = [folder for folder in self._folders if folder.head.id == COMMON]
        codes = [folder.read(self._library, None).codes for folder in commons]
        return frozenset().union(*codes) or None

    def _entry(self, folder: _Folder) -> CatalogueEntry:
        head = folder.head
        reading = folder.read(self._library, None if head.id == COMMON else self._common)
        return CatalogueEntry(
            id=head.id,
            title=head.title or folder.path.name,
            version=head.version,
            folder=folder.path,
            pack=reading.pack,
            problems=(*folder.text[1], *reading.problems),
        )


def load_catalogue(folders: Sequence[Path], kept: Sequence[KeptPack] = (), laws: Sequence[LawText] = ()) -> Catalogue:
    """Look into folders of pack folders: the program's own first, then those that people keep.

    `kept` are packs that the unit imported, `laws` law updates that it applied.
    """
    return Catalogue(folders, kept, laws)


def program_catalogue(folder: Path) -> Catalogue:
    """Give the packs that ship with the program and nothing else, read once for all who hold them at a time.

    These files do not change while the program runs; reading all of them takes some 0.2 s.
    """
    made = _of_the_program.get(folder) or Catalogue([folder])
    return _of_the_program.setdefault(folder, made)


_of_the_program: WeakValueDictionary[Path, Catalogue] = WeakValueDictionary()  # kept alive by who uses it


def combined_items(packs: Sequence[ChecklistPack]) -> tuple[ChecklistItem, ...]:
    """Give the items of several packs as one checklist: industry packs as given, then what is common.

    Superseded common items are dropped; a code that stands in two packs is taken from the first.
    """
    dropped = superseded_codes(packs)
    found: dict[str, ChecklistItem] = {}
    for pack in sorted(packs, key=lambda pack: pack.id == COMMON):
        for item in pack.items:
            if pack.id != COMMON or item.code not in dropped:
                found.setdefault(item.code, item)
    return tuple(found.values())


def superseded_codes(packs: Sequence[ChecklistPack]) -> Mapping[str, str]:
    """Give each common item that is dropped with the (first) item that replaces it."""
    common = {item.code for pack in packs if pack.id == COMMON for item in pack.items}
    dropped: dict[str, str] = {}
    for pack in packs:
        for code, superseded in pack.supersedes.items():
            for common_code in superseded:
                if common_code in common:
                    dropped.setdefault(common_code, code)
    return dropped


def read_folder(path: Path, library: LawLibrary, common: frozenset[str] | None) -> PackReading:
    """Read the pack of one folder, wherever it lies, with the laws and common codes of a catalogue."""
    folder = _Folder(path)
    reading = folder.read(library, None if folder.head.id == COMMON else common)
    return replace(reading, problems=(*folder.text[1], *reading.problems))


def check_pack(path: Path, laws_folder: Path | None) -> tuple[Problem, ...]:
    """Check one pack (its folder or a file of it), or every pack in a folder, and give every fault.

    Laws are looked up in `laws_folder`, else beside the pack: in its own folder and in `../common`.
    """
    try:
        return _check(path.absolute(), laws_folder)
    except (OSError, ValueError) as error:
        return (unreadable(path, path.name, error),)


def _check(path: Path, laws_folder: Path | None) -> tuple[Problem, ...]:
    if path.is_dir():
        folders = [path] if _holds(path, PACK_FILE, ITEMS_FILE, LAWS_FILE, CLAUSES_FILE) else _scan(path)[0]
    elif path.name in {PACK_FILE, ITEMS_FILE} and path.parent.is_dir():
        folders = [path.parent]
    else:
        return _check_other_file(path)
    if not folders:
        return read_text(path / PACK_FILE, f"{path.name}/{PACK_FILE}")[1]
    return _each_once(problem for folder in folders for problem in _check_folder(folder, laws_folder))


def _check_folder(path: Path, laws_folder: Path | None) -> Iterator[Problem]:
    home = path.parent / COMMON if laws_folder is None else _laws_home(laws_folder)
    library = _library_of(dict.fromkeys([home, path]), needed=home)
    if _holds(path, PACK_FILE, ITEMS_FILE):
        folder = _Folder(path)
        codes = None if home == path else _Folder(home).read(library, None).codes
        reading = folder.read(library, codes or None)
        yield from folder.text[1]
        yield from reading.problems
    yield from library.problems
    yield from library.clause_problems


def _check_other_file(path: Path) -> tuple[Problem, ...]:
    """Check a file that is no part of a pack by its name; a law library is checked as one."""
    text, problems = read_text(path, path.name)
    if problems:
        return problems
    if path.name == LAWS_FILE:
        return read_laws(text, path.name).problems
    if path.name == CLAUSES_FILE:
        return read_clauses(text, path.name).problems
    syntax = parse_toml(text, path.name)[1]
    fields = {"field": "name", "expected": f"{PACK_FILE}, {ITEMS_FILE}", "found": path.name}
    return syntax or (Problem(code=ProblemCode.PACK_FIELD_WRONG, where=path.name, fields=fields),)


def _scan(root: Path) -> tuple[Sequence[Path], tuple[Problem, ...]]:
    """Give the folders with packs or laws in a folder, by name; a folder that does not exist has none."""
    try:
        paths = sorted(root.iterdir())
        return [path for path in paths if _holds(path, PACK_FILE, ITEMS_FILE, LAWS_FILE, CLAUSES_FILE)], ()
    except FileNotFoundError:
        return (), ()
    except (OSError, ValueError) as error:
        return (), (unreadable(root, root.name, error),)


def _holds(path: Path, *names: str) -> bool:
    """Whether a folder holds one of these; a folder that may not be entered holds none."""
    return any(os.path.lexists(path / name) for name in names)


def _laws_home(folder: Path) -> Path:
    """Give the folder of the law library: the one named, or `common` in it."""
    return folder if _holds(folder, LAWS_FILE) else folder / COMMON


def _library_of(folders: Iterable[Path], needed: Path | None = None) -> LawLibrary:
    """Join the law libraries of some folders; only one that is needed may not be missing."""
    every = tuple(folders)
    wanted = [folder for folder in every if _holds(folder, LAWS_FILE)]
    if not wanted and needed is not None:
        wanted = [needed]
    laws = read_law_files([(folder / LAWS_FILE, f"{folder.name}/{LAWS_FILE}") for folder in wanted])
    clauses = (f for f in every if _holds(f, CLAUSES_FILE))
    return replace(laws, sources=tuple(read_clause_file(f / CLAUSES_FILE, f"{f.name}/{CLAUSES_FILE}") for f in clauses))


def _with_reused_versions(entries: Iterable[CatalogueEntry]) -> Iterator[CatalogueEntry]:
    """Warn where one id and version names two packs that differ, for papers name the version."""
    known: dict[tuple[str, str], str] = {}
    for entry in entries:
        sha256 = entry.pack.sha256 if entry.pack else ""
        if sha256 and known.setdefault((entry.id, entry.version), sha256) != sha256:
            warning = Problem(
                code=ProblemCode.PACK_VERSION_REUSED,
                where=f"{entry.name}/{PACK_FILE}:version",
                fields={"pack": entry.id, "version": entry.version},
                severity=Severity.WARN,
            )
            yield replace(entry, problems=(*entry.problems, warning))
        else:
            yield entry


def _each_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple({(p.code, p.where, *p.fields.items()): p for p in problems}.values())
