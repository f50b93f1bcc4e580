# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about inspections: a whole day from a file, or step by step."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from inspector_app.cli import answers
from inspector_app.cli.answers import item_line, values_data
from inspector_app.cli.frame import Command, Group, opened
from inspector_app.cli.inspection_moves import COMMANDS
from inspector_app.cli.kinds import INSTANT, PATH, Word
from inspector_app.cli.lookup import enterprise_of
from inspector_app.cli.names import about
from inspector_app.cli.people import people_of, people_options
from inspector_app.cli.result import Result, as_object, flat, problem_lines, short, table, warned
from inspector_app.domain.inspection import Inspection, InspectionState
from inspector_app.ledgers import inspections as ledger
from inspector_app.operations import inspections as verbs
from inspector_app.operations.paper_records import record_inspection_file
from inspector_app.wording import tr, word


@click.command("inspect", cls=Command, help=about("inspect"))
@click.argument("record", type=PATH, metavar="RECORD.json")
def inspect(record: Path) -> Result:
    """Record an inspection that was kept on paper (docs/record-format.md)."""
    with opened() as ws:
        made = record_inspection_file(ws, record).value
    data: dict[str, object] = {"inspection": made.inspection_id, "findings": list(made.finding_ids)}
    if made.warnings:
        data["warnings"] = [as_object(p) for p in made.warnings]
    head = tr("Recorded: inspection {id}, {count} findings", id=made.inspection_id, count=len(made.finding_ids))
    return Result(data=data, lines=[head, *table((i,) for i in made.finding_ids)], notes=warned(made.warnings))


@click.group("inspections", cls=Group, help=about("inspections"))
def inspections() -> None:
    """Commands about inspections."""


@inspections.command("list", help=tr("list the inspections, newest first"))
@click.option("--state", type=Word(InspectionState), default=None, help=tr("only those in this state"))
@click.option("--search", default="", metavar="TEXT", help=tr("only enterprises with this in their name"))
def _list(state: InspectionState | None, search: str) -> Result:
    """List inspections."""
    with opened() as ws:
        found = ledger.rows(ws, state=state, search=search)
    if not found:
        return Result(data={"inspections": []}, lines=[tr("Nothing was found.")])
    head = (tr("Started"), tr("State"), tr("Enterprise"), tr("Checked"), tr("Findings"), tr("Identifier"))
    rows = [
        (f"{r.started_at:%Y-%m-%d %H:%M}", word(r.state), r.enterprise_name, f"{r.checked}/{r.total}", str(r.findings),
         r.id)
        for r in found
    ]  # fmt: skip
    return Result(data={"inspections": [flat(r) for r in found]}, lines=table([head, *rows]))


@inspections.command("show", help=tr("show one inspection, and what is still open"))
@click.argument("inspection", metavar="INSPECTION")
@click.option("--items", is_flag=True, help=tr("with every item of the checklists"))
def _show(inspection: str, items: bool) -> Result:
    """Show an inspection."""
    with opened() as ws:
        view = ledger.view(ws, inspection)
        gaps = ledger.gaps(ws, inspection)
    results = {code: a.result.value for code, a in view.answers.items()}
    data: dict[str, object] = {
        "inspection": flat(view.inspection),
        "enterprise": flat(view.enterprise),
        "answers": results,
        "values": values_data(view),
        "spots": [flat(s) for s in view.spots],
        "progress": [flat(p) for p in view.progress],
        "findings": [flat(f) for f in view.findings],
        "photos": [flat(p) for p in view.photos],
        "documents": [flat(d, without=("content",)) for d in view.documents],
        "gaps": [{**as_object(p), "severity": p.severity.value} for p in gaps],
    }
    lines = _lines(view)
    if items:
        data["items"] = [flat(item) for item in view.items]
        lines += [tr("Items:"), *table(item_line(view, item) for item in view.items)]
    return Result(data=data, lines=[*lines, *([tr("Still open:"), *problem_lines(gaps)] if gaps else [])])


