# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about findings."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import DAY, Whole, Word
from inspector_app.cli.lookup import finding_of, not_found
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, flat, short, table
from inspector_app.domain.checklist import Clause, DeadlineClass
from inspector_app.domain.finding import Finding, FindingDraft, FindingStatus, Grade
from inspector_app.ledgers import findings as ledger
from inspector_app.ledgers import inspections as inspection_ledger
from inspector_app.operations import findings as verbs
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

F = TypeVar("F", bound=Callable[..., object])
OVERDUE = "overdue"
DRAFT_FIELDS = tuple(f.name for f in dataclasses.fields(FindingDraft))


class _Status(Word[FindingStatus]):
    """A status, or `overdue`, which is computed."""

    def __init__(self) -> None:
        super().__init__(FindingStatus)
        self.words += (OVERDUE,)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:  # type: ignore[override]
        """Read the word."""
        return OVERDUE if value == OVERDUE else super().convert(value, param, ctx).value


@click.group("findings", cls=Group, help=about("findings"))
def findings() -> None:
    """Commands about findings."""


@findings.command("list", help=tr("list the findings, newest first"))
@click.option("--status", type=_Status(), default=None, help=tr("only those of this status"))
@click.option("--search", default="", metavar="TEXT", help=tr("words in wording, place, item or enterprise"))
@click.option("--inspection", default=None, metavar="INSPECTION", help=tr("only those of this inspection"))
def _list(status: str | None, search: str, inspection: str | None) -> Result:
    """List findings."""
    with opened() as ws:
        found = ledger.rows(ws, status=status, search=search, inspection_id=inspection)
    listed = [_row(r) for r in found]
    if not found:
        return Result(data={"findings": []}, lines=[tr("Nothing was found.")])
    head = (tr("Status"), tr("Deadline"), tr("Grade"), tr("Enterprise"), tr("Finding"), tr("Identifier"))
    rows = [
        (_status_word(r), str(r.finding.deadline or "-"), word(r.finding.grade), short(r.enterprise_name, 30),
         short(r.finding.description), r.finding.id)
        for r in found
    ]  # fmt: skip
    return Result(data={"findings": listed}, lines=table([head, *rows]))


def _row(row: ledger.FindingRow) -> dict[str, object]:
    return flat(
        row.finding, enterprise=row.enterprise_name, document=row.document_number, overdue=row.is_overdue,
        photos=row.photo_count,
    )  # fmt: skip


def _status_word(row: ledger.FindingRow) -> str:
    return tr("Overdue") if row.is_overdue else word(row.finding.status)


@findings.command("show", help=tr("show one finding"))
@click.argument("finding", metavar="FINDING")
def _show(finding: str) -> Result:
    """Show a finding."""
    with opened() as ws:
        row = ledger.finding(ws, finding) or not_found("finding", finding)
    return Result(data={"finding": _row(row)}, lines=_lines(row.finding))


def _lines(f: Finding) -> list[str]:
    bases = [f"{c.name}{c.clause}" + ("" if c.may_be_printed else tr(" (to be verified)")) for c in f.clauses]
    rows = [
        (tr("Status"), word(f.status)), (tr("Item"), f.item_code or ""), (tr("Place"), f.place),
        (tr("Finding"), f.description), (tr("Grade"), word(f.grade)), (tr("Measure"), f.measure),
        (tr("Deadline"), str(f.deadline) if f.deadline else word(f.deadline_class)),
        *((tr("Basis {number}", number=n), basis) for n, basis in enumerate(bases, start=1)),
        (tr("Reason of withdrawal"), f.withdrawn_reason), (tr("Identifier"), f.id),
    ]  # fmt: skip
    return table(row for row in rows if row[1])


def _facts(function: F) -> F:
    """Add the options for what a person writes of a finding."""
    for option in (
        click.option("--clause", "clauses", multiple=True, metavar="TEXT",
                     help=tr("a legal basis, typed; may be repeated; else the item's own")),
        click.option("--deadline", type=DAY, default=None, metavar="DATE", help=tr("until when it must be mended")),
        click.option("--deadline-class", type=Word(DeadlineClass), default=None, help=tr("the kind of deadline")),
        click.option("--measure", default=None, metavar="TEXT", help=tr("what must be done")),
        click.option("--grade", type=Word(Grade), default=None, help=tr("general or major; judged by a person")),
        click.option("--description", default=None, metavar="TEXT", help=tr("what was seen")),
        click.option("--place", default=None, metavar="TEXT", help=tr("where it was seen")),
    ):  # fmt: skip
        function = option(function)
    return function


@findings.command("add", help=tr("record a finding"))
@click.argument("inspection", metavar="INSPECTION")
@click.option("--item", default=None, metavar="ITEM", help=tr("the item it belongs to"))
@_facts
def _add(inspection: str, item: str | None, clauses: tuple[str, ...], **given: object) -> Result:
    """Record a finding; what is not given comes from the item."""
    with opened() as ws:
        draft = _changed(_proposed(ws, inspection, item), clauses, given)
        made = verbs.record_finding(ws, inspection, draft).value
    return Result(data={"finding": made.id}, lines=_lines(made))


def _proposed(ws: Workspace, inspection: str, item: str | None) -> FindingDraft:
    view = inspection_ledger.view(ws, inspection)
    if item is None:
        return FindingDraft()
    known = next((i for i in view.items if i.code == item), None) or not_found("item", item)
    return verbs.draft_from_item(known, view.inspection.started_at.date())


def _changed(draft: FindingDraft, clauses: tuple[str, ...], given: dict[str, object]) -> FindingDraft:
    values = {name: value for name, value in given.items() if value is not None}
    if clauses:
        values["clauses"] = tuple(verbs.typed_clause(text) for text in clauses)
    if isinstance(values.get("deadline"), date) and draft.deadline_class is DeadlineClass.IMMEDIATE:
        values.setdefault("deadline_class", DeadlineClass.WITHIN_DAYS)
    return dataclasses.replace(draft, **values)  # type: ignore[arg-type]


@findings.command("amend", help=tr("change a finding; what is not given stays"))
@click.argument("finding", metavar="FINDING")
@_facts
def _amend(finding: str, clauses: tuple[str, ...], **given: object) -> Result:
    """Change a finding."""
    with opened() as ws:
        known = finding_of(ws, finding)
        draft = FindingDraft(**{name: getattr(known, name) for name in DRAFT_FIELDS})
        made = verbs.amend_finding(ws, finding, _changed(draft, clauses, given)).value
    return Result(data={"finding": made.id}, lines=_lines(made))


@findings.command("withdraw", help=tr("strike a finding out; it is kept with its reason"))
@click.argument("finding", metavar="FINDING")
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _withdraw(finding: str, reason: str) -> Result:
    """Withdraw a finding."""
    with opened() as ws:
        made = verbs.withdraw_finding(ws, finding, reason).value
    return Result(data={"finding": made.id, "status": made.status.value}, lines=_lines(made))


@findings.command("confirm", help=tr("confirm a legal basis that was not verified"))
@click.argument("finding", metavar="FINDING")
@click.option("--basis", type=Whole(1, 1000), required=True, metavar="N", help=tr("which one, counted from 1"))
@click.option("--person", required=True, metavar="NAME", help=tr("who has looked it up"))
def _confirm(finding: str, basis: int, person: str) -> Result:
    """Confirm a basis."""
    with opened() as ws:
        made = verbs.confirm_clause(ws, finding, basis - 1, person).value
    clause: Clause = made.clauses[basis - 1]
    return Result(data={"finding": made.id, "clause": flat(clause)}, lines=_lines(made))
