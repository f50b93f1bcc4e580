# SPDX-License-Identifier: MulanPSL-2.0
"""Commands of the office: how it begins, its laptops, the numbers it gives them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from inspector_app.cli.credentials import login_for
from inspector_app.cli.files import prepare_file
from inspector_app.cli.frame import Group, data_dir, opened
from inspector_app.cli.kinds import PATH, Whole
from inspector_app.cli.membership import lease_lines, returned
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, table, warned
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import Device
from inspector_app.handoff import devices as verbs
from inspector_app.handoff import enrolment, leases
from inspector_app.handoff.certificates import fingerprint
from inspector_app.handoff.membership import need_office, set_url
from inspector_app.operations import organs
from inspector_app.operations.files import save_file
from inspector_app.operations.logins import note_login
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace, create_workspace, open_workspace

YEAR = Whole(leases.YEARS.start, leases.YEARS.stop - 1)
COUNT = Whole(0, 1_000_000)  # what is too much is refused with a reason


@click.group("office", cls=Group, help=about("office"))
def office() -> None:
    """Commands of the office."""


@office.command("init", help=tr("make a data folder the office of a unit, a new one or an existing one"))
@click.option("--name", default="", metavar="NAME", help=tr("the office's name; the organ's if not given"))
@click.option(
    "--recovery", type=PATH, default=None, metavar="FILE",
    help=tr("a new file for a second key that opens every bundle; print it and lock it away"),
)  # fmt: skip
@click.option("--url", default="", metavar="URL", help=tr("the address that laptops get at their enrolment"))
@click.option(
    "--organ",
    "organ_file",
    type=PATH,
    default=None,
    metavar="ORGAN.toml",
    help=tr("the organ's file, for a new folder"),
)
def _init(name: str, recovery: Path | None, url: str, organ_file: Path | None) -> Result:
    """Make an office."""
    if recovery is not None:
        prepare_file(recovery)
    with _opened_or_made(organ_file) as (ws, warnings):
        made = enrolment.init_office(ws, name=name, recovery=recovery, url=url)
        folder, device = str(ws.folder), ws.device
    mark = fingerprint(made.office_key)
    data: dict[str, object] = {
        "data_dir": folder, "unit": made.unit, "name": made.name, "device": device, "fingerprint": mark,
        "recipients": list(made.recipients), "recovery": str(recovery) if recovery else None, "url": made.url,
    }  # fmt: skip
    if warnings:
        data["warnings"] = [as_object(p) for p in warnings]
    lines = [tr("Ready: the office “{name}”, data in {path}", name=made.name, path=folder)]
    lines += table([(tr("Check words of the office's key"), mark)])
    if recovery is not None:
        lines.append(tr("Print {path}, lock it away in two places, and delete the file.", path=str(recovery)))
    return Result(data=data, lines=lines, notes=warned(warnings))


@contextmanager
def _opened_or_made(organ_file: Path | None) -> Iterator[tuple[Workspace, tuple[Problem, ...]]]:
    """Open the data folder, or make one with the organ and the officers of a file."""
    told = organs.read_organ_file(organ_file) if organ_file is not None else None
    ws = _open_or_make(data_dir(), is_new=told is not None)
    try:
        if told is not None:
            organs.set_organ(ws, told.organ)
            for officer in told.officers:
                organs.add_officer(ws, officer)
        yield ws, told.warnings if told else ()
    finally:
        ws.close()


def _open_or_make(folder: Path, *, is_new: bool) -> Workspace:
    """Open a folder, or make it where there is none. With an organ's file it must be new: WORKSPACE_EXISTS."""
    if is_new:
        return create_workspace(folder)
    try:
        ws = open_workspace(folder, login=login_for(folder))
        note_login(ws, once_a_day=True)
        return ws
    except Refused as refused:
        if any(p.code is not ProblemCode.WORKSPACE_MISSING for p in refused.problems):
            raise
    return create_workspace(folder)


@office.command("address", help=tr("keep an address at which laptops reach the office, or show it"))
@click.argument("url", default="", metavar="[URL]")
@click.option("--forget", is_flag=True, help=tr("forget the address"))
def _address(url: str, forget: bool) -> Result:
    """Keep, forget or show the address."""
    with opened() as ws:
        made = set_url(ws, url) if url or forget else need_office(ws)
    said = tr("Laptops reach this office at {url}.", url=made.url)
    return Result(
        data={"url": made.url}, lines=[said if made.url else tr("No address is kept; laptops have to be told one.")]
    )


@office.command("enrol", help=tr("enrol a laptop: its request, a bundle of it, or its data folder on this machine"))
@click.argument("request", type=PATH, metavar="REQUEST")
@click.option("--out", type=PATH, default=None, metavar="FILE", help=tr("the file for the answer, like name.aje"))
@click.option("--name", default="", metavar="NAME", help=tr("what the laptop is to be called"))
@click.option("--holder", default="", metavar="NAME", help=tr("who has the laptop"))
def _enrol(request: Path, out: Path | None, name: str, holder: str) -> Result:
    """Enrol a laptop."""
    is_folder = request.is_dir()
    if out is None and not is_folder:
        raise click.MissingParameter(param_hint="--out", param_type="option")
    if out is not None:
        prepare_file(out)
    with opened() as ws:
        if is_folder:
            need_office(ws)
            laptop = open_workspace(request, login=login_for(request))
            try:
                made = enrolment.enrol_workspace(ws, laptop, name=name, holder=holder)
            finally:
                laptop.close()
        else:
            asked = enrolment.request_at(ws, request)
            made = enrolment.enrol(ws, asked, name=name, holder=holder, path=str(request))
        mark = fingerprint(need_office(ws).office_key)
    if out is not None:
        save_file(out, made.answer.encode())
    data = {
        "device": made.device.id, "name": made.device.name, "holder": made.device.holder, "is_new": made.is_new,
        "path": str(out) if out else None, "joined": is_folder, "fingerprint": mark,
    }  # fmt: skip
    said = (
        tr("Enrolled: {name}", name=made.device.name)
        if made.is_new
        else tr("Answered again: {name}", name=made.device.name)
    )
    after = tr("It has joined already.") if is_folder else tr("Bring {path} back to the laptop.", path=str(out))
    return Result(data=data, lines=[said, after, *table([(tr("Check words of the office's key"), mark)])])


