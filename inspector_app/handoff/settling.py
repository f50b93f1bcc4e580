# SPDX-License-Identifier: MulanPSL-2.0
"""Settling a conflict: a person's choice, one operation that travels like any other."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.conflict import Choice, Conflict, ConflictKind, place_of
from inspector_app.domain.merging import WHOLE_ROW
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.handoff.conflict_values import read_typed
from inspector_app.handoff.conflicts import find_conflict, led_by
from inspector_app.storage import conflicts, enterprises
from inspector_app.storage.conflicts import ConflictRow, Settlement
from inspector_app.workspace import Step, Workspace

ISSUED = "issued"  # kept as the choice where a document had fixed the value: the other one was seen


def settle(
    ws: Workspace,
    conflict_id: str,
    choice: str,
    value: object = None,
    reason: str = "",
    person: str = "",
    *,
    seen: Sequence[str] | None = None,
) -> Done[Conflict]:
    """Settle a conflict; gives it as it was before.

    `choice` is left, right or the number of a side, or one of `Choice` (`value` goes with `other`, a reason with
    `explain`). `seen` are the operations of the sides that the person had before them. Refuses CONFLICT_UNKNOWN,
    CONFLICT_CHOICE, CONFLICT_FROZEN, CHANGED_MEANWHILE, REASON_MISSING, a row that others refer to, and a value
    that an ordinary edit would refuse.
    """
    conflict = find_conflict(ws, conflict_id)
    if conflict is None:
        raise Refused([_problem(ProblemCode.CONFLICT_UNKNOWN, conflict_id, id=conflict_id[:120])])
    reason, person = texts.cleaned(reason), texts.cleaned(person) or ws.actor
    refuse((*texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT), *texts.problems_of(person, "person")))
    if seen is not None and list(seen) != [side.operation for side in conflict.sides]:
        raise Refused([_problem(ProblemCode.CHANGED_MEANWHILE, conflict_id, kind="conflict", id=conflict.thing[:80])])
    with ws.operation(Op.SETTLE_CONFLICT) as step:
        act = _Act(ws, step, conflict, choice, reason, person)
        match conflict.kind:
            case ConflictKind.FIELD:
                act.settle_field(value)
            case ConflictKind.DELETED:
                act.settle_deleted()
            case ConflictKind.NUMBER:
                act.settle_together(Choice.EXPLAIN, "documents")
            case _:
                act.settle_together(Choice.DIFFERENT, "enterprises")
    return Done(value=conflict, changes=step.changes)


class _Act:
    """One choice, inside an open operation."""

    def __init__(self, ws: Workspace, step: Step, conflict: Conflict, choice: str, reason: str, person: str) -> None:
        self._ws, self._step, self._conflict = ws, step, conflict
        self._choice, self._reason, self._person = choice, reason, person

    def settle_field(self, typed: object) -> None:
        """Give the field one value, and with it what goes with it."""
        row = self._row()
        place = place_of(self._choice, len(self._conflict.sides))
        if place is None and not (self._choice == Choice.OTHER and self._conflict.may_be_typed):
            if self._choice == Choice.OTHER and row.is_frozen:
                self._refuse_frozen()
            self._refuse_choice()
        value: object
        if place is not None:
            side = self._conflict.sides[place]
            value = side.value
            if row.is_frozen and not side.is_shown:
                self._refuse_frozen()
        else:
            value, problems = read_typed(self._ws, self._step.db, row, typed)
            refuse(problems)
        operation = self._conflict.sides[place].operation if place is not None else ""
        self._put(row, value)
        own = conflicts.of_row(self._step.db, row.table, row.row_id)
        for other in own:
            if led_by(own, other) == row.field:
                self._put(other, self._following(other, operation, value))
        if (row.table, row.field) == ("enterprises", "name"):  # two names may have had the same initials
            initials = enterprises.initials_of(str(value))
            conflicts.put_field(self._step.db, row.table, row.row_id, "initials", initials)

    def _following(self, other: ConflictRow, operation: str, value: object) -> object:
        """Give the value of a field that goes with the chosen one."""
        if other.field == "initials":
            return enterprises.initials_of(str(value))
        return next((head.value for head in other.heads if head.operation == operation), other.shown)

    def settle_deleted(self) -> None:
        """Keep the row, or delete it where nothing refers to it."""
        row, db = self._row(), self._step.db
        if self._choice not in (Choice.KEEP, Choice.DELETE):
            self._refuse_choice()
        if self._choice == Choice.DELETE and conflicts.is_referred_to(db, row.table, row.row_id):
            fields = {"found": Choice.DELETE.value, "allowed": Choice.KEEP.value}
            refuse([_problem(ProblemCode.CONFLICT_CHOICE, row.id, **fields)])
        self._note(row.table, row.row_id, WHOLE_ROW, self._choice)
        if self._choice == Choice.DELETE:
            conflicts.drop_row(db, row.table, row.row_id)

    def settle_together(self, choice: Choice, table: str) -> None:
        """Keep what a person says of several papers or entries together."""
        if self._choice != choice:
            self._refuse_choice(choice.value)
        if choice is Choice.EXPLAIN and not self._reason:
            fields = {"act": Op.SETTLE_CONFLICT.value}
            refuse([Problem(code=ProblemCode.REASON_MISSING, where="reason", fields=fields)])
        ids = sorted(side.row_id for side in self._conflict.sides)
        for name in ids:
            self._note(table, name, WHOLE_ROW, ids)

    def _put(self, row: ConflictRow, value: object) -> None:
        """Write the value, then that it was chosen: the choice is what another laptop's choice is compared with."""
        conflicts.put_field(self._step.db, row.table, row.row_id, row.field, value)
        self._note(row.table, row.row_id, row.field, value, ISSUED if row.is_frozen else self._choice)

    def _note(self, table: str, row_id: str, field: str, value: object, choice: str = "") -> None:
        made = Settlement(
            id=self._step.new_id(), table=table, row_id=row_id, field=field, value=value,
            choice=choice or self._choice, person=self._person, reason=self._reason, at=self._step.now,
        )  # fmt: skip
        conflicts.put_settlement(self._step.db, made)

    def _row(self) -> ConflictRow:
        row = conflicts.get_row(self._step.db, self._conflict.id)
        if row is None:
            raise Refused([_problem(ProblemCode.CONFLICT_UNKNOWN, self._conflict.id, id=self._conflict.id[:120])])
        if {head.operation for head in row.heads} != {side.operation for side in self._conflict.sides}:
            fields = {"kind": "conflict", "id": self._conflict.thing[:80]}
            raise Refused([_problem(ProblemCode.CHANGED_MEANWHILE, row.id, **fields)])
        return row

    def _refuse_choice(self, *allowed: str) -> None:
        named = allowed or self._conflict.choices
        fields = {"found": self._choice[:80], "allowed": "、".join(named)}
        refuse([_problem(ProblemCode.CONFLICT_CHOICE, self._conflict.id, **fields)])

    def _refuse_frozen(self) -> None:
        fields = {"field": self._conflict.field, "number": self._conflict.frozen_by}
        refuse([_problem(ProblemCode.CONFLICT_FROZEN, self._conflict.id, **fields)])


def _problem(code: ProblemCode, conflict_id: str, **fields: str) -> Problem:
    return Problem(code=code, where=conflict_id[:120], fields=fields)
