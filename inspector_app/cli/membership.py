# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about this laptop in its unit: asking to join an office, joining it; what the office asks it to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inspector_app.cli.files import prepare_file
from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import PATH
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, flat, table
from inspector_app.domain.numbering import NumberBlock
from inspector_app.domain.unit import Membership, Role
from inspector_app.handoff import enrolment, leases
from inspector_app.handoff.certificates import fingerprint
from inspector_app.handoff.membership import membership
from inspector_app.operations.files import save_file
from inspector_app.wording import tr, word

if TYPE_CHECKING:
    from inspector_app.workspace import Workspace


@click.group("device", cls=Group, help=about("device"))
def device() -> None:
    """Commands about this laptop."""


@click.group("tasks", cls=Group, help=about("tasks"))
def tasks() -> None:
    """Commands about the office's tasks."""


@device.command("request", help=tr("write a request to the office to enrol this laptop"))
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("the file for the request, like name.ajq"))
@click.option("--name", default="", metavar="NAME", help=tr("what the laptop is to be called"))
@click.option("--holder", default="", metavar="NAME", help=tr("who has the laptop"))
def _request(out: Path, name: str, holder: str) -> Result:
    """Write a request."""
    prepare_file(out)
    with opened() as ws:
        text = enrolment.make_request(ws, name=name, holder=holder)
        data = {"device": ws.device, "incarnation": ws.incarnation, "path": str(out)}
    save_file(out, text.encode())
    line = tr("Bring {path} to the office; what it gives back goes in with “device join”.", path=str(out))
    return Result(data=data, lines=[line])


@device.command("join", help=tr("join the office by its answer to the request"))
@click.argument("file", type=PATH, metavar="FILE")
def _join(file: Path) -> Result:
    """Join an office."""
    with opened() as ws:
        return joined(ws, file)


def joined(ws: Workspace, file: Path) -> Result:
    """Join by the office's answer in a file; also where such a file is read or taken as if it were a bundle."""
    made = enrolment.join_by_path(ws, file)
    data = _data(made, ws.device)
    head = tr("This laptop belongs to “{name}” now; its numbers come from the office's blocks.", name=made.name)
    return Result(data=data, lines=[head, *_lines(made)])


@device.command("show", help=tr("show which office this laptop belongs to, and its numbers"))
def _show() -> Result:
    """Show the membership."""
    with opened() as ws:
        known, own = membership(ws), ws.device
        blocks = leases.leases(ws, device=own) if known.role is not Role.ALONE else ()
    data = {**_data(known, own), "blocks": [flat(b.block, used=b.used, open=b.open) for b in blocks]}
    lines = [*_lines(known), *table([(tr("Identifier"), own)])]
    if known.role is not Role.ALONE:
        lines += lease_lines(blocks)
    return Result(data=data, lines=lines)


@device.command("return-numbers", help=tr("give the numbers that are not used back to the office"))
@click.option("--word", "wanted", default="", metavar="WORD", help=tr("only those of this word; all if not given"))
def _return_numbers(wanted: str) -> Result:
    """Give numbers back."""
    with opened() as ws:
        made = leases.return_own(ws, word=wanted).value
    return returned(made)


def returned(made: tuple[NumberBlock, ...]) -> Result:
    """Say which blocks came back, and up to which number they were used."""
    rows = [
        (b.word, str(b.year), tr("used up to {last}", last=b.last) if b.last >= b.first else tr("nothing used"))
        for b in made
    ]
    return Result(data={"blocks": [flat(b) for b in made]}, lines=table(rows))


def _data(known: Membership, own: str) -> dict[str, object]:
    names = ("unit", "name", "office_device", "organ_id", "url", "joined_at")
    shown = {name: getattr(known, name) for name in names}
    mark = fingerprint(known.office_key) if known.office_key else ""
    return {"role": known.role.value, "device": own, **shown, "fingerprint": mark}


def _lines(known: Membership) -> list[str]:
    if known.role is Role.ALONE:
        return [tr("This laptop belongs to no office; it owns its numbers.")]
    rows = [
        (tr("Role"), word(known.role)), (tr("Office"), known.name),
        (tr("Check words of the office's key"), fingerprint(known.office_key)), (tr("Address"), known.url or "-"),
    ]  # fmt: skip
    return table(rows)


def lease_lines(found: tuple[leases.Lease, ...]) -> list[str]:
    """Give blocks as lines: whose, which numbers, how far used."""
    if not found:
        return [tr("No numbers were given out.")]
    head = (
        tr("Word of the number"), tr("Year"), tr("First number"), tr("Last number"), tr("Laptop"), tr("State"),
        tr("Used"), tr("Not used yet"),
    )  # fmt: skip
    rows = [
        (
            b.block.word, str(b.block.year), str(b.block.first), str(b.block.last),
            b.device_name or b.block.device[:12], state_word(b), str(b.used), str(b.open) if b.open else "-",
        )
        for b in found
    ]  # fmt: skip
    return table([head, *rows])


def state_word(lease: leases.Lease) -> str:
    """Say what has become of a block."""
    return tr("of an earlier copy") if lease.is_stale else word(lease.block.state)