@office.command("devices", help=tr("list the laptops of the unit"))
def _devices() -> Result:
    """List the laptops."""
    with opened() as ws:
        found = verbs.devices(ws)
        blocks = leases.leases(ws)
    if not found:
        return Result(data={"devices": []}, lines=[tr("Nothing was found.")])
    head = (tr("Laptop"), tr("Holder"), tr("State"), tr("Enrolled on"), tr("Not used yet"), tr("Identifier"))
    left = {d.id: sum(b.open for b in blocks if b.block.device == d.id) for d in found}
    rows = [
        (d.name, d.holder or "-", _state(d), d.enrolled_at.date().isoformat(), str(left[d.id]), d.id) for d in found
    ]
    data = [flat(d, without=("certificate",), open_numbers=left[d.id]) for d in found]
    return Result(data={"devices": data}, lines=table([head, *rows]))


def _state(device: Device) -> str:
    said = word(device.state)
    return f"{said}（{device.reason}）" if device.revoked_at and device.reason else said


@office.command("revoke", help=tr("take nothing more from a laptop; its numbers become void"))
@click.argument("device", metavar="DEVICE")
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
def _revoke(device: str, reason: str) -> Result:
    """Revoke a laptop."""
    with opened() as ws:
        made = verbs.revoke(ws, device, reason).value
    return _moved(made)


@office.command("restore", help=tr("admit a revoked laptop again; it needs new numbers"))
@click.argument("device", metavar="DEVICE")
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
def _restore(device: str, reason: str) -> Result:
    """Admit a laptop again."""
    with opened() as ws:
        made = verbs.restore(ws, device, reason).value
    return _moved(made)


def _moved(made: Device) -> Result:
    line = tr("{name}: {state}", name=made.name, state=word(made.state))
    return Result(data={"device": flat(made, without=("certificate",))}, lines=[line])


@office.command(
    "resume", help=tr("confirm that this copied or restored folder is the office now and gives out numbers")
)
def _resume() -> Result:
    """Go on giving out numbers."""
    with opened() as ws:
        leases.resume(ws)
    return Result(data={"resumed": True}, lines=[tr("This folder gives out the numbers now; no other copy may.")])


@office.command("lease", help=tr("give a laptop the next free numbers"))
@click.option("--device", required=True, metavar="DEVICE", help=tr("the laptop: name, holder, or the start of its id"))
@click.option("--kind", required=True, metavar="KIND", help=tr("the kind of document, or “all”"))
@click.option("--count", type=COUNT, required=True, metavar="N", help=tr("how many numbers"))
@click.option("--year", type=YEAR, default=None, metavar="YEAR", help=tr("the year; this one if not given"))
def _lease(device: str, kind: str, count: int, year: int | None) -> Result:
    """Give out numbers."""
    with opened() as ws:
        made = leases.lease(ws, device, kind, count, year).value
        first = made[0]
        if kind != leases.ALL:
            first = leases.block_of(ws, made, DocumentKind(kind))
        holder = verbs.find_device(ws, first.device)
    data: dict[str, object] = {"blocks": [flat(b) for b in made], "name": holder.name}
    if kind != leases.ALL:
        data |= {"word": first.word, "year": first.year, "first": first.first, "last": first.last, "device": holder.id}
    rows = [(b.word, str(b.year), f"{b.first}-{b.last}") for b in made]
    after = tr("The laptop gets them with the next dispatch.")
    return Result(data=data, lines=[tr("Given to {name}:", name=holder.name), *table(rows), after])


@office.command("leases", help=tr("list the numbers that were given out, and how far they are used"))
@click.option("--device", default="", metavar="DEVICE", help=tr("only those of this laptop"))
@click.option("--year", type=YEAR, default=None, metavar="YEAR", help=tr("only those of this year"))
def _leases(device: str, year: int | None) -> Result:
    """List the blocks."""
    with opened() as ws:
        wanted = verbs.find_device(ws, device).id if device else ""
        found = leases.leases(ws, device=wanted, year=year)
    data = [flat(b.block, name=b.device_name, used=b.used, open=b.open, is_stale=b.is_stale) for b in found]
    return Result(data={"blocks": data}, lines=lease_lines(found))


@office.command("return-numbers", help=tr("end leases: the office's own rest, or a laptop's numbers that are lost"))
@click.option("--device", default="", metavar="DEVICE", help=tr("the laptop whose numbers are lost"))
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
@click.option("--old-copies", is_flag=True, help=tr("only those of earlier copies of its folder"))
def _return_numbers(device: str, reason: str, old_copies: bool) -> Result:
    """End leases."""
    with opened() as ws:
        if device:
            made = leases.void_blocks_of(ws, device, reason, only_stale=old_copies).value
        else:
            need_office(ws)
            made = leases.return_own(ws).value
    return returned(made)
