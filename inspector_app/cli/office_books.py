# SPDX-License-Identifier: MulanPSL-2.0
"""Commands of the office's way back: dispatches, published files, the reconciliation list, the inbox."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.bundle_reading import read_result
from inspector_app.cli.files import prepare_file, prepare_folder
from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import PATH
from inspector_app.cli.result import Result, as_object, flat, problem_lines, table, warned
from inspector_app.domain.unit import Device
from inspector_app.domain.unit_file import UnitFileKind
from inspector_app.handoff import dispatch as dispatches
from inspector_app.handoff import inbox, medium, unit_files
from inspector_app.handoff.devices import find_device
from inspector_app.handoff.membership import need_office
from inspector_app.handoff.reading import read_bundles
from inspector_app.handoff.reconciliation import (
    DeviceStanding,
    clock_words,
    counted,
    ranges,
    reconciliation,
    save_reconciliation,
)
from inspector_app.handoff.warnings import warnings
from inspector_app.operations.files import read_small_file
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

LAW = "law"
KINDS = (*(kind.value for kind in UnitFileKind if kind is not UnitFileKind.ROSTER), LAW)  # a roster: `accounts`


# Out ------------------------------------------------------------------------------------------------------


@click.command(
    "dispatch", cls=Command, help=tr("write for a laptop all that it lacks: records, tasks, numbers, receipts")
)
@click.option("--device", default="", metavar="DEVICE", help=tr("the laptop: name, holder, or the start of its id"))
@click.option("--all", "for_all", is_flag=True, help=tr("one folder for each laptop in use"))
@click.option("--out", "folder", type=PATH, required=True, metavar="DIR", help=tr("the stick or folder"))
@click.option("--everything", is_flag=True, help=tr("all records and files again, for a laptop that lost its data"))
def _dispatch(device: str, for_all: bool, folder: Path, everything: bool) -> Result:
    """Make dispatches."""
    if bool(device) == for_all:
        raise click.UsageError(tr("Give either --device or --all."))
    prepare_folder(folder)
    with opened() as ws:
        if not for_all:
            data, lines = _one_dispatch(ws, find_device(ws, device), folder, everything=everything)
            return Result(data=data, lines=[*lines, _ready(folder)])
        made = [
            (d, *_one_dispatch(ws, d, folder / dispatches.folder_name(d), everything=everything))
            for d in dispatches.laptops(ws)
        ]
    listed = [{"device": d.id, "name": d.name, **data} for d, data, _ in made]
    said = [line for d, _, lines in made for line in (d.name, *(f"  {line}" for line in lines))]
    return Result(data={"dispatches": listed}, lines=[*said, _ready(folder) if made else tr("Nothing was found.")])


def _one_dispatch(
    ws: Workspace, device: Device, folder: Path, *, everything: bool
) -> tuple[dict[str, object], list[str]]:
    made = dispatches.dispatch(ws, device.id, folder, everything=everything)
    more = dispatches.brought(ws, device.id)
    data: dict[str, object] = {
        "bundle": made.bundle, "paths": [str(path) for path in made.paths], "parts": made.parts,
        "operations": made.operations, "files": made.files, "bytes": made.bytes, "encrypted": made.is_encrypted,
        "skipped": made.skipped, "safe_to_remove": made.safe_to_remove,
        "warnings": [as_object(p) for p in made.warnings],
        "receipts": more.receipts, "tasks": more.tasks, "leases": more.leases,
    }  # fmt: skip
    lines = [
        tr("{operations} records and {files} files, {size}:", operations=made.operations, files=made.files,
           size=medium.size_words(made.bytes)),
        *(f"  {path}" for path in made.paths),
        tr("Receipts {receipts}, open tasks {tasks}, blocks of numbers {leases}", receipts=more.receipts,
           tasks=more.tasks, leases=more.leases),
    ]  # fmt: skip
    return data, [*lines, *warned(made.warnings)]


def _ready(folder: Path) -> str:
    return medium.eject_hint(folder) or tr("All is written and checked.")


@click.command("publish", cls=Command, help=tr("give a file to all laptops: a holiday notice, a form, a law update"))
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--kind", type=click.Choice(KINDS), required=True, metavar="|".join(KINDS), help=tr("what it is for"))
@click.option(
    "--name", default="", metavar="NAME", help=tr("the title of a notice to read; the file's name if not given")
)
@click.option("--note", default="", metavar="TEXT", help=tr("what the laptops' people are told"))
@click.option("--by", "person", default=None, metavar="NAME", help=tr("who answers for a law update"))
def _publish(file: Path, kind: str, name: str, note: str, person: str | None) -> Result:
    """Publish a file."""
    with opened() as ws:
        need_office(ws)
        if kind == LAW:
            return _publish_law(ws, file, person)
        data = read_small_file(file, unit_files.LARGEST[UnitFileKind(kind)], where=file.name)
        made = unit_files.publish_file(ws, UnitFileKind(kind), data, name=name or file.name, note=note).value
    line = tr("Published: {name}; the laptops get it with their next dispatch.", name=made.name)
    return Result(data={"file": made.id, **flat(made)}, lines=[line, *table([(tr("Identifier"), made.id)])])


def _publish_law(ws: Workspace, file: Path, person: str | None) -> Result:
    if not person:
        raise click.MissingParameter(param_hint="--by", param_type="option")
    from inspector_app.operations.law_updates import apply_update
    from inspector_app.packs.files import MAX_BYTES

    preview = apply_update(ws, read_small_file(file, MAX_BYTES, where=file.name), file.name, person).value
    line = tr("Applied here; the laptops get it with their next dispatch: {name}", name=preview.title)
    data = {"file": preview.sha256, "kind": LAW, "name": preview.title}
    return Result(data=data, lines=[line], notes=warned(preview.warnings))


@click.command("unpublish", cls=Command, help=tr("take a published file back"))
@click.argument("file", metavar="FILE_ID")
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
def _unpublish(file: str, reason: str) -> Result:
    """Take a published file back."""
    with opened() as ws:
        made = unit_files.remove_file(ws, file, reason).value
    return Result(data={"file": made.id, **flat(made)}, lines=[tr("Withdrawn: {name}", name=made.name)])


@click.command("files", cls=Command, help=tr("list the published files, and whether they count here"))
def _files() -> Result:
    """List published files; a laptop may ask too."""
    with opened() as ws:
        found = unit_files.unit_files(ws)
    data = [flat(f.file, state=f.state.value, problems=[as_object(p) for p in f.problems]) for f in found]
    if not found:
        return Result(data={"files": data}, lines=[tr("Nothing was found.")])
    head = (tr("Published on"), tr("What"), tr("Name"), tr("State"), tr("Note"), tr("Identifier"))
    rows = [
        (f"{f.file.at:%Y-%m-%d}", word(f.file.kind), f.file.name, word(f.state), f.file.removed_reason or f.file.note,
         f.file.id)
        for f in found
    ]  # fmt: skip
    faults = [p for f in found for p in f.problems]
    return Result(data={"files": data}, lines=table([head, *rows]), notes=problem_lines(faults))


# In -------------------------------------------------------------------------------------------------------


@click.command("reconcile", cls=Command, help=tr("list by laptop what was sent, what came and what is missing"))
@click.option("--csv", "target", type=PATH, default=None, metavar="FILE", help=tr("write the list as a table too"))
def _reconcile(target: Path | None) -> Result:
    """Give the reconciliation list."""
    if target is not None:
        prepare_file(target)
    with opened() as ws:
        found, notes = reconciliation(ws), warnings(ws)
        if target is not None:
            save_reconciliation(ws, found, target)
    data: dict[str, object] = {
        "devices": [_object(one) for one in found], "counts": counted(found), "path": str(target) if target else None,
        "warnings": [as_object(p) for p in notes],
    }  # fmt: skip
    head = (
        tr("Laptop"), tr("Holder"), tr("State"), tr("Last hand-over"), tr("Days since"), tr("Operations received"),
        tr("Operations missing"), tr("Exports not received"), tr("Files received"), tr("Clock"), tr("Numbers left"),
        tr("Open tasks"),
    )  # fmt: skip
    lines = table([head, *(_row(one) for one in found)])
    written = [tr("Written: {path}", path=str(target))] if target else []
    return Result(data=data, lines=[*lines, *written], notes=warned(notes))


def _object(one: DeviceStanding) -> dict[str, object]:
    made = flat(one, without=("device",), missing_operations=one.missing_operations, is_settled=one.is_settled)
    return {"device": one.device.id, "name": one.device.name, "holder": one.device.holder,
            "state": one.device.state.value, **made}  # fmt: skip


def _row(one: DeviceStanding) -> tuple[str, ...]:
    at = f"{one.last_handover:%Y-%m-%d %H:%M}" if one.last_handover else "-"
    files = f"{one.received}/{one.announced}"
    missed = ranges((m.first, m.last) for m in one.missed) or "-"
    days = "-" if one.is_office else str(one.days_silent)
    return (
        one.device.name, one.device.holder or "-", word(one.device.state), at, days, str(one.operations),
        str(one.missing_operations or "-"), missed, files, clock_words(one.clock_seconds) or "-",
        str(one.numbers.left), str(one.open_tasks),
    )  # fmt: skip


@click.command("inbox", cls=Command, help=tr("look what lies ready in the watched folder and on the sticks"))
@click.option("--folder", type=PATH, default=None, metavar="DIR", help=tr("look into this folder"))
@click.option("--watch", "keeps", is_flag=True, help=tr("and watch it from now on"))
@click.option("--read", "reads", is_flag=True, help=tr("read what is new"))
def _inbox(folder: Path | None, keeps: bool, reads: bool) -> Result:
    """Look into the inbox."""
    if keeps and folder is None:
        raise click.MissingParameter(param_hint="--folder", param_type="option")
    with opened() as ws:
        need_office(ws)
        if keeps:
            inbox.watch(ws, folder)
        found = inbox.scan(ws, folder)
        report = read_bundles(ws, found.new) if reads and found.new else None
    data: dict[str, object] = {
        "folder": str(found.folder) if found.folder else None, "places": [str(p) for p in found.places],
        "files": [flat(f) for f in found.files], "requests": [str(p) for p in found.requests], "read": None,
    }  # fmt: skip
    lines = table((word(f.state), f.name or f.device, str(f.path)) for f in found.files)
    lines += [tr("Request to be enrolled: {path}", path=str(p)) for p in found.requests]
    if report is None:
        return Result(data=data, lines=lines or [tr("Nothing was found.")])
    read = read_result(report)
    return Result(data={**data, "read": read.data}, lines=[*lines, *read.lines], code=read.code, notes=read.notes)


OFFICE_COMMANDS = (_dispatch, _publish, _unpublish, _files, _reconcile, _inbox)
