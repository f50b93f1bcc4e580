# SPDX-License-Identifier: MulanPSL-2.0
"""Checklists from files and into files: our own workbooks, XLSForms of others, audits of SafetyCulture."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.answering import LeftOut
from inspector_app.domain.change import Done, Op
from inspector_app.domain.checklist import ChecklistPack
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity, blocking, refuse
from inspector_app.logic.live import logic_faults
from inspector_app.operations.files import read_small_file
from inspector_app.packs.catalogue import Catalogue, CatalogueEntry, load_catalogue
from inspector_app.packs.catalogue import check_pack as check_folder
from inspector_app.packs.draft import ITEMS_FILE, LAWS_FILE
from inspector_app.packs.frozen import freeze, thaw, with_hash
from inspector_app.packs.laws import LawLibrary
from inspector_app.packs.rules import is_pack_id, version_key
from inspector_app.sheets import Book, read_book
from inspector_app.storage import kept_packs
from inspector_app.storage.kept_packs import PackRow
from inspector_app.workspace import Step, Workspace

FILE_LIMIT = 60_000_000
WORKBOOK, XLSFORM, SAFETYCULTURE = "workbook", "xlsform", "safetyculture"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFile:
    """What came of a file: the checklist only without a blocking problem; `source_format` is what it was."""

    name: str
    data: bytes
    source_format: str
    pack: ChecklistPack | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPack:
    """What importing did, or would do. `is_new` is false where exactly this content was there already."""

    pack_id: str
    version: str
    title: str
    sha256: str
    items: int
    source_format: str
    is_new: bool
    row_id: str
    left_out: tuple[LeftOut, ...]
    warnings: tuple[Problem, ...]


# Reading ------------------------------------------------------------------------------------------------------


def read_pack_data(data: bytes, name: str, library: LawLibrary, common: Set[str] | None) -> PackFile:
    """Read a file by its content, with all its faults; nothing is kept and nothing refused."""
    try:
        source_format, pack, problems = _read(data, name, library, common)
        if pack is not None:
            thaw(freeze(pack))  # what cannot be read again must not be kept
    except Refused as refused:
        source_format, pack, problems = "", None, refused.problems
    pack = None if blocking(problems) else pack
    return PackFile(name=name, data=data, source_format=source_format, pack=pack, problems=problems)


def _read(
    data: bytes, name: str, library: LawLibrary, common: Set[str] | None
) -> tuple[str, ChecklistPack | None, tuple[Problem, ...]]:
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        from inspector_app.packs.safetyculture.checklist import read_audit_pack

        audit_pack, audit_problems = read_audit_pack(data, name)
        return SAFETYCULTURE, audit_pack, audit_problems
    from inspector_app.packs.workbook.read import is_own_workbook, read_workbook

    book = read_book(data, name)
    if is_own_workbook(book):
        reading = read_workbook(book, library, common)
        found = tuple(_logic_problems(reading.pack)) if reading.pack else ()
        placed = (reading.places.of_item(p.fields["item"], f"logic.{p.fields['field']}", p) for p in found)
        return WORKBOOK, reading.pack, (*reading.problems, *placed)
    from inspector_app.packs.xlsform import read_xlsform  # pyxform: only for forms of others

    form = read_xlsform(book, name)
    return XLSFORM, form.pack, tuple(_in_file_rows(problem, book) for problem in form.problems)


def _logic_problems(pack: ChecklistPack) -> Iterator[Problem]:
    """Give what is wrong with the expressions; those of a foreign form were told when it came, and stop nothing."""
    severity = Severity.WARN if pack.origin else Severity.BLOCK
    return (replace(problem, severity=severity) for problem in logic_faults(pack.items))


def _in_file_rows(problem: Problem, book: Book) -> Problem:
    """Count rows as the file does: in CSV and Markdown the sheets stand one below another."""
    sheet, rows = problem.fields.get("sheet", ""), problem.fields.get("row", "")
    shift = book.row_number(sheet, 0) - 1
    if not shift or not rows:
        return problem
    shifted = ", ".join(str(int(row) + shift) if row.isdecimal() else row for row in rows.split(", "))
    where = problem.where.replace(f":{rows}", f":{shifted}", 1)
    return replace(problem, where=where, fields={**problem.fields, "row": shifted})


def pack_in_file(ws: Workspace, path: Path) -> ChecklistPack:
    """Read a file only to look at it or to compare it. Refuses every fault of it at once."""
    data = read_small_file(path, FILE_LIMIT, where=str(path))
    found = read_pack_data(data, path.name, ws.catalogue.library, ws.catalogue.common_codes)
    refuse(found.problems)
    assert found.pack is not None, "a file without a checklist has a problem"
    return found.pack


def check_pack_file(path: Path, laws: Path) -> tuple[Problem, ...]:
    """Check a file as its author does, with the law library of a folder; every fault and warning is given."""
    try:
        data = read_small_file(path, FILE_LIMIT, where=path.name)
    except Refused as refused:
        return refused.problems
    catalogue = load_catalogue([laws.parent if (laws / LAWS_FILE).is_file() else laws])
    return read_pack_data(data, path.name, catalogue.library, catalogue.common_codes).problems


def check_pack_folder(path: Path, laws: Path | None) -> tuple[Problem, ...]:
    """Check a pack's folder, or every pack in a folder, its expressions too; every fault and warning is given."""
    problems = check_folder(path, laws)
    if blocking(problems):
        return problems
    homes = [path, path.parent, *((laws.parent if (laws / LAWS_FILE).is_file() else laws,) if laws else ())]
    found = [p for entry in load_catalogue(homes).entries for p in _logic_of(entry, path.absolute())]
    return (*problems, *found)


