# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about re-inspection and sign-off, and about findings beside their order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import DAY, PATH
from inspector_app.cli.lookup import finding_of
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, plain, table, warned
from inspector_app.domain.finding import Finding
from inspector_app.ledgers import orders as order_ledger
from inspector_app.operations import finding_moves as moves
from inspector_app.operations.photos import PhotoSource
from inspector_app.operations.reinspections import record_reinspection_file
from inspector_app.operations.sign_off import SignOffDraft
from inspector_app.operations.sign_off import sign_off as sign_findings_off
from inspector_app.wording import tr, word


@click.command("reinspect", cls=Command, help=about("reinspect"))
@click.argument("record", type=PATH, metavar="RECORD.json")
def reinspect(record: Path) -> Result:
    """Record a re-inspection (docs/reinspection-format.md)."""
    with opened() as ws:
        recorded = record_reinspection_file(ws, record).value
        made = recorded.reinspection
        view = order_ledger.order_view(ws, made.document_id)
    data: dict[str, object] = {
        "reinspection": made.id, "document": made.document_id, "number": view.document.number, "round": made.round,
        "state": view.life.state.value,
        "verdicts": [{"line": v.ordinal, "finding": v.finding_id, "verdict": v.verdict.value} for v in made.verdicts],
        "next_steps": plain(view.next_steps),
    }  # fmt: skip
    if recorded.warnings:
        data["warnings"] = [as_object(p) for p in recorded.warnings]
    state = word(view.life.state)
    head = tr("Round {round} of {number}: {state}", round=made.round, number=view.document.number, state=state)
    rows = [(str(v.ordinal), word(v.verdict), v.fact) for v in made.verdicts]
    return Result(data=data, lines=[head, *table(rows)], notes=warned(recorded.warnings))


@click.command("sign-off", cls=Command, help=about("sign-off"))
@click.argument("findings", nargs=-1, required=True, metavar="FINDING")
@click.option("--checked-by", required=True, metavar="NAME", help=tr("who inspected"))
@click.option("--checked-on", type=DAY, required=True, metavar="DATE", help=tr("on which day"))
@click.option("--rectified-by", required=True, metavar="NAME", help=tr("who rectified"))
@click.option("--rectified-on", type=DAY, required=True, metavar="DATE", help=tr("on which day"))
@click.option("--accepted-by", required=True, metavar="NAME", help=tr("who accepted it; not who rectified"))
@click.option("--accepted-on", type=DAY, required=True, metavar="DATE", help=tr("on which day"))
@click.option("--evidence", "files", type=PATH, multiple=True, metavar="FILE",
              help=tr("a file that shows the rectification; else the photos of afterwards"))  # fmt: skip
@click.option("--remark", default="", metavar="TEXT", help=tr("Remark"))
def sign_off(
    findings: tuple[str, ...], checked_by: str, checked_on: date, rectified_by: str, rectified_on: date,
    accepted_by: str, accepted_on: date, files: tuple[Path, ...], remark: str,
) -> Result:  # fmt: skip
    """Sign findings off with three persons and their days."""
    with opened() as ws:
        draft = SignOffDraft(
            checked_by=checked_by, checked_on=checked_on, rectified_by=rectified_by, rectified_on=rectified_on,
            accepted_by=accepted_by, accepted_on=accepted_on, remark=remark,
        )  # fmt: skip
        made = sign_findings_off(ws, findings, draft, files).value
    line = tr("Signed off: {count} findings", count=len(made))
    return Result(data={"findings": [flat(s) for s in made]}, lines=[line])


# Findings beside their order -------------------------------------------------------------------------------


@click.command("fix", cls=Command, help=tr("note that a finding was mended before the officers' eyes"))
@click.argument("finding", metavar="FINDING")
@click.option("--photo", "photos", type=PATH, multiple=True, metavar="FILE", help=tr("a photo of afterwards"))
@click.option("--taker", default="", metavar="NAME", help=tr("who took the photos"))
def _fix(finding: str, photos: tuple[Path, ...], taker: str) -> Result:
    """Note rectification on site."""
    with opened() as ws:
        told = moves.fix_warnings(ws, finding_of(ws, finding).id)
        sources = [PhotoSource(name=path.name, path=path) for path in photos]
        made = moves.fix_on_site(ws, finding, sources, taker).value
    result = _moved(made)
    data = {**result.data, "warnings": [as_object(p) for p in told]} if told else result.data
    return Result(data=data, lines=result.lines, notes=warned(told))


@click.command("merge", cls=Command, help=tr("mark a finding as the same as another one, which alone is counted"))
@click.argument("finding", metavar="FINDING")
@click.option("--into", required=True, metavar="FINDING", help=tr("the one that is counted"))
def _merge(finding: str, into: str) -> Result:
    """Mark a repetition."""
    with opened() as ws:
        return _moved(moves.merge_duplicate(ws, finding, into).value)


@click.command("separate", cls=Command, help=tr("count a repetition by itself again"))
@click.argument("finding", metavar="FINDING")
def _separate(finding: str) -> Result:
    """Take a repetition back."""
    with opened() as ws:
        return _moved(moves.separate_duplicate(ws, finding).value)


@click.command("reopen", cls=Command, help=tr("note that a rectified finding is there again"))
@click.argument("finding", metavar="FINDING")
def _reopen(finding: str) -> Result:
    """Reopen a finding."""
    with opened() as ws:
        return _moved(moves.reopen_finding(ws, finding).value)


FINDING_COMMANDS = (_fix, _merge, _separate, _reopen)


def _moved(made: Finding) -> Result:
    data = {"finding": made.id, "status": made.status.value}
    return Result(data=data, lines=[tr("{number}: {state}", number=made.id, state=word(made.status))])
