# SPDX-License-Identifier: MulanPSL-2.0
"""Two entries of the register that are one enterprise: one is kept and shown, nothing is repointed, papers stay."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence

from inspector_app.domain.change import Done, Op
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations.enterprises import TEXTS
from inspector_app.storage import enterprises
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import initials_of
from inspector_app.workspace import Step, Workspace

TAKEN = (*TEXTS, "visit_cap")  # what the kept entry may take over


def merge_enterprises(
    ws: Workspace, keep: str, others: str | Sequence[str], *, take: Collection[str] = ()
) -> Done[Enterprise]:
    """Let one entry stand for others; `take` names the fields whose value comes from the first of them.

    Everything stays where it is; lists show the kept entry with what hangs on all of them. Refuses NOT_FOUND,
    VALUE_NOT_ALLOWED (the same entry twice, an unknown field). May be taken back.
    """
    with ws.operation(Op.MERGE_ENTERPRISES) as step:
        kept = merge_enterprises_in(step, keep, others, take=take)
    return Done(value=kept, changes=step.changes)


def merge_enterprises_in(
    step: Step, keep: str, others: str | Sequence[str], *, take: Collection[str] = ()
) -> Enterprise:
    """Let one entry stand for others inside an open operation."""
    names = [others] if isinstance(others, str) else list(others)
    refuse((*_unknown(step.db, [keep, *names]), *_fields_wrong(take)))
    main = enterprises.shown_id(step.db, keep)
    going = [n for n in dict.fromkeys(enterprises.shown_id(step.db, name) for name in names) if n != main]
    if not going or len(going) < len(set(names)):
        fields = {"field": "enterprise", "found": keep[:80], "allowed": "-"}
        refuse([Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="enterprise", fields=fields)])
    kept, first = enterprises.get_entry(step.db, main), enterprises.get_entry(step.db, going[0])
    assert kept is not None and first is not None, "both were found"
    for name in going:
        for entry in enterprises.entries_of(step.db, name):
            enterprises.put_merged(step.db, entry, main)
    enterprises.put_merged(step.db, main, "")
    if take:
        kept = dataclasses.replace(kept, **{name: getattr(first, name) for name in take})
        kept = dataclasses.replace(kept, initials=initials_of(kept.name))
        enterprises.put_enterprise(step.db, kept)
    return kept


def separate_enterprise(ws: Workspace, entry_id: str) -> Done[Enterprise]:
    """Show a merged entry by itself again, with what hangs on it. Refuses NOT_FOUND where it was not merged."""
    with ws.operation(Op.MERGE_ENTERPRISES) as step:
        entry = enterprises.get_entry(step.db, entry_id)
        if entry is None or entry_id not in enterprises.hidden(step.db):
            refuse([_not_found(entry_id)])
            raise AssertionError
        enterprises.put_merged(step.db, entry_id, "")
    return Done(value=entry, changes=step.changes)


def _unknown(db: Database, names: Sequence[str]) -> list[Problem]:
    return [_not_found(name) for name in dict.fromkeys(names) if enterprises.get_entry(db, name) is None]


def _not_found(name: str) -> Problem:
    return Problem(code=ProblemCode.NOT_FOUND, where="enterprise", fields={"kind": "enterprise", "id": name[:80]})


def _fields_wrong(take: Collection[str]) -> list[Problem]:
    return [
        Problem(
            code=ProblemCode.VALUE_NOT_ALLOWED, where="take",
            fields={"field": "take", "found": name[:80], "allowed": "、".join(TAKEN)},
        )
        for name in sorted(set(take) - set(TAKEN))
    ]  # fmt: skip
