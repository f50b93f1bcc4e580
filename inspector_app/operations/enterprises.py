# SPDX-License-Identifier: MulanPSL-2.0
"""The enterprise register: registering and amending one enterprise."""

from __future__ import annotations

import dataclasses

from inspector_app.domain import credit_code, texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.storage import enterprises
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import initials_of
from inspector_app.workspace import Step, Workspace

__all__ = [
    "TEXTS", "amend_enterprise", "amend_enterprise_in", "cap_problems", "cleaned", "enterprise_problems", "initials_of",
    "register_enterprise", "register_enterprise_in",
]  # fmt: skip

TEXTS = tuple(f.name for f in dataclasses.fields(EnterpriseDraft))
MOST_VISITS = 366  # of one enterprise in a year


def register_enterprise(ws: Workspace, draft: EnterpriseDraft, *, visit_cap: int | None = None) -> Done[Enterprise]:
    """Register an enterprise. Refuses a missing name, a wrong credit code, ENTERPRISE_DUPLICATE."""
    with ws.operation(Op.REGISTER_ENTERPRISE) as step:
        enterprise = register_enterprise_in(step, draft, visit_cap=visit_cap)
    return Done(value=enterprise, changes=step.changes)


def register_enterprise_in(step: Step, draft: EnterpriseDraft, *, visit_cap: int | None = None) -> Enterprise:
    """Register an enterprise inside an open operation."""
    draft = cleaned(draft)
    refuse((*enterprise_problems(draft), *cap_problems(visit_cap), *_twins(step.db, draft, None)))
    enterprise = Enterprise(
        id=step.new_id(), initials=initials_of(draft.name), visit_cap=visit_cap or None, **_fields(draft)
    )
    enterprises.put_enterprise(step.db, enterprise)
    return enterprise


def amend_enterprise(
    ws: Workspace, enterprise_id: str, draft: EnterpriseDraft, *, visit_cap: int | None = None
) -> Done[Enterprise]:
    """Change an enterprise's facts; papers already issued keep what they say. Refuses as registering does.

    `visit_cap` is the most visits a year: none leaves it as it is, 0 takes it away.
    """
    with ws.operation(Op.AMEND_ENTERPRISE) as step:
        enterprise = amend_enterprise_in(step, enterprise_id, draft, visit_cap=visit_cap)
    return Done(value=enterprise, changes=step.changes)


def amend_enterprise_in(
    step: Step, enterprise_id: str, draft: EnterpriseDraft, *, visit_cap: int | None = None
) -> Enterprise:
    """Change an enterprise inside an open operation."""
    draft = cleaned(draft)
    known = enterprises.get_enterprise(step.db, enterprise_id)
    if known is None:
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "enterprise", "id": enterprise_id[:80]})])
    refuse((*enterprise_problems(draft), *cap_problems(visit_cap), *_twins(step.db, draft, known)))
    cap = known.visit_cap if visit_cap is None else visit_cap or None
    enterprise = Enterprise(id=known.id, initials=initials_of(draft.name), visit_cap=cap, **_fields(draft))
    enterprises.put_enterprise(step.db, enterprise)
    return enterprise


def cap_problems(visit_cap: int | None) -> tuple[Problem, ...]:
    """Say whether a number of visits a year is too large."""
    if visit_cap is None or 0 <= visit_cap <= MOST_VISITS:
        return ()
    fields = {"field": "visit_cap", "found": str(visit_cap), "allowed": f"0-{MOST_VISITS}"}
    return (Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="visit_cap", fields=fields),)


def cleaned(draft: EnterpriseDraft) -> EnterpriseDraft:
    """Give the draft as it would be kept."""
    values = {name: texts.cleaned(getattr(draft, name)) for name in TEXTS}
    values["credit_code"] = credit_code.normalised(draft.credit_code)
    return EnterpriseDraft(**values)


def enterprise_problems(draft: EnterpriseDraft) -> tuple[Problem, ...]:
    """Say what is wrong with a cleaned draft."""
    found: list[Problem] = []
    if not draft.name:
        found.append(Problem(code=ProblemCode.VALUE_MISSING, where="name", fields={"field": "name"}))
    for name in TEXTS:
        limit = texts.LONG_LIMIT if name == "note" else texts.NAME_LIMIT
        found.extend(texts.problems_of(getattr(draft, name), name, limit=limit))
    if draft.credit_code:
        found.extend(credit_code.problems_of(draft.credit_code))
    return tuple(found)


def _twins(db: Database, draft: EnterpriseDraft, known: Enterprise | None) -> tuple[Problem, ...]:
    """Refuse a second entry; entries that two laptops made of one enterprise stay, until they are merged."""
    key = "credit_code" if draft.credit_code else "name"
    if known is not None and getattr(known, key) == getattr(draft, key):
        return ()
    twin = enterprises.with_code(db, draft.credit_code) if draft.credit_code else None
    if twin is None and not draft.credit_code:
        twin = enterprises.with_name(db, draft.name)
    if twin is None or (known is not None and twin.id == known.id):
        return ()
    fields = {"name": twin.name, "credit_code": twin.credit_code}
    return (Problem(code=ProblemCode.ENTERPRISE_DUPLICATE, where=key, fields=fields),)


def _fields(draft: EnterpriseDraft) -> dict[str, str]:
    return {name: getattr(draft, name) for name in TEXTS}