def _lines(view: ledger.InspectionView) -> list[str]:
    i = view.inspection
    ended = f"{i.finished_at:%Y-%m-%d %H:%M}" if i.finished_at else "-"
    rows = [
        (tr("Enterprise"), view.enterprise.name), (tr("State"), word(i.state)),
        (tr("Time"), f"{i.started_at:%Y-%m-%d %H:%M} — {ended}"), (tr("Place"), i.place),
        (tr("Checklists"), "、".join(p.title for p in i.packs)),
        (tr("People"), "、".join(f"{p.name}（{word(p.role)}）" for p in i.people)),
        (tr("Checked"), f"{sum(p.checked for p in view.progress)}/{sum(p.total for p in view.progress)}"),
    ]  # fmt: skip
    lines = table(row for row in rows if row[1])
    found = [
        (str(f.ordinal), word(f.status), word(f.grade), f.place, short(f.description), f.id) for f in view.findings
    ]
    lines += [tr("Findings:"), *table(found)] if found else []
    papers = [(d.number, word(d.kind), word(d.state), d.id) for d in view.documents]
    return [*lines, *([tr("Documents:"), *table(papers)] if papers else [])]


@inspections.command("start", help=tr("start an inspection"))
@click.option("--enterprise", required=True, metavar="ENTERPRISE", help=tr("id, credit code or name"))
@click.option("--pack", "packs", required=True, multiple=True, metavar="PACK", help=tr("a checklist; may be repeated"))
@people_options(required=True)
@click.option("--place", default="", metavar="TEXT", help=tr("where the inspection takes place"))
@click.option("--started-at", type=INSTANT, default=None, metavar="TIME", help=tr("when it began; now if not given"))
def _start(
    enterprise: str, packs: tuple[str, ...], officers: tuple[str, ...], experts: tuple[str, ...],
    witnesses: tuple[str, ...], accompanied_by: str, accompanied_title: str, place: str, started_at: datetime | None,
) -> Result:  # fmt: skip
    """Start an inspection."""
    with opened() as ws:
        people = people_of(ws, officers, experts, witnesses, accompanied_by, accompanied_title)
        draft = verbs.InspectionDraft(
            enterprise_id=enterprise_of(ws, enterprise).id, pack_ids=packs, people=people,
            started_at=started_at, place=place,
        )  # fmt: skip
        made = verbs.start_inspection(ws, draft).value
    return _one(made, tr("Started: {id}", id=made.id))


def _one(made: Inspection, line: str) -> Result:
    return Result(data={"inspection": made.id, "state": made.state.value}, lines=[line])


@inspections.command("amend", help=tr("change place, start or the party's remark"))
@click.argument("inspection", metavar="INSPECTION")
@click.option("--place", default=None, metavar="TEXT", help=tr("where the inspection takes place"))
@click.option("--party-remark", default=None, metavar="TEXT", help=tr("what the enterprise's person says"))
@click.option("--started-at", type=INSTANT, default=None, metavar="TIME", help=tr("when it began"))
def _amend(inspection: str, place: str | None, party_remark: str | None, started_at: datetime | None) -> Result:
    """Change what is said about the visit."""
    with opened() as ws:
        done = verbs.amend_inspection(ws, inspection, place=place, party_remark=party_remark, started_at=started_at)
    return _one(done.value, tr("Changed: {id}", id=done.value.id))


@inspections.command("finish", help=tr("finish an inspection"))
@click.argument("inspection", metavar="INSPECTION")
@click.option("--at", type=INSTANT, default=None, metavar="TIME", help=tr("when it ended; now if not given"))
def _finish(inspection: str, at: datetime | None) -> Result:
    """Finish an inspection; gaps are shown, none is hidden."""
    with opened() as ws:
        gaps = ledger.gaps(ws, inspection)
        made = verbs.finish_inspection(ws, inspection, at).value
    result = _one(made, tr("Finished: {id}", id=made.id))
    data = {**result.data, **({"warnings": [as_object(p) for p in gaps]} if gaps else {})}
    return Result(data=data, lines=result.lines, notes=warned(gaps))


for _command in (*answers.COMMANDS, *COMMANDS):
    inspections.add_command(_command)
