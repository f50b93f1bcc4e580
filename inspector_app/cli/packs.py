# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about checklist packs: listing them, checking one as its author does, workbooks out and in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inspector_app.cli.files import prepare_file
from inspector_app.cli.frame import Command, Group, opened
from inspector_app.cli.kinds import PATH
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, refusal, table, warned
from inspector_app.domain.problems import Problem, ProblemCode, blocking, refuse
from inspector_app.locations import bundled
from inspector_app.wording import tr

if TYPE_CHECKING:
    from inspector_app.operations.pack_import import ImportedPack

_FILES = (".xlsx", ".xlsm", ".xls", ".csv", ".md", ".json")


@click.command("check-pack", cls=Command, help=about("check-pack"))
@click.argument("path", type=PATH, metavar="PATH")
@click.option("--laws", type=PATH, default=None, metavar="DIR", help=tr("the folder of the law library"))
def check_pack(path: Path, laws: Path | None) -> Result:
    """Check a pack, a workbook or a form; refused with all its faults."""
    from inspector_app.operations.pack_import import check_pack_file, check_pack_folder

    if path.suffix.lower() in _FILES and not path.is_dir():
        problems = check_pack_file(path, laws or bundled("checklists"))
    else:
        problems = check_pack_folder(path, laws or _library_for(path))
    if blocking(problems):
        return refusal(problems)
    data = {"problems": [], "warnings": [as_object(p) for p in problems]}
    return Result(data=data, lines=[tr("The checklist has no faults.")], notes=warned(problems))


def _library_for(path: Path) -> Path | None:
    """Give the bundled law library for a pack that has none beside it."""
    folder = path if path.is_dir() else path.parent
    nearby = (folder, folder / "common", folder.parent / "common", folder.parent.parent / "common")
    has_own = any((place / "laws.toml").exists() for place in nearby)
    return None if has_own else bundled("checklists")


@click.group("packs", cls=Group, help=about("packs"))
def packs() -> None:
    """Commands about packs."""


@packs.command("list", help=tr("list the checklists, faulty ones too"))
def _list() -> Result:
    """List every version of every pack with where it comes from, whether it is used, its items and its faults."""
    from inspector_app.cli.pack_manager import source_word
    from inspector_app.ledgers import packs as ledger

    with opened() as ws:
        lines = ledger.lines(ws)
    head = (
        tr("Identifier"),
        tr("Version"),
        tr("Where it comes from"),
        tr("Used by this unit"),
        tr("Items"),
        tr("Faults"),
    )
    rows = [(*head, tr("Title of the checklist"))]
    listed = []
    for line in lines:
        faults = blocking(line.problems)
        used = tr("yes") if line.is_enabled else tr("no")
        rows.append((line.id, line.version, source_word(line), used, str(line.items), str(len(faults)), line.title))
        shown = flat(line, without=("problems",))
        listed.append({**shown, "problems": [as_object(p) for p in line.problems]})
    return Result(data={"packs": listed}, lines=table(rows))


@packs.command("export", help=tr("write a checklist as a workbook that can be changed and imported again"))
@click.argument("pack", metavar="PACK")
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("the file for the workbook (XLSX)"))
@click.option("--version", default=None, metavar="V", help=tr("the version; the newest if not given"))
@click.option("--overwrite", is_flag=True, help=tr("write over a file that is there already"))
def _export(pack: str, out: Path, version: str | None, overwrite: bool) -> Result:
    """Write one version as an XLSX."""
    from inspector_app.operations.files import save_file
    from inspector_app.operations.pack_import import export_pack

    prepare_file(out)
    if out.exists() and not overwrite:
        refuse([Problem(code=ProblemCode.FILE_EXISTS, where="--out", fields={"path": str(out)})])
    with opened() as ws:
        data = export_pack(ws, pack, version)
    save_file(out, data)
    said = tr("Written: {path}. Raise the version in the sheet “settings” before you import it again.", path=str(out))
    return Result(data={"pack": pack, "path": str(out), "bytes": len(data)}, lines=[said])


@packs.command("import", help=tr("import a checklist: a workbook, an XLSForm, or an audit of SafetyCulture"))
@click.argument("path", type=PATH, metavar="FILE")
@click.option("--dry-run", is_flag=True, help=tr("only say what would happen and what is wrong"))
@click.option("--as-id", default=None, metavar="ID", help=tr("import it under this identifier"))
@click.option("--as-version", default=None, metavar="V", help=tr("import it as this version"))
def _import(path: Path, dry_run: bool, as_id: str | None, as_version: str | None) -> Result:
    """Import one file; refused with all its faults."""
    from inspector_app.operations import pack_import as verbs
    from inspector_app.operations.files import read_small_file

    data = read_small_file(path, verbs.FILE_LIMIT, where=str(path))
    with opened() as ws:
        if dry_run:
            made = verbs.preview_pack(ws, data, path.name, pack_id=as_id, version=as_version)
        else:
            made = verbs.import_pack(ws, data, path.name, pack_id=as_id, version=as_version).value
    shown = flat(made, without=("warnings",), warnings=[as_object(p) for p in made.warnings], kept=not dry_run)
    notes = [*warned(made.warnings), *_left_out(made)]
    return Result(data={"pack": shown}, lines=[_said(made, is_kept=not dry_run)], notes=notes)


def _said(made: ImportedPack, *, is_kept: bool) -> str:
    facts = {"title": made.title, "id": made.pack_id, "version": made.version, "items": made.items}
    if not made.is_new:
        return tr("There already, with the same content: {title} ({id} {version}). Nothing was kept.", **facts)
    if not is_kept:
        return tr("Without faults: {title} ({id} {version}), {items} items. Nothing was kept.", **facts)
    return tr("Imported: {title} ({id} {version}), {items} items.", **facts)


def _left_out(made: ImportedPack) -> list[str]:
    if not made.left_out:
        return []
    head = tr("Kept, but not shown here:")
    return [head, *table((part.where, part.what, part.text[:60]) for part in made.left_out)]
