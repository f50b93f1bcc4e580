# SPDX-License-Identifier: MulanPSL-2.0
"""What goes on beside an order: 挂牌督办, 停产停业到复产验收, 移送, 约谈 (handbook 4.7, 4.8, 9). The law is data."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.document_fields import FieldType, FieldValues, Value, as_json, missing, read_values
from inspector_app.domain.finding import FINDING_LIFE, FindingVerb, Grade
from inspector_app.domain.follow_up import (
    FIRST_STATES,
    FOLLOW_UP_LIVES,
    FollowUp,
    FollowUpEvent,
    FollowUpKind,
    FollowUpVerb,
)
from inspector_app.domain.json_fields import parse_json
from inspector_app.domain.problems import Problem, ProblemCode, Refused, blocking, refuse
from inspector_app.law.follow_ups import OPEN, KindRules, StepField, StepLaw, Subject, holds
from inspector_app.operations.files import read_small_file
from inspector_app.operations.visits import inspection_in
from inspector_app.storage import documents, findings, follow_ups
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace

DOCUMENT = "document"  # in a step's fields: the id of the document that carries it
MAX_FIELDS_BYTES = 2_000_000
NOTHING: FieldValues = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """What a person says of a step: when, who, in which words, with which fields, carried by which document."""

    on: date | None = None  # today if not given
    person: str = ""
    text: str = ""
    fields: FieldValues = field(default_factory=dict)
    document: str = ""  # id or number; the newest fitting one of the case if not given


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """One of the 五落实 and what the treatment plan says about it."""

    name: str
    text: str


def step_fields(ws: Workspace, kind: FollowUpKind, verb: str = OPEN) -> tuple[StepField, ...]:
    """Give the fields that a step asks for; `open` is the step that begins one."""
    return ws.law.follow_ups.of(kind).step(verb).fields


def read_step_fields(
    ws: Workspace, kind: FollowUpKind, verb: str, path: Path
) -> tuple[FieldValues, tuple[Problem, ...]]:
    """Read a FIELDS.json of a step: every fault at once, unknown names as warnings."""
    raw, faults = parse_json(read_small_file(path, MAX_FIELDS_BYTES), path.name)
    refuse(faults)
    reading = read_values(ws.law.follow_ups.of(kind).step(verb).specs, raw)
    refuse(reading.problems)
    return reading.values, reading.problems


def open_follow_up(
    ws: Workspace, inspection_id: str, kind: FollowUpKind, subject: str = "", draft: StepDraft | None = None
) -> Done[FollowUp]:
    """Begin one about a finding, a document or the whole case.

    Refuses NOT_FOUND, a subject that the law does not know here (REFERENCE_NEEDED), FOLLOW_UP_NEEDS_MAJOR,
    FOLLOW_UP_EXISTS, and fields that are missing or wrong.
    """
    with ws.operation(Op.OPEN_FOLLOW_UP) as step:
        made = open_follow_up_in(ws, step, inspection_id, kind, subject, draft or StepDraft())
    return Done(value=made, changes=step.changes)


def open_follow_up_in(
    ws: Workspace, step: Step, inspection_id: str, kind: FollowUpKind, subject: str, draft: StepDraft
) -> FollowUp:
    """Begin one inside an open operation."""
    rules = ws.law.follow_ups.of(kind)
    inspection = inspection_in(step, inspection_id)
    about, faults = _subject(ws, step.db, rules, inspection.id, subject)
    on = draft.on or ws.today()
    problems = [*faults, *_day_problems(on, inspection.started_at.date(), ws.today())]
    for other in follow_ups.list_follow_ups(step.db, inspection.id):
        if not faults and (other.kind, other.subject) == (kind, about) and is_open(other):
            fields = {"kind": rules.name}
            problems.append(Problem(code=ProblemCode.FOLLOW_UP_EXISTS, where=f"follow_up:{other.id}", fields=fields))
    values, wrong = _values(rules.step(OPEN), draft.fields, NOTHING, on)
    refuse((*problems, *wrong))
    made = FollowUp(
        id=step.new_id(), inspection_id=inspection.id, kind=kind, subject=about, state=FIRST_STATES[kind],
        opened_on=on, fields=values,
    )  # fmt: skip
    follow_ups.put_follow_up(step.db, made)
    return made


def _subject(ws: Workspace, db: Database, rules: KindRules, inspection_id: str, name: str) -> tuple[str, list[Problem]]:
    """Give the id of the finding or document that is meant; the whole case where none is named."""
    if not name and Subject.CASE in rules.subjects:
        return "", []
    finding = findings.get_finding(db, name)
    if finding is not None and finding.inspection_id == inspection_id and Subject.FINDING in rules.subjects:
        fields = {"kind": rules.name}
        if rules.needs_major and (finding.grade is not Grade.MAJOR or not finding.status.is_live):
            return name, [Problem(code=ProblemCode.FOLLOW_UP_NEEDS_MAJOR, where=f"finding:{name}", fields=fields)]
        return name, []
    document = documents.get_document(db, name) or documents.with_number(db, name)
    if document is not None and document.inspection_id == inspection_id and Subject.DOCUMENT in rules.subjects:
        if document.is_valid and document.kind in rules.documents and _fits(document, rules.document_when):
            return document.id, []
        return "", [Problem(code=ProblemCode.REFERENCE_NEEDED, where="subject", fields=_needs(ws, rules))]
    if not name:
        code = ProblemCode.FOLLOW_UP_NEEDS_MAJOR if rules.needs_major else ProblemCode.REFERENCE_NEEDED
        return "", [Problem(code=code, where="subject", fields=_needs(ws, rules))]
    fields = {"kind": Subject.FINDING.value, "id": name[:80]}
    return "", [Problem(code=ProblemCode.NOT_FOUND, where="subject", fields=fields)]


def _needs(ws: Workspace, rules: KindRules) -> dict[str, str]:
    return {"kind": rules.name, "needs": "、".join(ws.law.documents.name(kind) for kind in rules.documents)}


def _fits(document: OfficialDocument, condition: str) -> bool:
    """Whether a document's fields meet a condition; one that has no such field is not asked."""
    return condition.partition("=")[0] not in document.fields or holds(condition, document.fields)


