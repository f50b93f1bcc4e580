# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about document numbers: blocks, gaps, the register of a year."""

from __future__ import annotations

from datetime import MAXYEAR
from pathlib import Path

import click

from inspector_app.cli.files import prepare_file
from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import PATH, Whole, takes_whole
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, table, warned
from inspector_app.handoff import leases
from inspector_app.operations import numbers as verbs
from inspector_app.operations.file_exports import save_register
from inspector_app.wording import tr, word

YEAR = Whole(1, MAXYEAR)
SERIAL = Whole(1, 99_999)


@click.group("numbers", cls=Group, help=about("numbers"))
def numbers() -> None:
    """Commands about numbers."""


@numbers.command("register", help=tr("draw the number register of a year"))
@click.option("--year", type=YEAR, default=None, metavar="YEAR", help=tr("the year; this one if not given"))
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("the file for the PDF"))
@takes_whole
def _register(year: int | None, out: Path, whole: bool) -> Result:
    """Write the register as a PDF."""
    prepare_file(out)
    with opened() as ws:
        made = save_register(ws, year or ws.today().year, out, whole=whole)
    data = flat(made, without=("pdf",), path=out)
    line = tr(
        "Register of {documents} documents ({void} void) and {gaps} gaps ({open_gaps} not explained): {path}",
        documents=made.documents, void=made.void, gaps=made.gaps, open_gaps=made.open_gaps, path=str(out),
    )  # fmt: skip
    return Result(data=data, lines=[line])


@numbers.command("blocks", help=tr("list the blocks of numbers"))
@click.option("--year", type=YEAR, default=None, metavar="YEAR", help=tr("only those of this year"))
def _blocks(year: int | None) -> Result:
    """List the blocks."""
    with opened() as ws:
        found, own = leases.leases(ws, year=year), ws.device
        warnings = leases.copy_warnings(ws)
    blocks = [
        flat(b.block, is_own=b.block.device == own, device_name=b.device_name, used=b.used, open=b.open) for b in found
    ]
    data: dict[str, object] = {"blocks": blocks}
    if warnings:
        data["warnings"] = [as_object(p) for p in warnings]
    if not found:
        return Result(data=data, lines=[tr("Nothing was found.")], notes=warned(warnings))
    head = (
        tr("Word of the number"), tr("Year"), tr("First number"), tr("Last number"), tr("Laptop"), tr("State"),
        tr("Used"), tr("Not used yet"),
    )  # fmt: skip
    rows = [_block_row(b, own) for b in found]
    return Result(data=data, lines=table([head, *rows]), notes=warned(warnings))


def _block_row(found: leases.Lease, own: str) -> tuple[str, ...]:
    block = found.block
    laptop = tr("this one") if block.device == own else found.device_name or block.device
    state = tr("of an earlier copy") if found.is_stale else word(block.state)
    left = str(found.open) if found.open else "-"
    return block.word, str(block.year), str(block.first), str(block.last), laptop, state, str(found.used), left


@numbers.command("add-block", help=tr("keep a block of numbers that an office gave out"))
@click.option("--word", required=True, metavar="WORD", help=tr("the word of the numbers, with the organ's own"))
@click.option("--year", type=YEAR, required=True, metavar="YEAR", help=tr("the year"))
@click.option("--first", type=SERIAL, required=True, metavar="N", help=tr("the first number"))
@click.option("--last", type=SERIAL, required=True, metavar="N", help=tr("the last number"))
@click.option("--device", default="", metavar="ID", help=tr("the laptop that owns it; this one if not given"))
def _add_block(word: str, year: int, first: int, last: int, device: str) -> Result:
    """Add a block."""
    draft = verbs.BlockDraft(word=word, year=year, first=first, last=last, device=device)
    with opened() as ws:
        made = verbs.add_block(ws, draft).value
    said = {"word": made.word, "year": made.year, "first": made.first, "last": made.last}
    return Result(data={"block": flat(made)}, lines=[tr("Kept: {word} {year}, {first} to {last}", **said)])


@numbers.command("gaps", help=tr("list the numbers that were passed over"))
@click.option("--year", type=YEAR, default=None, metavar="YEAR", help=tr("the year; this one if not given"))
def _gaps(year: int | None) -> Result:
    """List the gaps."""
    with opened() as ws:
        found = verbs.gaps(ws, year or ws.today().year)
    if not found:
        return Result(data={"gaps": []}, lines=[tr("No number was passed over.")])
    head = (tr("Word of the number"), tr("Year"), tr("Serial number"), tr("Reason"))
    rows = [(g.word, str(g.year), str(g.serial), g.reason or "-") for g in found]
    return Result(data={"gaps": [flat(g) for g in found]}, lines=table([head, *rows]))


@numbers.command("explain", help=tr("say why a number was passed over; it is never given out any more"))
@click.option("--word", required=True, metavar="WORD", help=tr("the word of the numbers, with the organ's own"))
@click.option("--year", type=YEAR, required=True, metavar="YEAR", help=tr("the year"))
@click.option("--serial", type=SERIAL, required=True, metavar="N", help=tr("the number"))
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _explain(word: str, year: int, serial: int, reason: str) -> Result:
    """Explain a gap."""
    with opened() as ws:
        made = verbs.explain_gap(ws, word, year, serial, reason).value
    return Result(data={"gap": flat(made)}, lines=[tr("Explained: {word} {serial}", word=word, serial=serial)])
