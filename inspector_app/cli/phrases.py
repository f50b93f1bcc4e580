# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the unit's phrase library: what could be learned, publishing, dropping, what is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from inspector_app.cli.frame import Command, Group, opened
from inspector_app.cli.kinds import DAY, Whole, Word
from inspector_app.cli.lookup import not_found
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, flat, plain, short, table
from inspector_app.domain.checklist import ChecklistItem, Clause, DeadlineClass
from inspector_app.domain.phrase import PhraseDraft, PhraseState
from inspector_app.wording import tr, word

if TYPE_CHECKING:
    from inspector_app.ledgers.phrases import CandidateLine, PhraseLine, Proposal
    from inspector_app.workspace import Workspace

LEAST_KEY = 6  # letters of a key that name it, where no other begins so
MOST_DAYS = 3650
_ITEM = click.option("--item", default="", metavar="ITEM", help=tr("only those of this item"))
_BY = click.option("--by", "person", required=True, metavar="NAME", help=tr("the officer who decides"))


@click.group("phrases", cls=Group, help=about("phrases"))
def phrases() -> None:
    """Commands about phrases."""


@phrases.command("list", cls=Command, help=tr("list the phrases that were published or dropped"))
@click.option("--state", type=Word(PhraseState, without=(PhraseState.CANDIDATE,)), default=None,
              help=tr("only those of this state"))  # fmt: skip
@_ITEM
def _list(state: PhraseState | None, item: str) -> Result:
    """List phrases, the most used first."""
    from inspector_app.ledgers import phrases as ledger

    with opened() as ws:
        found = ledger.lines(ws, state, item)
    data = [flat(line.phrase, key=line.phrase.id, check=line.check, uses=line.uses) for line in found]
    if not found:
        return Result(data={"phrases": []}, lines=[tr("There is no phrase yet.")])
    head = (tr("State"), tr("Item"), tr("Used"), tr("Decided by"), tr("Wording"), tr("Key"))
    rows: list[tuple[str, ...]] = [head]
    rows += [_line_row(line) for line in found]
    return Result(data={"phrases": data}, lines=table(rows))


def _line_row(line: PhraseLine) -> tuple[str, ...]:
    phrase = line.phrase
    return (word(phrase.state), phrase.item_code, str(line.uses), phrase.person, short(phrase.text, 60), phrase.id[:12])


@phrases.command("candidates", cls=Command, help=tr("list what officers wrote themselves and nobody has decided on"))
@_ITEM
def _candidates(item: str) -> Result:
    """List wordings that could be published, the most frequent first."""
    from inspector_app.ledgers import phrases as ledger

    with opened() as ws:
        found = ledger.candidates(ws, item)
    if not found:
        return Result(data={"candidates": []}, lines=[tr("Nothing could be learned yet.")])
    rows = [(tr("Item"), tr("How often"), tr("Last on"), tr("Wording"), tr("Key"))]
    for line in found:
        draft = line.learned.draft
        row = (draft.item_code, str(line.learned.count), str(line.learned.last_on), short(draft.text, 60))
        rows.append((*row, draft.key[:12]))
    return Result(data={"candidates": [_candidate_data(line) for line in found]}, lines=table(rows))


def _candidate_data(line: CandidateLine) -> dict[str, object]:
    one = line.learned
    return flat(
        one.draft, key=one.draft.key, check=line.check, count=one.count, last_on=one.last_on,
        finding_ids=one.finding_ids,
    )  # fmt: skip


@phrases.command("publish", cls=Command, help=tr("publish a wording: it is proposed when its item fails"))
@click.argument("key", default="", metavar="[KEY]")
@_BY
@click.option("--item", default="", metavar="ITEM", help=tr("the item, for a wording of one's own"))
@click.option("--text", default=None, metavar="TEXT", help=tr("the wording, slots as 〔…〕"))
@click.option("--measure", default=None, metavar="TEXT", help=tr("what must be done"))
@click.option("--class", "kind", type=Word(DeadlineClass), default=None, help=tr("the kind of deadline"))
@click.option("--days", type=Whole(1, MOST_DAYS), default=None, metavar="N", help=tr("the usual deadline in days"))
@click.option("--clause", "clauses", multiple=True, metavar="TEXT",
              help=tr("a legal basis: “KEY clause” of the law library, or typed; may be repeated"))  # fmt: skip
@click.option("--replaces", default="", metavar="KEY", help=tr("the phrase or candidate that it takes the place of"))
def _publish(
    key: str, person: str, item: str, text: str | None, measure: str | None, kind: DeadlineClass | None,
    days: int | None, clauses: tuple[str, ...], replaces: str,
) -> Result:  # fmt: skip
    """Publish a candidate, a dropped phrase once more, or a wording of one's own."""
    from inspector_app.operations import phrases as verbs

    if bool(key) == bool(item):
        raise click.UsageError(tr("name a KEY, or an --item with its --text"))
    if item and text is None:
        raise click.MissingParameter(param_hint="--text", param_type="option")
    with opened() as ws:
        draft, learned = _named(ws, key) if key else (_of_item(ws, item), ())
        before = _named(ws, replaces)[0] if replaces else draft if key else None
        draft = _changed(ws, draft, text, measure, kind, days, clauses)
        made = verbs.publish_phrase(ws, draft, person, learned_from=learned, replaces=before).value
    return Result(data={"phrase": flat(made, key=made.id)}, lines=[tr("Published: {text}", text=made.text)])