def is_open(follow_up: FollowUp) -> bool:
    """Whether something may still be done with it."""
    return bool(FOLLOW_UP_LIVES[follow_up.kind].verbs(follow_up.state))


def advance_follow_up(
    ws: Workspace, follow_up_id: str, verb: FollowUpVerb, draft: StepDraft | None = None
) -> Done[FollowUp]:
    """Move one on. Refuses STATE_FORBIDS and everything that `follow_up_problems` says."""
    with ws.operation(Op.ADVANCE_FOLLOW_UP) as step:
        after = advance_follow_up_in(ws, step, follow_up_id, verb, draft or StepDraft())
    return Done(value=after, changes=step.changes)


def follow_up_problems(
    ws: Workspace, follow_up_id: str, verb: FollowUpVerb, draft: StepDraft | None = None
) -> tuple[Problem, ...]:
    """Say what stands in the way of a step, all of it at once; nothing is written."""
    with ws.reader() as db:
        try:
            return _checked(ws, db, _get(db, follow_up_id), verb, draft or StepDraft()).problems
        except Refused as refused:
            return refused.problems


def advance_follow_up_in(
    ws: Workspace, step: Step, follow_up_id: str, verb: FollowUpVerb, draft: StepDraft
) -> FollowUp:
    """Move one on inside an open operation."""
    before = _get(step.db, follow_up_id)
    checked = _checked(ws, step.db, before, verb, draft)
    refuse(checked.problems)
    state = FOLLOW_UP_LIVES[before.kind].after(before.state, verb, where=f"follow_up:{before.id}")
    after = dataclasses.replace(before, state=state, fields={**before.fields, **checked.values})
    follow_ups.put_follow_up(step.db, after)
    values: dict[str, Value] = dict(checked.values)
    if checked.document is not None:
        values[DOCUMENT] = checked.document.id
    event = FollowUpEvent(
        id=step.new_id(), follow_up_id=before.id, ordinal=checked.ordinal, verb=verb, state=state, on=checked.on,
        person=texts.cleaned(draft.person), text=texts.cleaned(draft.text), fields=values,
    )  # fmt: skip
    follow_ups.put_event(step.db, event)
    _move_finding(step, before, checked.law)
    return after


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    law: StepLaw
    on: date
    ordinal: int
    values: FieldValues
    document: OfficialDocument | None
    problems: tuple[Problem, ...]


def _checked(ws: Workspace, db: Database, before: FollowUp, verb: FollowUpVerb, draft: StepDraft) -> _Checked:
    FOLLOW_UP_LIVES[before.kind].after(before.state, verb, where=f"follow_up:{before.id}")
    law = ws.law.follow_ups.of(before.kind).step(verb)
    events = follow_ups.list_events(db, before.id)
    on = draft.on or ws.today()
    last = events[-1].on if events else before.opened_on
    values, wrong = _values(law, draft.fields, before.fields, on)
    document, unfit = _document(db, law, before, draft.document)
    problems = [*_day_problems(on, last, ws.today()), *wrong, *unfit]
    for name, text in (("person", draft.person), ("text", draft.text)):
        problems += texts.problems_of(text, name, limit=texts.LONG_LIMIT if name == "text" else texts.NAME_LIMIT)
    return _Checked(law=law, on=on, ordinal=len(events) + 1, values=values, document=document, problems=tuple(problems))


def _get(db: Database, follow_up_id: str) -> FollowUp:
    found = follow_ups.get_follow_up(db, follow_up_id)
    if found is None:
        fields = {"kind": "follow_up", "id": follow_up_id[:80]}
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields=fields)])
    return found


