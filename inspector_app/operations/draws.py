# SPDX-License-Identifier: MulanPSL-2.0
"""Random draws (双随机, handbook 7.2): freeze the lists, record the seed before a witness, draw, replace, publish.

The seed is recorded in an operation of its own before anything is worked out from it, and the lists are frozen
before there is a seed: the journal keeps that order.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.draw import Draw, DrawPick, DrawState, PickState
from inspector_app.domain.draw_conditions import conditions_json
from inspector_app.domain.draw_lists import objects_csv, officers_csv, read_objects, read_officers
from inspector_app.domain.draw_rank import CannotDraw, Drawing, RankedPick
from inspector_app.domain.draw_record import (
    PickNote,
    bases_of,
    frozen_part,
    parsed_record,
    replayed,
    result_entry,
    sealed,
    seed_part,
    with_result,
)
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.operations import draw_bases
from inspector_app.operations.draw_bases import SKIPPED, DrawBase, DrawDraft
from inspector_app.storage import organs
from inspector_app.storage.driver import Database
from inspector_app.storage.record_rows import get_record, list_records, put_record
from inspector_app.workspace import Step, Workspace

__all__ = [
    "SKIPPED", "DrawBase", "DrawDraft", "DrawResult", "freeze", "freeze_in", "make_draw", "preview", "publish_draw",
    "publish_result", "record_seed", "replace_officer", "replace_pick", "void_draw",
]  # fmt: skip

LEAST_SEED = 6  # characters: as many as the digits of the shortest published lottery number
FROZEN_FACTS = "frozen"  # in `Draw.conditions`: the whole part of the record that is fixed when the lists are frozen
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawResult:
    """A draw with its picks."""

    draw: Draw
    picks: tuple[DrawPick, ...]


def preview(ws: Workspace, draft: DrawDraft) -> DrawBase:
    """Give the lists as they would be frozen now, with everything that stands in the way; nothing is written."""
    with ws.reader() as db:
        return draw_bases.base_in(db, draw_bases.cleaned(draft), ws.today())


def freeze(ws: Workspace, draft: DrawDraft) -> Done[Draw]:
    """Freeze the lists of a draw: from now on they, the conditions and the numbers cannot be changed any more.

    Refuses VALUE_MISSING, DRAW_EMPTY, DRAW_TOO_MANY, DRAW_STRATUM, DRAW_OFFICERS_FEW, DRAW_PERSON_TWICE,
    REASON_MISSING, NOT_FOUND.
    """
    with ws.operation(Op.FREEZE_DRAW) as step:
        draw = freeze_in(ws, step, draft)
    return Done(value=draw, changes=step.changes)


def freeze_in(ws: Workspace, step: Step, draft: DrawDraft) -> Draw:
    """Freeze the lists of a draw inside an open operation."""
    draft = draw_bases.cleaned(draft)
    base = draw_bases.base_in(step.db, draft, step.now.date())
    refuse(base.problems)
    objects, officers = objects_csv(base.objects), officers_csv(base.officers)
    organ = organs.get_organ(step.db)
    draw_id = step.new_id()
    people = {
        name: draw_bases.person_named(step.db, getattr(draft, name)) for name in ("operator", "supervisor")
    }  # fmt: skip
    facts = {
        "draw": draw_id, "name": draft.name, "organ": organ.name if organ else "", "place": draft.place, **people,
        "operator_ids": list(base.operator_ids), "supervisor_ids": list(base.supervisor_ids),
        "frozen_at": _instant(step.now), "per_unit": draft.per_unit,
    }  # fmt: skip
    counts = (
        len(base.objects), base.drawable, len(base.officers), sum(not row.excluded for row in base.officers),
    )  # fmt: skip
    frozen = frozen_part(facts, conditions_json(base.conditions), objects, officers, counts)
    draw = Draw(
        id=draw_id, name=draft.name, state=DrawState.FROZEN, made_at=step.now, place=draft.place,
        operator=people["operator"], supervisor=people["supervisor"],
        conditions={FROZEN_FACTS: frozen}, objects_sha256=ws.files.keep(objects.encode()).sha256,
        objects=counts[0], officers_sha256=ws.files.keep(officers.encode()).sha256, officers=counts[2],
        wanted=base.quota, per_unit=draft.per_unit,
    )  # fmt: skip
    put_record(step.db, draw)
    return draw


def record_seed(ws: Workspace, draw_id: str, *, seed: str, seed_source: str, witness: str) -> Done[Draw]:
    """Record the seed with its source and the witness; nothing is drawn yet, and it can never be changed.

    Refuses DRAW_STATE unless the lists are frozen, DRAW_SEED_FIXED for another seed than the recorded one,
    DRAW_SEED_SHORT, VALUE_MISSING, DRAW_PERSON_TWICE for a witness who draws or supervises, and DRAW_PERSON_DRAWN for
    one who is on the list of officers.
    """
    with ws.operation(Op.MAKE_DRAW) as step:
        before = _draw_in(step.db, draw_id, DrawState.FROZEN)
        seed, seed_source, witness = (texts.cleaned(text) for text in (seed, seed_source, witness))
        refuse(_seed_problems(ws, before, seed, seed_source, witness))
        after = before
        if not before.seed:
            after = dataclasses.replace(
                before, seed=seed, seed_source=seed_source, witness=witness, drawn_at=step.now
            )  # fmt: skip
            put_record(step.db, after)
    return Done(value=after, changes=step.changes)


def _seed_problems(ws: Workspace, draw: Draw, seed: str, source: str, witness: str) -> list[Problem]:
    found = [
        Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": name})
        for name, text in (("seed", seed), ("seed_source", source), ("witness", witness))
        if not text
    ]
    for name, text in (("seed", seed), ("seed_source", source), ("witness", witness)):
        found += texts.problems_of(text, name)
    if "\n" in seed or "|" in seed:
        fields = {"field": "seed", "found": seed[:40], "allowed": "0-9 A-Z a-z"}
        found.append(Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="seed", fields=fields))
    if seed and len(seed) < LEAST_SEED:
        fields = {"length": str(len(seed)), "least": str(LEAST_SEED)}
        found.append(Problem(code=ProblemCode.DRAW_SEED_SHORT, where="seed", fields=fields))
    if draw.seed and (seed, source, witness) != (draw.seed, draw.seed_source, draw.witness):
        found.append(Problem(code=ProblemCode.DRAW_SEED_FIXED, where="seed", fields={"name": draw.name}))
    if witness and witness in (draw.operator, draw.supervisor):
        found.append(Problem(code=ProblemCode.DRAW_PERSON_TWICE, where="witness", fields={"name": witness}))
    elif witness:
        listed = read_officers(ws.files.read(draw.officers_sha256).decode())
        if any(not row.excluded and witness in (row.name, row.certificate_no, row.id) for row in listed):
            found.append(Problem(code=ProblemCode.DRAW_PERSON_DRAWN, where="witness", fields={"name": witness}))
    return found


def make_draw(ws: Workspace, draw_id: str, *, seed: str, seed_source: str, witness: str) -> Done[DrawResult]:
    """Record the seed, then draw: two operations, so that the seed is kept before its result is known.

    A draw whose seed was recorded and that was interrupted goes on with the same words. Refuses as `record_seed`.
    """
    record_seed(ws, draw_id, seed=seed, seed_source=seed_source, witness=witness)
    with ws.operation(Op.MAKE_DRAW) as step:
        before = _draw_in(step.db, draw_id, DrawState.FROZEN)
        result = _drawn_in(ws, step, before)
    return Done(value=result, changes=step.changes)


def _drawn_in(ws: Workspace, step: Step, draw: Draw) -> DrawResult:
    lists = _Lists(ws, draw)
    try:
        drawing = replayed(lists.bases(draw), draw.seed, ())
    except CannotDraw as error:  # freezing has looked at this; only lists that were changed since get here
        raise Refused([_cannot(error, lists)]) from error
    assert draw.drawn_at is not None, "the time at which the seed was recorded"
    seed = seed_part(draw.seed, draw.seed_source, draw.witness, _instant(draw.drawn_at))
    note = PickNote(at=_instant(step.now), person="")
    result = [result_entry(pick, note, lists.by_id, lists.people) for pick in drawing.picks]
    data = sealed(_frozen(draw), seed, _instant(step.now), result, lists.objects, lists.officers)
    after = dataclasses.replace(
        draw, state=DrawState.DRAWN, drawn_at=step.now, record_sha256=ws.files.keep(data).sha256
    )  # fmt: skip
    put_record(step.db, after)
    picks = tuple(_put_pick(step, after, pick) for pick in drawing.picks)
    return DrawResult(draw=after, picks=picks)


def _put_pick(step: Step, draw: Draw, pick: RankedPick, reason: str = "", replaces: str = "") -> DrawPick:
    made = DrawPick(
        id=step.new_id(), draw_id=draw.id, ordinal=pick.ordinal, enterprise_id=pick.object_id, officers=pick.officers,
        replaces=replaces, reason=reason, at=step.now,
    )  # fmt: skip
    put_record(step.db, made)
    return made


# Afterwards ---------------------------------------------------------------------------------------------------


def replace_pick(ws: Workspace, pick_id: str, reason: str) -> Done[DrawPick]:
    """Draw the next unit of the same stratum for one that cannot be visited: closed, or its cap was reached.

    Its officers go along, unless one must avoid the new unit. Refuses REASON_MISSING, DRAW_PICK_REPLACED,
    DRAW_PICK_VISITED, DRAW_STATE, and DRAW_EXHAUSTED when the stratum has no more units.
    """
    return _replace(ws, pick_id, reason, "")


def replace_officer(ws: Workspace, pick_id: str, officer_id: str, reason: str) -> Done[DrawPick]:
    """Draw the next officer for one who must avoid the unit (回避); the others of the unit stay.

    Refuses as `replace_pick`, and NOT_FOUND for an officer who is not drawn for this unit.
    """
    return _replace(ws, pick_id, reason, officer_id)


def _replace(ws: Workspace, pick_id: str, reason: str, officer_id: str) -> Done[DrawPick]:
    reason = texts.cleaned(reason)
    with ws.operation(Op.REPLACE_PICK) as step:
        pick = _pick_in(step.db, pick_id)
        draw = _draw_in(step.db, pick.draw_id, DrawState.DRAWN)
        refuse([*_reason_problems(reason, Op.REPLACE_PICK), *_pick_problems(pick)])
        if officer_id and officer_id not in pick.officers:
            refuse([_not_found("officer", officer_id)])
        record = parsed_record(ws.files.read(draw.record_sha256, name=draw.name))
        lists = _Lists(ws, draw)
        drawing = replayed(lists.bases(draw), draw.seed, record["result"])
        drawn = _replaced(drawing, pick, officer_id, lists)
        note = PickNote(at=_instant(step.now), reason=reason, person=ws.actor, officer=officer_id)
        result = [*record["result"], result_entry(drawn, note, lists.by_id, lists.people)]
        kept = ws.files.keep(with_result(record, result))
        put_record(step.db, dataclasses.replace(draw, record_sha256=kept.sha256))
        put_record(step.db, dataclasses.replace(pick, state=PickState.REPLACED))
        made = _put_pick(step, draw, drawn, reason, pick.id)
    return Done(value=made, changes=step.changes)


def _replaced(drawing: Drawing, pick: DrawPick, officer_id: str, lists: _Lists) -> RankedPick:
    try:
        if officer_id:
            return drawing.replace_officer(pick.ordinal, officer_id)
        return drawing.replace_unit(pick.ordinal)
    except CannotDraw as error:
        raise Refused([_cannot(error, lists)]) from error


def _cannot(error: CannotDraw, lists: _Lists) -> Problem:
    if error.needs_officers:
        unit = lists.by_id.get(error.place)
        fields = {"name": unit.name if unit else error.place[:80], "count": "0", "least": "1"}
        return Problem(code=ProblemCode.DRAW_OFFICERS_FEW, where="officers", fields=fields)
    return Problem(code=ProblemCode.DRAW_EXHAUSTED, where="stratum", fields={"name": error.place})


def _pick_problems(pick: DrawPick) -> list[Problem]:
    found = []
    if pick.state is PickState.REPLACED:
        found.append(Problem(code=ProblemCode.DRAW_PICK_REPLACED, where=f"pick:{pick.id}"))
    if pick.inspection_id:
        found.append(Problem(code=ProblemCode.DRAW_PICK_VISITED, where=f"pick:{pick.id}"))
    return found


def void_draw(ws: Workspace, draw_id: str, reason: str) -> Done[Draw]:
    """Void a draw with its reason; lists, seed and result stay on record. Refuses REASON_MISSING, DRAW_STATE."""
    reason = texts.cleaned(reason)
    with ws.operation(Op.VOID_DRAW) as step:
        before = _draw_in(step.db, draw_id, DrawState.FROZEN, DrawState.DRAWN)
        refuse(_reason_problems(reason, Op.VOID_DRAW))
        after = dataclasses.replace(before, state=DrawState.VOID, void_reason=reason)
        put_record(step.db, after)
    return Done(value=after, changes=step.changes)


def publish_draw(ws: Workspace, draw_id: str, *, on: date, channel: str, link: str = "") -> Done[Draw]:
    """Note when and where the draw's result was published. Refuses DRAW_STATE, VALUE_MISSING, TIME_ORDER."""
    channel, link = texts.cleaned(channel), texts.cleaned(link)
    with ws.operation(Op.PUBLISH_DRAW) as step:
        before = _draw_in(step.db, draw_id, DrawState.DRAWN)
        assert before.drawn_at is not None
        found = [] if channel else [_missing("channel")]
        found += [*texts.problems_of(channel, "channel"), *texts.problems_of(link, "link", limit=texts.LONG_LIMIT)]
        refuse([*found, *_day_problems(before.drawn_at.date(), on, step.now.date())])
        after = dataclasses.replace(before, published_on=on, channel=channel, link=link)
        put_record(step.db, after)
    return Done(value=after, changes=step.changes)


