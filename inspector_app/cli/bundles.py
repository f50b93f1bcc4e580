# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about what goes between laptop and office: bundles, receipts, the one number that tells equal data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from inspector_app.cli.bundle_reading import BUNDLE_COMMANDS, RECEIPT_COMMANDS
from inspector_app.cli.frame import Command, Group, opened
from inspector_app.cli.kinds import DAY, PATH, takes_whole
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, table, warned
from inspector_app.handoff import comparing, making, medium, outgoing
from inspector_app.handoff.readable import ReadableMade, make_readable
from inspector_app.wording import tr


@click.group("bundle", cls=Group, help=about("bundle"))
def bundle() -> None:
    """Commands about bundles."""


@click.group("receipts", cls=Group, help=about("receipts"))
def receipts() -> None:
    """Commands about the office's receipts."""


@bundle.command("make", help=tr("write what the office does not hold yet onto a stick or into a folder"))
@click.option("--to", "folder", type=PATH, required=True, metavar="DIR", help=tr("the stick or folder"))
@click.option("--since", type=DAY, default=None, metavar="DATE", help=tr("the records from this day on"))
@click.option("--inspection", default="", metavar="ID", help=tr("the records up to this inspection and its files"))
@click.option("--everything", is_flag=True, help=tr("all records and files, even those that the office holds"))
@click.option("--readable", is_flag=True, help=tr("a copy for reading without the program, not encrypted"))
@takes_whole
def _make(folder: Path, since: date | None, inspection: str, everything: bool, readable: bool, whole: bool) -> Result:
    """Make a bundle."""
    if sum((since is not None, bool(inspection), everything)) > 1:
        raise click.UsageError(tr("Give one of --since, --inspection and --everything."))
    with opened() as ws:
        if readable:
            return _readable(folder, make_readable(ws, folder, since=since, inspection=inspection, whole=whole))
        order = outgoing.order_for_office(ws, since=since, inspection=inspection, everything=everything)
        made = making.make_bundle(ws, folder, order)
    return _made(folder, made)


def _made(folder: Path, made: making.Made) -> Result:
    data: dict[str, object] = {
        "bundle": made.bundle, "paths": [str(path) for path in made.paths], "parts": made.parts,
        "operations": made.operations, "files": made.files, "bytes": made.bytes, "encrypted": made.is_encrypted,
        "skipped": made.skipped, "safe_to_remove": made.safe_to_remove,
        "warnings": [as_object(p) for p in made.warnings],
    }  # fmt: skip
    amounts = {"operations": made.operations, "files": made.files, "size": medium.size_words(made.bytes)}
    lines = [tr("{operations} records and {files} files, {size}:", **amounts)]
    lines += [f"  {path}" for path in made.paths]
    if made.skipped:
        lines.append(tr("{count} of the parts were there already and are whole.", count=made.skipped))
    if not made.is_encrypted:
        lines.append(tr("Not encrypted: whoever has the stick can read it."))
    lines.append(medium.eject_hint(folder) or tr("All is written and checked."))
    return Result(data=data, lines=lines, notes=warned(made.warnings))


def _readable(folder: Path, made: ReadableMade) -> Result:
    data: dict[str, object] = {
        "paths": [str(made.path)], "inspections": made.inspections, "files": made.files, "bytes": made.bytes,
        "encrypted": False, "safe_to_remove": made.safe_to_remove, "warnings": [as_object(p) for p in made.warnings],
    }  # fmt: skip
    amounts = {"count": made.inspections, "files": made.files, "size": medium.size_words(made.bytes)}
    lines = [
        tr("{count} inspections in {files} files, {size}:", **amounts),
        f"  {made.path}",
        tr("Not encrypted: whoever has it can read it. It is for reading, not for import."),
        medium.eject_hint(folder) or tr("All is written and checked."),
    ]
    return Result(data=data, lines=lines, notes=warned(made.warnings))


@click.command("digest", cls=Command, help=about("digest"))
def digest() -> Result:
    """Give the digest, how many rows each table has, and how far every chain is known."""
    with opened() as ws:
        found = comparing.comparison(ws)
    marks = [[m.device, m.incarnation, m.seq, m.hash] for m in found.marks]
    data = {"digest": found.digest, "counts": found.counts, "marks": marks}
    rows = [(name, str(count)) for name, count in found.counts.items() if count]
    return Result(data=data, lines=[found.digest, *table(rows)])


for _command in BUNDLE_COMMANDS:
    bundle.add_command(_command)
for _command in RECEIPT_COMMANDS:
    receipts.add_command(_command)
