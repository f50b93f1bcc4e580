# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the law library: laws and clauses, who cites them, what lapsed, law updates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import DAY, PATH, Whole, Word
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, plain, short, table, warned
from inspector_app.domain.law_citation import Citation, MendItem, MendReason
from inspector_app.domain.law_clause import LawState
from inspector_app.domain.law_update import EntryChange, LawUpdatePreview
from inspector_app.wording import tr, word
from inspector_app.wording.law_library_words import change_text, fates_text
from inspector_app.wording.pack_words import field_label

MOST_DAYS = 3650
_ON = click.option("--on", type=DAY, default=None, metavar="DATE", help=tr("the day on which it is judged; else today"))
_KEY = click.argument("key", metavar="KEY")


@click.group("laws", cls=Group, help=about("laws"))
def laws() -> None:
    """Commands about the law library."""


@laws.command("list", help=tr("list the laws with their state, their clauses and how many items cite them"))
@click.option("--search", default="", metavar="TEXT", help=tr("words of the name, the number or a clause"))
@click.option("--state", type=Word(LawState), default=None, metavar="STATE", help=tr("only laws in this state"))
@click.option("--lapsed", is_flag=True, help=tr("only laws that are repealed"))
@_ON
def _list(search: str, state: LawState | None, lapsed: bool, on: date | None) -> Result:
    """List the laws."""
    from inspector_app.ledgers import law_library  # the database: not for help

    with opened() as ws:
        found = law_library.laws(ws, search, LawState.LAPSED if lapsed else state, on)
    head = (
        tr("Key"),
        tr("State"),
        tr("In force from"),
        tr("Last day in force"),
        tr("Clauses"),
        tr("Items"),
        tr("Name"),
    )
    rows = [head]
    for row in found:
        days = (_day(row.law.effective_from), _day(row.law.effective_to))
        counts = (str(row.clauses), str(row.cited))
        rows.append((row.law.key, word(row.state), *days, *counts, f"{row.law.name} {row.law.number}"))
    listed = [flat(row.law, state=row.state, clauses=row.clauses, cited=row.cited) for row in found]
    return Result(data={"laws": listed}, lines=table(rows))


@laws.command("show", help=tr("show a law with its clauses, its succession and the updates that told of it"))
@_KEY
@_ON
def _show(key: str, on: date | None) -> Result:
    """Show one law."""
    from inspector_app.ledgers import law_library

    with opened() as ws:
        detail = law_library.detail(ws, key, on)
    law = detail.law
    facts = [
        (tr("Name"), law.name),
        (tr("Number"), law.number),
        (tr("State"), word(detail.state)),
        (tr("Status in law"), law.status or "—"),
        (tr("In force from"), _day(law.effective_from)),
        (tr("Last day in force"), _day(law.effective_to)),
        (tr("Superseded by"), " → ".join(detail.successors) or "—"),
        (tr("Takes the place of"), "、".join(detail.predecessors) or "—"),
        (tr("Checked on"), _day(law.checked_on)),
        (tr("Sources"), "、".join(law.sources) or "—"),
    ]
    facts += [(tr("Law update"), f"{u.title} ({u.issuer}, {_day(u.issued_on)})") for u in detail.updates]
    rows = [(tr("Clause"), tr("State"), tr("In force from"), tr("Last day in force"), tr("Items"), tr("What it says"))]
    for row in detail.clauses:
        c = row.clause
        days = (_day(c.effective_from), _day(c.effective_to))
        said = c.subject or "—"
        rows.append(
            (c.clause, word(row.state), *days, str(row.cited), f"{said} → {row.successor}" if row.successor else said)
        )
    data = {
        "law": flat(law, state=detail.state),
        "clauses": [flat(r.clause, state=r.state, cited=r.cited, successor=r.successor) for r in detail.clauses],
        "successors": list(detail.successors),
        "predecessors": list(detail.predecessors),
        "updates": [plain(update) for update in detail.updates],
    }
    return Result(data=data, lines=[*table(facts), "", *table(rows)])


@laws.command("cites", help=tr("show what cites a law, or rests on one clause of it"))
@_KEY
@click.option("--clause", default="", metavar="TEXT", help=tr("the clause, like 第三十六条第二款"))
def _cites(key: str, clause: str) -> Result:
    """Show what cites a law."""
    from inspector_app.ledgers import law_citations, law_library

    with opened() as ws:
        law_library.detail(ws, key)  # refuses a key that nobody knows
        found = law_citations.citations(ws, key, clause)
    data = {"law": key, "clause": clause, "citations": [plain(c) for c in found]}
    return Result(data=data, lines=_citation_lines(found))


@laws.command("lapsed", help=tr("list the items that have to be mended because their basis is not in force"))
@_ON
@click.option(
    "--within", type=Whole(0, MOST_DAYS), default=0, metavar="DAYS", help=tr("also what lapses within so many days")
)
@click.option("--unverified", is_flag=True, help=tr("also items with something that is to be verified"))
@click.option("--no-penalty", is_flag=True, help=tr("also items for which no penalty is known"))
def _lapsed(on: date | None, within: int, unverified: bool, no_penalty: bool) -> Result:
    """List what has to be mended."""
    from inspector_app.ledgers import law_library

    extra = {MendReason.UNVERIFIED: unverified, MendReason.NO_PENALTY: no_penalty}
    reasons = law_library.VALIDITY | {reason for reason, wanted in extra.items() if wanted}
    with opened() as ws:
        items = law_library.to_mend(ws, on=on, within_days=within, reasons=reasons)
        others = law_library.others_to_mend(ws, on)
    lines = _mend_lines(items) if items else [tr("No item has to be mended.")]
    if others:
        lines = [*lines, "", tr("Also cited, and not in force:"), *_citation_lines(others)]
    return Result(data={"items": [plain(i) for i in items], "others": [plain(c) for c in others]}, lines=lines)


