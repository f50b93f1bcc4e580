# SPDX-License-Identifier: MulanPSL-2.0
"""Commands of the courier: send to the office over the network, look at what waits, give it up."""

from __future__ import annotations

from collections.abc import Sequence

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import Whole
from inspector_app.cli.names import about
from inspector_app.cli.result import DONE, REFUSED, Result, as_object, flat, problem_lines, table, warned
from inspector_app.domain.problems import Problem, Severity, blocking
from inspector_app.handoff import courier as line
from inspector_app.handoff import courier_queue
from inspector_app.handoff.courier_queue import QueueRow
from inspector_app.wording import tr

LONGEST_WAIT = 7 * 86_400


@click.group("courier", cls=Group, help=about("courier"))
def courier() -> None:
    """Send bundles over the network."""


@courier.command("send", help=tr("send what the office does not hold, take its receipts and what waits there"))
@click.option("--office", default="", metavar="URL", help=tr("the office's address, if it is not the known one"))
@click.option(
    "--wait", type=Whole(0, LONGEST_WAIT), default=0, metavar="SECONDS",
    help=tr("try again for so long when the office is not reached"),
)  # fmt: skip
def _send(office: str, wait: int) -> Result:
    """Send, and say what came of it."""
    with opened() as ws:
        report = line.send(ws, office, wait=wait)
        rows = courier_queue.rows(ws)
    dispatch = None if report.dispatch is None else flat(report.dispatch, without=("problems",))
    bad = blocking(report.problems)
    data: dict[str, object] = {
        "office": report.office, "parts": report.parts, "sent": report.sent, "bytes": report.bytes,
        "receipts": report.receipts, "dispatch": dispatch, "clock_seconds": report.clock_seconds,
        "queue": [flat(row) for row in rows if row.done_at is None], **_told(report.problems),
    }  # fmt: skip
    lines = [
        tr("Sent to {office}: {sent} of {parts} parts, {size} MB; receipts: {receipts}",
           office=report.office, sent=report.sent, parts=report.parts, size=f"{report.bytes / 1e6:.1f}",
           receipts=report.receipts)
    ]  # fmt: skip
    if not report.parts:
        lines = [tr("The office holds everything; nothing had to be sent to {office}.", office=report.office)]
    if report.dispatch is not None:
        lines.append(tr("Read from the office: {count} new operations", count=report.dispatch.operations))
    notes = [*(problem_lines(bad) if bad else []), *warned(_warnings(report.problems))]
    return Result(data=data, lines=lines, code=REFUSED if bad else DONE, notes=notes)


@courier.command("queue", help=tr("what waits to be sent, and why it has not gone"))
def _queue() -> Result:
    """List the parts of the queue."""
    with opened() as ws:
        rows = courier_queue.rows(ws)
    return Result(data={"queue": [flat(row) for row in rows]}, lines=_lines(rows))


@courier.command("forget", help=tr("empty the queue; what the office lacks goes with the next bundle"))
def _forget() -> Result:
    """Give up what waits."""
    with opened() as ws:
        count = courier_queue.forget(ws)
    return Result(data={"forgotten": count}, lines=[tr("{count} parts taken out of the queue", count=count)])


def _lines(rows: Sequence[QueueRow]) -> list[str]:
    if not rows:
        return [tr("Nothing waits to be sent.")]
    return table(
        (row.name, courier_queue.state_word(row.state), f"{row.sent} / {row.bytes}", _when(row), row.error)
        for row in rows
    )


def _when(row: QueueRow) -> str:
    at = row.done_at or row.next_try
    return "" if at is None else at.strftime("%m-%d %H:%M")


def _told(problems: Sequence[Problem]) -> dict[str, object]:
    """Give blocking problems and warnings as every command does."""
    found: dict[str, object] = {}
    if blocking(problems):
        found["problems"] = [as_object(p) for p in blocking(problems)]
    if _warnings(problems):
        found["warnings"] = [as_object(p) for p in _warnings(problems)]
    return found


def _warnings(problems: Sequence[Problem]) -> list[Problem]:
    return [p for p in problems if p.severity is Severity.WARN]