def publish_result(ws: Workspace, pick_ids: Sequence[str], *, on: date) -> Done[int]:
    """Note when the results of drawn units were published. Refuses DRAW_PICK_REPLACED, VALUE_MISSING, TIME_ORDER."""
    with ws.operation(Op.PUBLISH_DRAW) as step:
        found: list[Problem] = []
        picks = [_pick_in(step.db, pick_id) for pick_id in dict.fromkeys(pick_ids)]
        for pick in picks:
            _draw_in(step.db, pick.draw_id, DrawState.DRAWN)
            if pick.state is PickState.REPLACED:
                found.append(Problem(code=ProblemCode.DRAW_PICK_REPLACED, where=f"pick:{pick.id}"))
            elif not pick.inspection_id:
                fields = {"field": "inspection_id"}
                found.append(Problem(code=ProblemCode.VALUE_MISSING, where=f"pick:{pick.id}", fields=fields))
            found += _day_problems(pick.at.date(), on, step.now.date())
        refuse(found)
        for pick in picks:
            put_record(step.db, dataclasses.replace(pick, published_on=on))
    return Done(value=len(picks), changes=step.changes)


# What the verbs share -------------------------------------------------------------------------------------------


class _Lists:
    """The frozen lists of a draw, read back from their files. Refuses FILE_MISSING, FILE_CHANGED."""

    def __init__(self, ws: Workspace, draw: Draw) -> None:
        self.objects = ws.files.read(draw.objects_sha256, name=draw.name).decode()
        self.officers = ws.files.read(draw.officers_sha256, name=draw.name).decode()
        self._units, self._people = read_objects(self.objects), read_officers(self.officers)
        self.by_id = {row.id: row for row in self._units}
        self.people = {row.id: row for row in self._people}

    def bases(self, draw: Draw) -> Any:
        """Give what the draw is made from."""
        return bases_of(_frozen(draw), self._units, self._people)


