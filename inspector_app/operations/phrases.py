# SPDX-License-Identifier: MulanPSL-2.0
"""The unit's phrase library: a person publishes a wording, changes it, or drops it; nothing publishes itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.phrase import Phrase, PhraseDraft, PhraseState, unconfirmed
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.packs.rules import has_broken_slot
from inspector_app.storage import phrases
from inspector_app.workspace import Step, Workspace

MOST_DAYS = 3650


def publish_phrase(
    ws: Workspace,
    draft: PhraseDraft,
    person: str,
    *,
    learned_from: Sequence[str] = (),
    replaces: PhraseDraft | None = None,
) -> Done[Phrase]:
    """Publish a wording in the name of a person; from now on it is proposed when its item fails.

    `replaces` is the phrase or the candidate that this wording takes the place of: it is dropped, so that it is
    neither proposed nor learned again. Refuses VALUE_MISSING, ITEM_UNKNOWN, PACK_SLOT_BROKEN, PACK_DAYS_MISMATCH
    and texts that are too long.
    """
    draft, person = cleaned(draft), texts.cleaned(person)
    refuse((*_faults(ws, draft), *_person_faults(person)))
    with ws.operation(Op.PUBLISH_PHRASE) as step:
        known = phrases.get_phrase(step.db, draft.key)
        before = _drop_replaced(step, cleaned(replaces), draft, person) if replaces is not None else None
        sources = tuple(learned_from) or next((p.learned_from for p in (known, before) if p is not None), ())
        phrase = _phrase(draft, PhraseState.PUBLISHED, person, step, sources)
        phrases.put_phrase(step.db, phrase)
    return Done(value=phrase, changes=step.changes)


def drop_phrase(ws: Workspace, draft: PhraseDraft, person: str, note: str = "") -> Done[Phrase]:
    """Drop a phrase, or a candidate so that it is not learned again; kept with who did it and why."""
    draft, person, note = cleaned(draft), texts.cleaned(person), texts.cleaned(note)
    refuse((*_person_faults(person), *texts.problems_of(note, "note", limit=texts.LONG_LIMIT)))
    with ws.operation(Op.DROP_PHRASE) as step:
        known = phrases.get_phrase(step.db, draft.key)
        made = known or _phrase(draft, PhraseState.DROPPED, person, step, ())
        dropped = replace(made, state=PhraseState.DROPPED, person=person, at=step.now, note=note)
        phrases.put_phrase(step.db, dropped)
    return Done(value=dropped, changes=step.changes)


def cleaned(draft: PhraseDraft) -> PhraseDraft:
    """Give a draft as it is kept."""
    clauses = unconfirmed(clause for clause in draft.clauses if clause.name.strip())
    return replace(
        draft, item_code=draft.item_code.strip(), text=" ".join(texts.cleaned(draft.text).split()),
        place=texts.cleaned(draft.place), measure=texts.cleaned(draft.measure), clauses=clauses,
    )  # fmt: skip


def _phrase(draft: PhraseDraft, state: PhraseState, person: str, step: Step, learned_from: tuple[str, ...]) -> Phrase:
    return Phrase(
        id=draft.key, item_code=draft.item_code, text=draft.text, place=draft.place, measure=draft.measure,
        deadline_class=draft.deadline_class, deadline_days=draft.deadline_days, clauses=draft.clauses, state=state,
        person=person, at=step.now, learned_from=learned_from,
    )  # fmt: skip


def _drop_replaced(step: Step, replaced: PhraseDraft, draft: PhraseDraft, person: str) -> Phrase | None:
    """Drop the wording that a person rewrote: it would stand beside its better one, or be learned once more."""
    if replaced.key == draft.key:
        return None
    known = phrases.get_phrase(step.db, replaced.key) or _phrase(replaced, PhraseState.DROPPED, person, step, ())
    dropped = replace(known, state=PhraseState.DROPPED, person=person, at=step.now)
    phrases.put_phrase(step.db, dropped)
    return dropped


def _faults(ws: Workspace, draft: PhraseDraft) -> tuple[Problem, ...]:
    found: list[Problem] = []
    if not draft.text:
        found.append(Problem(code=ProblemCode.VALUE_MISSING, where="text", fields={"field": "text"}))
    for name in ("text", "measure"):
        text = getattr(draft, name)
        found.extend(texts.problems_of(text, name, limit=texts.LONG_LIMIT))
        if has_broken_slot(text):
            found.append(Problem(code=ProblemCode.PACK_SLOT_BROKEN, where=name, fields={"field": name, "text": text}))
    found.extend(texts.problems_of(draft.place, "place"))
    if not any(
        item.code == draft.item_code for entry in ws.catalogue.entries if entry.pack for item in entry.pack.items
    ):
        found.append(Problem(code=ProblemCode.ITEM_UNKNOWN, where="item", fields={"item": draft.item_code[:80]}))
    days, needs = draft.deadline_days, draft.deadline_class is DeadlineClass.WITHIN_DAYS
    if (days is not None and not 1 <= days <= MOST_DAYS) or (days is not None and not needs):
        fields = {"class": draft.deadline_class.value, "days": str(days)}
        found.append(Problem(code=ProblemCode.PACK_DAYS_MISMATCH, where="deadline", fields=fields))
    return tuple(found)


def _person_faults(person: str) -> tuple[Problem, ...]:
    if not person:
        return (Problem(code=ProblemCode.VALUE_MISSING, where="person", fields={"field": "person"}),)
    return texts.problems_of(person, "person")
