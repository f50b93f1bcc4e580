# SPDX-License-Identifier: MulanPSL-2.0
"""Commands that take in what came on a stick: reading, checking, quarantine, what waits, receipts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inspector_app.cli.frame import Command, Group, data_dir, opened
from inspector_app.cli.kinds import PATH
from inspector_app.cli.membership import joined
from inspector_app.cli.result import DONE, REFUSED, Result, as_object, flat, plain, problem_lines, table, warned
from inspector_app.domain.problems import Problem, Refused
from inspector_app.handoff import medium, quarantine, reading, receipts, standing, waiting
from inspector_app.handoff.quarantine import Quarantined
from inspector_app.handoff.read_report import PartReport, PartState, PartVerdict, ReadReport
from inspector_app.handoff.statements import is_answer
from inspector_app.wording import sentence, tr

if TYPE_CHECKING:
    from inspector_app.workspace import Workspace

PATHS = click.argument("paths", type=PATH, nargs=-1, required=True, metavar="PATH…")


@click.command("read", cls=Command, help=tr("take in the bundles of a stick, folder or file"))
@PATHS
def read(paths: tuple[Path, ...]) -> Result:
    """Read bundles."""
    with opened() as ws:
        answers = [path for path in paths if is_answer(path)]
        joins = [joined(ws, path) for path in answers]
        rest = [path for path in paths if path not in answers]
        if joins and not rest:
            return joins[-1]
        report = reading.read_bundles(ws, rest)
    return read_result(report)


def read_result(report: ReadReport) -> Result:
    """Say what a reading came to; exit code 1 where a part was refused."""
    taken = [part for part in report.parts if part.state not in (PartState.REFUSED, PartState.OTHER)]
    problems = report.problems or (() if taken else tuple(p for part in report.parts for p in part.problems))
    data: dict[str, object] = {
        "parts": [_part(part) for part in report.parts],
        "applied": report.applied,
        "known": report.count(PartState.KNOWN),
        "waiting": report.count(PartState.WAITING),
        "files": report.files,
        "quarantined": report.quarantined,
        "receipts": [str(path) for path in report.receipts],
        "missing_files": report.missing_files,
        "conflicts": report.conflicts,
        "taken": None if report.taken is None else flat(report.taken, without=("warnings",)),
        "new_incarnation": report.new_incarnation,
        "warnings": [as_object(p) for p in report.warnings],
    }
    if problems:
        data["problems"] = [as_object(p) for p in problems]
    notes = [*_refused(problems), *warned(report.warnings)]
    return Result(data=data, lines=_read_lines(report), code=REFUSED if problems else DONE, notes=notes)


def _part(part: PartReport) -> dict[str, object]:
    return {
        "name": part.name, "path": str(part.path), "state": part.state.value, "bundle": part.bundle,
        "part": part.part, "parts": part.parts, "device": part.device, "operations": part.operations,
        "applied": part.applied, "files": part.files, "problems": [as_object(p) for p in part.problems],
    }  # fmt: skip


def _read_lines(report: ReadReport) -> list[str]:
    words = {
        PartState.APPLIED: tr("taken in"), PartState.KNOWN: tr("known already"),
        PartState.WAITING: tr("waits for earlier ones"), PartState.REFUSED: tr("refused"),
        PartState.OTHER: tr("for others, passed over"),
    }  # fmt: skip
    lines = table((part.name, words[part.state]) for part in report.parts)
    lines.append(tr("New: {operations} records, {files} files.", operations=report.applied, files=report.files))
    if report.conflicts:
        lines.append(tr("{count} conflicts wait for a person: conflicts list", count=report.conflicts))
    if report.missing_files:
        lines.append(tr("{count} announced files are not here.", count=report.missing_files))
    lines += [tr("Receipt: {path}", path=str(path)) for path in report.receipts]
    if report.taken is not None and report.taken.newer:
        lines.append(_handed(report.taken))
    return lines


def _refused(problems: Sequence[Problem]) -> list[str]:
    if not problems:
        return []
    head = tr("Refused, {count} reasons; the others were taken in:", count=len(problems))
    return [head, *problem_lines(problems)]


@click.command("verify", cls=Command, help=tr("check bundles without taking anything in"))
@PATHS
def verify(paths: tuple[Path, ...]) -> Result:
    """Check bundles."""
    with _perhaps_opened() as ws:
        verdicts = reading.verify_bundles(paths, ws)
    problems = [p for verdict in verdicts for p in verdict.problems]
    data: dict[str, object] = {"parts": [_verdict(v) for v in verdicts]}
    if problems:
        data["problems"] = [as_object(p) for p in problems]
    words = {"trusted": tr("of our unit"), "refused": tr("not accepted"), "not_checked": tr("sender not checked")}
    rows = [(v.path.name, tr("whole") if v.header else tr("not whole"), words[v.trust]) for v in verdicts]
    return Result(data=data, lines=table(rows), code=REFUSED if problems else DONE, notes=problem_lines(problems))


def _verdict(v: PartVerdict) -> dict[str, object]:
    h = v.header
    return {
        "name": v.path.name, "path": str(v.path), "bundle": h.bundle if h else "", "part": h.part if h else 0,
        "parts": h.parts if h else 0, "purpose": h.purpose.value if h else "", "unit": h.unit if h else "",
        "device": h.device if h else "", "key": h.key if h else "", "made_at": h.made_at if h else "",
        "ranges": [[c.device, c.incarnation, c.first, c.last] for c in h.chains] if h else [],
        "operations": h.operations if h else 0, "files": len(h.files) if h else 0, "bytes": v.bytes,
        "sha256": v.sha256, "encrypted": v.encrypted, "trust": v.trust, "ok": v.is_good,
        "problems": [as_object(p) for p in v.problems],
    }  # fmt: skip


@contextlib.contextmanager
def _perhaps_opened() -> Iterator[Workspace | None]:
    """Open the data folder if it was named or a person has one; a third party has none."""
    if click.get_current_context().meta.get("inspector_app.data_dir") is not None:
        with opened() as ws:
            yield ws
        return
    with contextlib.ExitStack() as stack:
        found: Workspace | None = None
        if data_dir().is_dir():
            with contextlib.suppress(Refused):
                found = stack.enter_context(opened())
        yield found


@click.group("quarantine", cls=Group, help=tr("files that were refused, until they are settled"))
def quarantine_group() -> None:
    """Commands about refused files."""


@quarantine_group.command("list", help=tr("list the refused files with their reasons"))
@click.option("--all", "every", is_flag=True, help=tr("those that are settled too"))
def _quarantine_list(every: bool) -> Result:
    """List refused files."""
    with opened() as ws:
        found = quarantine.list_quarantine(ws, settled=every)
    rows = [(q.id[:8], f"{q.at:%Y-%m-%d %H:%M}", q.name, sentence(q.problem)) for q in found]
    lines = table(rows) if rows else [tr("Nothing was found.")]
    return Result(data={"quarantine": [_quarantined(q) for q in found]}, lines=lines)


@quarantine_group.command("discard", help=tr("settle a refused file that will not be read any more"))
@click.argument("quarantine_id", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _quarantine_discard(quarantine_id: str, reason: str) -> Result:
    """Discard one."""
    with opened() as ws:
        made = quarantine.discard(ws, quarantine_id, reason)
    return Result(data={"quarantined": _quarantined(made)}, lines=[tr("Discarded: {name}", name=made.name)])


def _quarantined(q: Quarantined) -> dict[str, object]:
    return {**flat(q, without=("problem",)), "code": q.problem.code.value, "message": sentence(q.problem)}


@click.command("waiting", cls=Command, help=tr("list the gaps and what waits for them"))
def waiting_command() -> Result:
    """List gaps."""
    with opened() as ws:
        gaps, missing = waiting.waiting(ws), waiting.missing_files(ws)
    lines = [
        tr(
            "{name}: {first} to {last} are missing, {count} wait since {since}",
            name=gap.name, first=gap.first, last=gap.last, count=gap.waiting, since=f"{gap.since:%Y-%m-%d %H:%M}",
        )
        for gap in gaps
    ]  # fmt: skip
    lines += [tr("{name}: {count} announced files are not here", name=m.name, count=m.count) for m in missing]
    data = {"gaps": [flat(gap) for gap in gaps], "missing_files": [flat(m) for m in missing]}
    return Result(data=data, lines=lines or [tr("Nothing waits.")])


# Receipts -------------------------------------------------------------------------------------------------


@click.command("take", cls=Command, help=tr("note what the office holds, from a receipt, folder or dispatch"))
@click.argument("path", type=PATH, metavar="PATH")
def take(path: Path) -> Result:
    """Take receipts."""
    with opened() as ws:
        if is_answer(path):
            return joined(ws, path)
        made = receipts.take_receipts(ws, path)
        now = standing.standing(ws)
    lines = [_handed(made) if made.newer else tr("The receipt tells nothing new.")]
    lines += _standing_lines(now)
    data = {**flat(made, without=("warnings",)), "standing": _standing(now)}
    return Result(data=data, lines=lines, notes=warned((*made.warnings, *now.warnings)))


@click.command("show", cls=Command, help=tr("show what is handed over and what not"))
def show() -> Result:
    """Show the standing."""
    with opened() as ws:
        now = standing.standing(ws)
    return Result(data=_standing(now), lines=_standing_lines(now), notes=warned(now.warnings))


def _handed(made: receipts.TakenReceipts) -> str:
    said = {"operations": made.operations, "files": made.files}
    return tr("The office holds {operations} more records and {files} more files.", **said)


def _standing(now: standing.Standing) -> dict[str, object]:
    return {**flat(now, without=("warnings",)), "warnings": plain([as_object(p) for p in now.warnings])}


def _standing_lines(now: standing.Standing) -> list[str]:
    if now.is_all_handed_over:
        return [tr("Everything is handed over.")]
    amounts = {"operations": now.operations, "files": now.files, "size": medium.size_words(now.bytes)}
    lines = [tr("Not handed over: {operations} records, {files} files ({size}).", **amounts)]
    if now.last_receipt_at:
        lines.append(tr("Last receipt: {time}", time=f"{now.last_receipt_at:%Y-%m-%d %H:%M}"))
    return lines


BUNDLE_COMMANDS = (read, verify, quarantine_group, waiting_command)
RECEIPT_COMMANDS = (take, show)
