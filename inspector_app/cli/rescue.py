# SPDX-License-Identifier: MulanPSL-2.0
"""The emergency export from the command line; it opens no workspace, so it works where nothing else does."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.credentials import login_for
from inspector_app.cli.frame import Group, data_dir, opened
from inspector_app.cli.kinds import PATH
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, flat, table, warned
from inspector_app.wording import tr


@click.group("rescue", cls=Group, help=about("rescue"))
def rescue() -> None:
    """Commands for when the data are damaged."""


@rescue.command("export", help=tr("write everything that can still be read; the data folder is not touched"))
@click.option("--out", type=PATH, required=True, metavar="DIR", help=tr("the folder for the export"))
def _export(out: Path) -> Result:
    """Save what can be read."""
    from inspector_app.handoff.medium import drives
    from inspector_app.operations.backup_keys import login_by_any_slots
    from inspector_app.operations.rescue import rescue_export

    folder = data_dir()
    login = login_by_any_slots(folder, login_for, roots=[drive.path for drive in drives()])
    done = rescue_export(folder, out, login)
    rows = [(name, str(count)) for name, count in sorted(done.tables.items()) if count]
    head = tr("Saved to {path}: {files} files, and these records:", path=str(done.folder), files=done.files)
    data = flat(done, without=("warnings",))
    return Result(data=data, lines=[head, *table(rows)], notes=warned(done.warnings))


@rescue.command("reserve", help=tr("the reserve on the disk: say whether it is there, lay it in or give it up"))
@click.option("--give-up", is_flag=True, help=tr("give its room back, to finish what is open"))
@click.option("--lay-in", is_flag=True, help=tr("take room for it"))
def _reserve(give_up: bool, lay_in: bool) -> Result:
    """Show, give up or lay in the reserve."""
    from inspector_app.workspace import reserve

    with opened() as ws:
        folder = ws.folder
    if give_up:
        reserve.give_up(folder)
    if lay_in:
        reserve.lay_in(folder)
    data = {"laid": reserve.is_laid(folder), "used": reserve.is_used(folder), "free": reserve.free_bytes(folder)}
    state = tr("the reserve is there") if data["laid"] else tr("there is no reserve")
    return Result(data=data, lines=[f"{state}; " + tr("{size} free", size=reserve.words(int(data["free"])))])