def _logic_of(entry: CatalogueEntry, path: Path) -> Iterator[Problem]:
    """Give what is wrong with the expressions of a pack that lies in a folder or is it."""
    folder = entry.folder.absolute() if entry.folder is not None else None
    if entry.pack is None or folder is None or path not in (folder, folder.parent):
        return
    for problem in _logic_problems(entry.pack):
        field = problem.fields.get("field", "")
        yield replace(problem, where=f"{folder.name}/{ITEMS_FILE}:{problem.fields.get('item', '')}:logic.{field}")


# Importing ----------------------------------------------------------------------------------------------------


def preview_pack(
    ws: Workspace, data: bytes, name: str, *, pack_id: str | None = None, version: str | None = None
) -> ImportedPack:
    """Say what importing would do; nothing is kept. Refuses what `import_pack` refuses."""
    return _imported(ws.catalogue, *_ready(ws, data, name, pack_id, version))


def import_pack(
    ws: Workspace, data: bytes, name: str, *, pack_id: str | None = None, version: str | None = None
) -> Done[ImportedPack]:
    """Keep a checklist out of a file, with the file itself. Another id or version may be given to it.

    Refuses every fault of the file at once, and PACK_EXISTS where the version is there with another content.
    """
    file, pack = _ready(ws, data, name, pack_id, version)
    made = _imported(ws.catalogue, file, pack)
    if made.is_new:
        ws.keep_pack(pack)
        ws.files.keep(data)
    with ws.operation(Op.KEEP_PACK) as step:
        if made.is_new:
            made = replace(made, row_id=keep_pack_in(step, file, pack).id)
    return Done(value=made, changes=step.changes)


def import_pack_file(ws: Workspace, path: Path) -> Done[ImportedPack]:
    """Import a checklist from a file on disk. Refuses what `import_pack` and reading the file refuse."""
    return import_pack(ws, read_small_file(path, FILE_LIMIT, where=str(path)), path.name)


def keep_pack_in(step: Step, file: PackFile, pack: ChecklistPack) -> PackRow:
    """Write the row of a checklist whose frozen bytes and file lie in the file store already."""
    row = PackRow(
        id=step.new_id(), pack_id=pack.id, version=pack.version, sha256=pack.sha256, title=pack.title,
        source_name=texts.cleaned(file.name)[: texts.NAME_LIMIT], source_format=file.source_format,
        source_sha256=sha256(file.data).hexdigest(), kept_at=step.now,
    )  # fmt: skip
    kept_packs.put_pack(step.db, row)
    return row


