# SPDX-License-Identifier: MulanPSL-2.0
"""What the pack manager does with files: import one, write one, read one only to compare it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain.change import Done
from inspector_app.domain.checklist import ChecklistPack
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.ledgers import packs as ledger
from inspector_app.ledgers.packs import PackLine
from inspector_app.operations import pack_manager
from inspector_app.operations.files import save_file
from inspector_app.ui.jobs import Report
from inspector_app.ui.widgets.pack_compare import Side
from inspector_app.ui.widgets.pack_list import source_words
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.operations.pack_import import ImportedPack


def import_file(ws: Workspace, path: Path) -> Done[ImportedPack]:
    """Import a checklist from a file. Refuses every fault of it at once."""
    from inspector_app.operations.pack_import import import_pack_file  # spreadsheets: not before they are needed

    return import_pack_file(ws, path)


def imported_words(made: ImportedPack) -> str:
    """Say what an import did."""
    facts = {"title": made.title, "version": made.version, "count": made.items}
    if not made.is_new:
        return tr("“{title}” version {version} was there already with the same content; nothing was changed.",
                  title=made.title, version=made.version)  # fmt: skip
    return tr("“{title}” version {version} is imported: {count} items.", **facts)


def export_file(ws: Workspace, line: PackLine, path: Path, report: Report) -> Path:
    """Write a version as a workbook."""
    from inspector_app.operations.pack_import import export_pack

    del report
    save_file(path, export_pack(ws, _pack(ws, line)))
    return path


def file_name(line: PackLine) -> str:
    """Propose a name for the workbook; signs that no file system takes are left out."""
    bare = "".join(c for c in f"{line.title} {line.version}" if c not in '\\/:*?"<>|')
    return f"{bare}.xlsx"


def side_of(ws: Workspace, line: PackLine) -> Side:
    """Give a version as one side of a comparison."""
    words = tr("{version} ({source})", version=line.version, source=source_words(line))
    return Side(words=words, read=partial(_pack, ws, line))


def file_side(ws: Workspace, path: Path) -> Side:
    """Give a file or folder as one side of a comparison; it is read and not kept."""
    return Side(words=path.name, read=partial(_pack_at_path, ws, path))


def _pack_at_path(ws: Workspace, path: Path) -> ChecklistPack:
    if path.is_dir():
        return pack_manager.pack_in_folder(ws, path)
    from inspector_app.operations.pack_import import pack_in_file

    return pack_in_file(ws, path)


def _pack(ws: Workspace, line: PackLine) -> ChecklistPack:
    """Give exactly this version: of two with one number the one with this hash."""
    same = (pack for pack in ws.catalogue.versions(line.id) if pack.sha256 == line.sha256)
    found = next(same, None) or ledger.pack_at(ws, line.id, line.version)
    if found is None:
        fields = {"pack": line.title or line.id}
        refuse([Problem(code=ProblemCode.PACK_FAULTY, where="pack", fields=fields)])
        raise AssertionError
    return found