def _day_problems(on: date, earliest: date, today: date) -> Iterator[Problem]:
    """A step lies neither before the one before it nor in the future."""
    for earlier, later in ((earliest, on), (on, today)):
        if earlier > later:
            fields = {"earlier": earlier.isoformat(), "later": later.isoformat()}
            yield Problem(code=ProblemCode.TIME_ORDER, where="on", fields=fields)


def _values(law: StepLaw, given: FieldValues, known: FieldValues, on: date) -> tuple[FieldValues, tuple[Problem, ...]]:
    """Read what was written for a step by its fields, and say everything that is wrong with it."""
    reading = read_values(law.specs, as_json({n: v for n, v in given.items() if v}, law.specs))
    problems = list(blocking(reading.problems))
    whole = {**known, **reading.values}
    for rule in law.fields:
        if holds(rule.when, whole):
            problems += _field_problems(rule, reading.values, known, on)
    return reading.values, tuple(problems)


def _field_problems(rule: StepField, values: FieldValues, known: FieldValues, on: date) -> Iterator[Problem]:
    spec = rule.spec
    where, label = f"field:{spec.name}", {"field": spec.label}
    if rule.may_be_known and not values.get(spec.name):
        values = {spec.name: known.get(spec.name, "")}
    for empty in missing([spec], values):
        name = spec.label if empty is spec else f"{spec.label}：{empty.label}"
        yield Problem(code=ProblemCode.VALUE_MISSING, where=where, fields={"field": name})
    value = values.get(spec.name, "")
    rows = [row for row in value if isinstance(row, Mapping)]
    if value and rule.least > len(rows) and spec.type is FieldType.ROWS:
        fields = {**label, "count": str(len(rows)), "least": str(rule.least)}
        yield Problem(code=ProblemCode.ROWS_TOO_FEW, where=where, fields=fields)
    yield from _word_problems(rule, rows, where)
    if isinstance(value, str) and value and spec.type is FieldType.DAY:
        yield from _date_problems(rule, value, str(known.get(spec.name, "")), on, where)


def _word_problems(rule: StepField, rows: list[Mapping[str, str]], where: str) -> Iterator[Problem]:
    """One row must have the wanted word; no row may have the one that bars the step."""
    for condition, code in ((rule.wanted, ProblemCode.ROWS_WITHOUT), (rule.bars, ProblemCode.ROWS_BAR)):
        if not condition or not rows:
            continue
        column, _, word = condition.partition("=")
        is_there = any(row.get(column) == word for row in rows)
        if is_there is (code is ProblemCode.ROWS_BAR):
            said = next((dict(c.choices).get(word, word) for c in rule.spec.columns if c.name == column), word)
            yield Problem(code=code, where=where, fields={"field": rule.spec.label, "wanted": said})


def _date_problems(rule: StepField, value: str, before: str, on: date, where: str) -> Iterator[Problem]:
    if rule.grows and before and value <= before:
        fields = {"deadline": value, "before": before}
        yield Problem(code=ProblemCode.DEADLINE_NOT_LATER, where=where, fields=fields)
    if rule.after_step and value < on.isoformat():
        fields = {"earlier": on.isoformat(), "later": value}
        yield Problem(code=ProblemCode.TIME_ORDER, where=where, fields=fields)


def _document(
    db: Database, law: StepLaw, follow_up: FollowUp, name: str
) -> tuple[OfficialDocument | None, list[Problem]]:
    """Give the document that carries a step: the named one, else the newest fitting one of the case."""
    issued = documents.list_documents(db, follow_up.inspection_id)
    fitting = [d for d in issued if d.is_valid and d.kind in law.documents and _fits(d, law.document_when)]
    if not name:
        return (fitting[-1] if fitting else None), []
    named = [d for d in fitting if name in (d.id, d.number)]
    if named:
        return named[0], []
    fields = {"kind": "document", "id": name[:80]}
    return None, [Problem(code=ProblemCode.NOT_FOUND, where="document", fields=fields)]


def _move_finding(step: Step, follow_up: FollowUp, law: StepLaw) -> None:
    """Do to the finding that it is about what the step means for it, where its own life allows that."""
    finding = findings.get_finding(step.db, follow_up.subject)
    if finding is None or not law.finding_verb:
        return
    verb = FindingVerb(law.finding_verb)
    if FINDING_LIFE.may(finding.status, verb):
        status = FINDING_LIFE.after(finding.status, verb)
        findings.put_finding(step.db, dataclasses.replace(finding, status=status))


def fulfilments(ws: Workspace, follow_up: FollowUp) -> tuple[Fulfilment, ...]:
    """Give the 五落实 as the treatment plan's elements show them; an empty text is one not shown."""
    rules = ws.law.follow_ups.of(follow_up.kind)
    shown = [f for step in rules.steps.values() for f in step.fields if f.fulfils]
    return tuple(Fulfilment(name=f.fulfils, text=str(follow_up.fields.get(f.spec.name, ""))) for f in shown)