def _ready(
    ws: Workspace, data: bytes, name: str, pack_id: str | None, version: str | None
) -> tuple[PackFile, ChecklistPack]:
    """Read the file and give it the id and version that were asked for. Refuses all its faults at once."""
    file = read_pack_data(data, name, ws.catalogue.library, ws.catalogue.common_codes)
    problems = [*file.problems, *_wish_problems(pack_id, version)]
    refuse(problems)
    assert file.pack is not None, "a file without a checklist has a problem"
    if pack_id is None and version is None:
        return file, file.pack
    return file, with_hash(replace(file.pack, id=pack_id or file.pack.id, version=version or file.pack.version))


def _wish_problems(pack_id: str | None, version: str | None) -> Iterator[Problem]:
    if pack_id is not None and not is_pack_id(pack_id):
        fields = {"field": "id", "expected": "a-z, 0-9, _", "found": pack_id[:60]}
        yield Problem(code=ProblemCode.PACK_FIELD_WRONG, where="--as-id", fields=fields)
    if version is not None and not version_key(version):
        fields = {"field": "version", "expected": "2026.11.1", "found": version[:60]}
        yield Problem(code=ProblemCode.PACK_FIELD_WRONG, where="--as-version", fields=fields)


def _imported(catalogue: Catalogue, file: PackFile, pack: ChecklistPack) -> ImportedPack:
    """Compare with what is there. Refuses PACK_EXISTS; an older version than what is there is a warning."""
    same = [entry for entry in catalogue.entries if (entry.id, entry.version) == (pack.id, pack.version)]
    is_there = any(entry.pack is not None and entry.pack.sha256 == pack.sha256 for entry in same)
    fields = {"pack": pack.id, "version": pack.version}
    if same and not is_there:
        refuse([Problem(code=ProblemCode.PACK_EXISTS, where="version", fields=fields)])
    warnings = list(file.problems)
    newest = catalogue.pack(pack.id)
    if not is_there and newest is not None and version_key(newest.version) > version_key(pack.version):
        fields |= {"newest": newest.version}
        warnings.append(
            Problem(code=ProblemCode.PACK_NOT_NEWEST, where="version", fields=fields, severity=Severity.WARN)
        )
    return ImportedPack(
        pack_id=pack.id, version=pack.version, title=pack.title, sha256=pack.sha256, items=len(pack.items),
        source_format=file.source_format, is_new=not is_there, row_id="", left_out=pack.left_out,
        warnings=tuple(warnings),
    )  # fmt: skip


# Exporting ----------------------------------------------------------------------------------------------------


def export_pack(ws: Workspace, pack: ChecklistPack | str, version: str | None = None) -> bytes:
    """Give a checklist as a workbook: the pack itself, or the newest of an id, or one version of it.

    Refuses PACK_UNKNOWN, PACK_FAULTY and TEXT_TOO_LONG (a cell would pass what spreadsheets hold).
    """
    from inspector_app.packs.workbook.write import write_workbook

    found = _pack_of(ws, pack, version) if isinstance(pack, str) else pack
    return write_workbook(found, ws.catalogue.library)


def _pack_of(ws: Workspace, pack_id: str, version: str | None) -> ChecklistPack:
    wanted = (pack for pack in ws.catalogue.versions(pack_id) if version in (None, pack.version))
    found = next(wanted, None)
    if found is None:
        named = {(entry.id, entry.version) for entry in ws.catalogue.entries}
        is_faulty = any(name == pack_id and version in (None, number) for name, number in named)
        code = ProblemCode.PACK_FAULTY if is_faulty else ProblemCode.PACK_UNKNOWN
        fields = {"pack": f"{pack_id} {version or ''}".strip()[:80]}
        refuse([Problem(code=code, where="pack", fields=fields)])
        raise AssertionError
    return found