def _mend_lines(items: Sequence[MendItem]) -> list[str]:
    rows = [(tr("Checklist"), tr("Item"), tr("Why to mend"), tr("Day"), tr("Field"), tr("Clause"), tr("Superseded by"))]
    for i in items:
        cited = f"{i.clause.name} {i.clause.clause}" if i.clause else short(i.check)
        field = field_label(i.field) if i.field else "—"
        rows.append((i.pack_title, i.code, word(i.reason), _day(i.day), field, cited, i.successor or "—"))
    return table(rows)


def _citation_lines(found: Sequence[Citation]) -> list[str]:
    rows = [(tr("Kind"), tr("Identifier"), tr("Clause"), tr("Last day in force"), tr("Cited in"), tr("Wording cited"))]
    for c in found:
        where = f"{c.where} {field_label(c.field)}" if c.field else c.where
        rows.append((word(c.kind), c.id, c.text or "—", _day(c.ends), where or "—", short(c.title)))
    return table(rows) if found else [tr("Nothing cites it.")]


# Updates --------------------------------------------------------------------------------------------------


@laws.command("update", help=tr("apply a law update; with --dry-run only show what it changes"))
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--dry-run", is_flag=True, help=tr("change nothing, only show what it would change"))
@click.option("--by", "person", default=None, metavar="NAME", help=tr("who answers for it; needed without --dry-run"))
def _update(file: Path, dry_run: bool, person: str | None) -> Result:
    """Apply a law update, or show what it would do."""
    if not dry_run and not person:
        raise click.MissingParameter(param_hint="--by", param_type="option")
    from inspector_app.ledgers import law_citations
    from inspector_app.operations import law_updates
    from inspector_app.operations.files import read_small_file
    from inspector_app.packs.files import MAX_BYTES

    with opened() as ws:
        data = read_small_file(file, MAX_BYTES, where=file.name)
        if dry_run:
            preview = law_updates.preview_update(ws, data, file.name)
        else:
            preview = law_updates.apply_update(ws, data, file.name, person or "").value
        others = law_citations.others_citing(ws, preview.ended)
    last = tr("Nothing was changed: this was a dry run.") if dry_run else tr("The law update was applied.")
    made = {
        **flat(preview, without=("warnings",), applied=not dry_run),
        "others": [plain(c) for c in others],
        "warnings": [as_object(p) for p in preview.warnings],
    }
    return Result(data=made, lines=[*_preview_lines(preview, others), "", last], notes=warned(preview.warnings))


def _preview_lines(preview: LawUpdatePreview, others: Sequence[Citation]) -> list[str]:
    lines = [f"{preview.title} ({preview.issuer}, {preview.issued_on.isoformat()})"]
    lines += [preview.note] if preview.note else []
    for title, changes in ((tr("Laws"), preview.laws), (tr("Clauses"), preview.clauses)):
        if changes:
            lines += ["", f"{title}: {len(changes)}", *table(_change_rows(changes))]
    if preview.items:
        lines += ["", tr("Items touched: {count}", count=len(preview.items)), *table(_item_rows(preview))]
    if preview.packs:
        lines += ["", tr("Checklists that can be used then: {names}", names="、".join(preview.packs))]
    if others:
        kinds = Counter(word(c.kind) for c in others)
        counts = "、".join(f"{kind} {count}" for kind, count in kinds.items())
        lines += ["", tr("Also cited by: {counts}", counts=counts), *_citation_lines(others)]
    return lines


def _change_rows(changes: Sequence[EntryChange]) -> list[tuple[str, str, str, str]]:
    rows = []
    for change in changes:
        place = f"《{change.name}》{change.place.clause}"
        for field in change.fields:
            what = tr("new") if change.is_new else tr("changed")
            rows.append((what, place, word(field.field), change_text(field, is_new=change.is_new)))
    return rows


def _item_rows(preview: LawUpdatePreview) -> list[tuple[str, str, str, str, str]]:
    return [
        (
            f"{i.pack_title} {i.version}",
            i.code,
            field_label(c.field),
            f"《{c.before.name}》{c.before.clause}",
            fates_text(c),
        )
        for i in preview.items
        for c in i.clauses
    ]


@laws.command("updates", help=tr("list the law updates that were applied"))
def _updates() -> Result:
    """List the applied updates, the newest first."""
    from inspector_app.ledgers import law_library

    with opened() as ws:
        found = law_library.updates(ws)
    head = (tr("Applied on"), tr("Title of the update"), tr("Issuer"), tr("Issued on"), tr("Confirmed by"))
    rows = [(*head, tr("Laws"), tr("Clauses"), tr("Lapses"))]
    for row in found:
        u = row.update
        counts = (str(row.laws), str(row.clauses), str(row.lapses))
        rows.append((u.applied_at.date().isoformat(), u.title, u.issuer, _day(u.issued_on), u.person, *counts))
    listed = [
        flat(
            row.update, laws=row.laws, clauses=row.clauses, lapses=row.lapses, note=row.note,
            problems=[as_object(p) for p in row.problems],
        )
        for row in found
    ]  # fmt: skip
    problems = [p for row in found for p in row.problems]
    return Result(data={"updates": listed}, lines=table(rows), notes=warned(problems))


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"
