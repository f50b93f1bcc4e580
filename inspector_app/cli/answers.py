# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the answers of an inspection: results, values, places and entries, notes that are never printed."""

from __future__ import annotations

import click

from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import Word
from inspector_app.cli.lookup import not_found
from inspector_app.cli.result import Result, flat, short, table
from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import Answer, AnswerResult, Spot
from inspector_app.ledgers import inspections as ledger
from inspector_app.operations import answers as verbs
from inspector_app.operations import inspections as ticks
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


@click.command("answer", cls=Command, help=tr("answer one item by a result or a value"))
@click.argument("inspection", metavar="INSPECTION")
@click.argument("item", metavar="ITEM")
@click.argument("result", type=Word(AnswerResult), required=False, default=None)
@click.option("--value", default=None, metavar="VALUE", help=tr("number, date, choice or text; judged by its limits"))
@click.option("--spot", default="", metavar="SPOT", help=tr("identifier or number of the place or entry"))
@click.option("--place", default="", metavar="TEXT", help=tr("the name of the place, instead of --spot"))
@click.option("--author", default=None, metavar="NAME", help=tr("the officer or expert who answers"))
@click.option("--remark", default=None, metavar="TEXT", help=tr("Remark"))
@click.option("--private-note", default=None, metavar="TEXT", help=tr("a note that is never printed"))
def _answer(
    inspection: str, item: str, result: AnswerResult | None, value: str | None, spot: str, place: str,
    author: str | None, remark: str | None, private_note: str | None,
) -> Result:  # fmt: skip
    """Answer an item; what is noncompliant begins its finding."""
    if result is None and value is None and private_note is None:
        raise click.UsageError(tr("Give a result, a --value or a --private-note."))
    with opened() as ws:
        spot_id = _spot_id(ws, inspection, item, spot, place)
        finding = None
        if value is not None:
            done = verbs.answer_value(
                ws, inspection, item, value, spot_id=spot_id, author=author, result=result, remark=remark
            ).value
            finding = done.finding
        elif result is not None:
            done = ticks.answer_item(ws, inspection, item, result, remark, spot_id=spot_id, author=author).value
            finding = done.finding
        if private_note is not None:
            verbs.set_private_note(ws, inspection, item, private_note, spot_id=spot_id, author=author)
        answer = ledger.view(ws, inspection).answer(item, spot_id)
    assert answer is not None, "it was kept just now"
    data = {**_answered(answer), "finding": finding.id if finding else None}
    lines = [tr("{item}: {result}", item=item, result=_said(answer))]
    return Result(data=data, lines=[*lines, *([tr("Its finding: {id}", id=finding.id)] if finding else [])])


def _answered(answer: Answer) -> dict[str, object]:
    names = ("value", "label", "remark", "author", "private_note")
    found = {name: getattr(answer, name) for name in names if getattr(answer, name)}
    spot = {"spot": answer.spot_id} if answer.spot_id else {}
    return {"item": answer.item_code, "result": answer.result.value, **spot, **found}


def _said(answer: Answer) -> str:
    return f"{word(answer.result)}（{answer.label}）" if answer.label else word(answer.result)


def _spot_id(ws: Workspace, inspection: str, item: str, spot: str, place: str) -> str:
    """Give the place or entry that is meant; none where none is named."""
    if not spot and not place:
        return ""
    view = ledger.view(ws, inspection)
    known = view.items_by_code.get(item) or not_found("item", item)
    found = _matching(view.spots_of(known.parent or known.code), spot, place)
    return (found or not_found("spot", spot or place)).id


def _matching(spots: tuple[Spot, ...], spot: str, place: str) -> Spot | None:
    if spot:
        return next((s for s in spots if s.id == spot or str(s.ordinal) == spot), None)
    return next((s for s in spots if s.place == place), None)


