# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about checklist packs: listing them, and checking one as its author does."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.frame import Command, Group, opened
from inspector_app.cli.kinds import PATH
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, refusal, table, warned
from inspector_app.domain.problems import blocking
from inspector_app.locations import bundled
from inspector_app.packs import catalogue
from inspector_app.wording import tr


@click.command("check-pack", cls=Command, help=about("check-pack"))
@click.argument("path", type=PATH, metavar="PATH")
@click.option("--laws", type=PATH, default=None, metavar="DIR", help=tr("the folder of the law library"))
def check_pack(path: Path, laws: Path | None) -> Result:
    """Check a pack; refused with all its faults."""
    problems = catalogue.check_pack(path, laws or _library_for(path))
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
    """List every pack with its version, its items and its faults."""
    with opened() as ws:
        entries = ws.catalogue.entries
    rows = [(tr("Identifier"), tr("Version"), tr("Items"), tr("Faults"), tr("Title of the checklist"))]
    listed = []
    for entry in entries:
        items = len(entry.pack.items) if entry.pack else 0
        faults = blocking(entry.problems)
        rows.append((entry.id, entry.version, str(items), str(len(faults)), entry.title))
        shown = flat(entry, without=("pack", "problems"))
        listed.append({**shown, "items": items, "problems": [as_object(p) for p in entry.problems]})
    return Result(data={"packs": listed}, lines=table(rows))