def _frozen(draw: Draw) -> Json:
    found = draw.conditions[FROZEN_FACTS]
    assert isinstance(found, Mapping)
    return dict(found)


def _draw_in(db: Database, draw_id: str, *states: DrawState) -> Draw:
    """Give a draw in one of some states. Refuses NOT_FOUND, DRAW_STATE."""
    found = get_record(db, Draw, draw_id)
    if found is None:
        raise Refused([_not_found("draw", draw_id)])
    if found.state not in states:
        fields = {"name": found.name, "state": found.state.value}
        raise Refused([Problem(code=ProblemCode.DRAW_STATE, where=f"draw:{draw_id}", fields=fields)])
    return found


def _pick_in(db: Database, pick_id: str) -> DrawPick:
    found = get_record(db, DrawPick, pick_id)
    if found is None:
        raise Refused([_not_found("pick", pick_id)])
    return found


def picks_in(db: Database, draw_id: str) -> tuple[DrawPick, ...]:
    """Give the picks of a draw in the order of the result."""
    return list_records(db, DrawPick, "draw_id = ?", [draw_id], order="ordinal")


def _not_found(kind: str, name: str) -> Problem:
    return Problem(code=ProblemCode.NOT_FOUND, where=kind, fields={"kind": kind, "id": name[:80]})


def _missing(name: str) -> Problem:
    return Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": name})


def _reason_problems(reason: str, op: Op) -> list[Problem]:
    if not reason:
        return [Problem(code=ProblemCode.REASON_MISSING, where="reason", fields={"act": op.value})]
    return list(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))


def _day_problems(earliest: date, on: date, today: date) -> list[Problem]:
    return [
        Problem(
            code=ProblemCode.TIME_ORDER, where="on", fields={"earlier": one.isoformat(), "later": other.isoformat()}
        )
        for one, other in ((earliest, on), (on, today))
        if one > other
    ]


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