@click.command("spots", cls=Command, help=tr("list the places and entries of an inspection with their answers"))
@click.argument("inspection", metavar="INSPECTION")
@click.option("--item", default=None, metavar="ITEM", help=tr("only those of this item"))
def _spots(inspection: str, item: str | None) -> Result:
    """List places and entries."""
    with opened() as ws:
        view = ledger.view(ws, inspection)
    found = [s for s in view.spots if not s.removed_reason and item in (None, s.item_code)]
    data = [flat(s, answers=[_answered(a) for a in _of_spot(view, s)]) for s in found]
    if not found:
        return Result(data={"spots": data}, lines=[tr("Nothing was found.")])
    head = (tr("Item"), tr("Number of the place"), tr("Place"), tr("Answers"), tr("Identifier"))
    rows = [(s.item_code, str(s.ordinal), s.place, _answers_line(view, s), s.id) for s in found]
    return Result(data={"spots": data}, lines=table([head, *rows]))


def _of_spot(view: ledger.InspectionView, spot: Spot) -> list[Answer]:
    return [a for (_, spot_id), a in view.spot_answers.items() if spot_id == spot.id]


def _answers_line(view: ledger.InspectionView, spot: Spot) -> str:
    said = [f"{a.item_code} {_said(a)}" if a.item_code != spot.item_code else _said(a) for a in _of_spot(view, spot)]
    return short("、".join(said), 60)


@click.command("add-spot", cls=Command, help=tr("add a place of an item, or an entry of a repeat"))
@click.argument("inspection", metavar="INSPECTION")
@click.argument("item", metavar="ITEM")
@click.option("--place", default="", metavar="TEXT", help=tr("the name of the place"))
def _add(inspection: str, item: str, place: str) -> Result:
    """Add a place or entry; an entry records its finding."""
    with opened() as ws:
        made = verbs.add_spot(ws, inspection, item, place).value
    return _one(made, tr("Added: {item}, no. {ordinal}", item=item, ordinal=made.ordinal))


@click.command("amend-spot", cls=Command, help=tr("name a place anew"))
@click.argument("spot", metavar="SPOT")
@click.option("--place", required=True, metavar="TEXT", help=tr("the name of the place"))
def _amend(spot: str, place: str) -> Result:
    """Name a place anew; its finding follows."""
    with opened() as ws:
        made = verbs.amend_spot(ws, spot, place).value
    return _one(made, tr("Changed: {id}", id=made.id))


@click.command("remove-spot", cls=Command, help=tr("remove a place or entry; it is kept with its reason"))
@click.argument("spot", metavar="SPOT")
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
def _remove(spot: str, reason: str) -> Result:
    """Remove a place or entry with its finding."""
    with opened() as ws:
        made = verbs.remove_spot(ws, spot, reason).value
    return _one(made, tr("Removed: {id}", id=made.id))


def _one(spot: Spot, line: str) -> Result:
    finding = {"finding": spot.finding_id} if spot.finding_id else {}
    return Result(data={"spot": spot.id, "item": spot.item_code, "ordinal": spot.ordinal, **finding}, lines=[line])


def values_data(view: ledger.InspectionView) -> list[dict[str, object]]:
    """Give every answer that says more than its result, those of places and entries too."""
    every = [*view.answers.values(), *view.spot_answers.values()]
    return [_answered(a) for a in every if a.value or a.author or a.private_note or a.spot_id]


def item_line(view: ledger.InspectionView, item: ChecklistItem) -> tuple[str, str, str]:
    """Give an item as a line: code, answer in words (or that it is not asked), what is checked."""
    answer = view.answers.get(item.code)
    computed = view.live.value(item.code) if item.code in view.form.computed() else ""
    if item.code in view.live.hidden:
        said = tr("not asked")
    elif item.parent:
        said = "-"  # answered in each entry: see `inspections spots`
    elif item.answer.kind is AnswerKind.ENTRIES:
        said = tr("{count} entries", count=len(view.spots_of(item.code)))
    elif computed:
        said = computed
    else:
        said = _said(answer) if answer is not None else word(AnswerResult.NOT_CHECKED)
    return item.code, said, short(item.check, 60)


COMMANDS = (_answer, _spots, _add, _amend, _remove)