def _changed(
    ws: Workspace, draft: PhraseDraft, text: str | None, measure: str | None, kind: DeadlineClass | None,
    days: int | None, clauses: Sequence[str],
) -> PhraseDraft:  # fmt: skip
    """Give a draft with what was named on the command line; another kind of deadline has no days of the old one."""
    changed = draft
    if text is not None:
        changed = replace(changed, text=text)
    if measure is not None:
        changed = replace(changed, measure=measure)
    if kind is not None and kind is not changed.deadline_class:
        changed = replace(changed, deadline_class=kind, deadline_days=None)
    if days is not None:
        changed = replace(changed, deadline_days=days)
    if clauses:
        changed = replace(changed, clauses=tuple(_clause(ws, named) for named in clauses))
    return changed


def _clause(ws: Workspace, text: str) -> Clause:
    """Give a basis by its law's key and the clause, marked as the checklists mark it; else as a person typed it."""
    from inspector_app.ledgers import phrases as ledger
    from inspector_app.operations.findings import typed_clause

    key, _, place = text.strip().partition(" ")
    return ledger.clause_of(ws, key, place.strip()) or typed_clause(text)


def _of_item(ws: Workspace, code: str) -> PhraseDraft:
    item = _item(ws, code)
    return PhraseDraft(
        item_code=item.code, text="", measure=item.measure, deadline_class=item.deadline_class,
        deadline_days=item.deadline_days, clauses=item.basis,
    )  # fmt: skip


def _item(ws: Workspace, code: str) -> ChecklistItem:
    from inspector_app.ledgers import phrases as ledger

    return ledger.item_of(ws, code) or not_found("item", code)


def _named(ws: Workspace, key: str) -> tuple[PhraseDraft, tuple[str, ...]]:
    """Give a phrase or a candidate by its key, or by the beginning of it that no other has."""
    from inspector_app.ledgers import phrases as ledger

    known: dict[str, tuple[PhraseDraft, tuple[str, ...]]] = {}
    for candidate in ledger.candidates(ws):
        known[candidate.learned.draft.key] = (candidate.learned.draft, candidate.learned.finding_ids)
    for line in ledger.lines(ws):
        known[line.phrase.id] = (line.phrase, line.phrase.learned_from)
    if key in known:
        return known[key]
    alike = [name for name in known if len(key) >= LEAST_KEY and name.startswith(key)]
    return known[alike[0]] if len(alike) == 1 else not_found("phrase", key)


@phrases.command("drop", cls=Command, help=tr("drop a phrase or a candidate: it is neither proposed nor learned again"))
@click.argument("key", metavar="KEY")
@_BY
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
def _drop(key: str, person: str, reason: str) -> Result:
    """Drop a phrase; it is kept with who did it and why."""
    from inspector_app.operations import phrases as verbs

    with opened() as ws:
        made = verbs.drop_phrase(ws, _named(ws, key)[0], person, reason).value
    return Result(data={"phrase": flat(made, key=made.id)}, lines=[tr("Dropped: {text}", text=made.text)])


@phrases.command("propose", cls=Command, help=tr("show what is proposed when an item fails"))
@click.option("--item", required=True, metavar="ITEM", help=tr("the item"))
@click.option("--on", "day", type=DAY, default=None, metavar="DATE", help=tr("the day of the finding; else today"))
def _propose(item: str, day: date | None) -> Result:
    """Show the published phrases of an item as they would fill a finding of that day."""
    from inspector_app.ledgers import phrases as ledger

    with opened() as ws:
        found = ledger.proposals(ws, _item(ws, item), day or ws.today())
    if not found:
        return Result(data={"proposals": []}, lines=[tr("Nothing is proposed for this item.")])
    lines = [line for proposal in found for line in _proposal_lines(proposal)]
    return Result(data={"proposals": [_proposal_data(proposal) for proposal in found]}, lines=lines)


def _proposal_data(proposal: Proposal) -> dict[str, object]:
    return flat(proposal.draft, key=proposal.phrase.id, uses=proposal.uses, lapsed=plain(proposal.lapsed))


def _proposal_lines(proposal: Proposal) -> list[str]:
    draft = proposal.draft
    until = str(draft.deadline) if draft.deadline else word(draft.deadline_class)
    rows = [(tr("Finding"), draft.description), (tr("Measure"), draft.measure), (tr("Deadline"), until)]
    for clause in draft.clauses:
        marks = [] if clause.may_be_printed else [tr(" (to be verified)")]
        marks += [tr(" (not in force)")] if clause in proposal.lapsed else []
        rows.append((tr("Basis"), f"{clause.name}{clause.clause}{''.join(marks)}"))
    return table([*rows, (tr("Used"), str(proposal.uses))])
