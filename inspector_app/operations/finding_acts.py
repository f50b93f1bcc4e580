# SPDX-License-Identifier: MulanPSL-2.0
"""Acts about many findings at once: assign (交办), remind (催办), list under supervision (挂牌督办); all or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.enterprise_records import FindingAct, FindingActVerb
from inspector_app.domain.finding import Finding
from inspector_app.domain.follow_up import FollowUp, FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.law.follow_ups import StepField
from inspector_app.operations import follow_ups as follow_up_verbs
from inspector_app.operations.follow_ups import StepDraft
from inspector_app.storage import enterprises, finding_acts, findings, follow_ups, inspections, organs
from inspector_app.storage.driver import Database
from inspector_app.storage.record_rows import put_record
from inspector_app.wording import word
from inspector_app.workspace import Step, Workspace

MOST_AT_ONCE = 5_000  # findings of one act: more is a slip of the hand, and one undo takes all of it back
OWN_FIELDS = ("number", "unit", "measures")  # of the step `list`: worked out for each finding unless given
EARLIEST_YEAR, LATEST_YEAR = 2000, 2999


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    finding: Finding
    enterprise_name: str
    person_in_charge: str
    assignee: str


def assign_findings(
    ws: Workspace,
    ids: Sequence[str],
    *,
    person: str,
    officer_id: str = "",
    due_on: date | None = None,
    text: str = "",
) -> Done[int]:
    """Give findings to somebody to see to, until a day; the newest assignment of a finding counts.

    Refuses an empty or too long choice, NOT_FOUND for each finding or officer that is not there, STATE_FORBIDS for
    each that is closed or not counted, a person that is missing, a day before today (TIME_ORDER).
    """
    with ws.operation(Op.ASSIGN_FINDINGS) as step:
        number = assign_findings_in(
            step, ids, person=person, officer_id=officer_id, due_on=due_on, text=text, today=ws.today(), by=ws.actor
        )
    return Done(value=number, changes=step.changes)


def assign_findings_in(
    step: Step,
    ids: Sequence[str],
    *,
    person: str,
    officer_id: str = "",
    due_on: date | None = None,
    text: str = "",
    today: date,
    by: str = "",
) -> int:
    """Assign findings inside an open operation."""
    person, text = texts.cleaned(person), texts.cleaned(text)
    subjects, problems = _subjects(step.db, ids, Op.ASSIGN_FINDINGS)
    if not person:
        problems.append(Problem(code=ProblemCode.VALUE_MISSING, where="person", fields={"field": "person"}))
    if officer_id and organs.get_officer(step.db, officer_id) is None:
        fields = {"kind": "officer", "id": officer_id[:80]}
        problems.append(Problem(code=ProblemCode.NOT_FOUND, where="officer_id", fields=fields))
    if due_on is not None and not EARLIEST_YEAR <= due_on.year <= LATEST_YEAR:
        fields = {"field": "due_on", "found": due_on.isoformat()}
        problems.append(Problem(code=ProblemCode.DATE_WRONG, where="due_on", fields=fields))
    elif due_on is not None and due_on < today:
        fields = {"earlier": "now", "later": "due_on"}
        problems.append(Problem(code=ProblemCode.TIME_ORDER, where="due_on", fields=fields))
    refuse((*problems, *_words(person, text)))
    for subject in subjects:
        put_record(step.db, FindingAct(
            id=step.new_id(), finding_id=subject.finding.id, verb=FindingActVerb.ASSIGN, person=person,
            officer_id=officer_id, due_on=due_on, text=text, at=step.now, made_by=by,
        ))  # fmt: skip
    return len(subjects)


def remind_findings(ws: Workspace, ids: Sequence[str], *, person: str = "", text: str = "") -> Done[int]:
    """Note that somebody was reminded: the named person, else whom each was assigned to, else the person in charge.

    Refuses as `assign_findings` does, and VALUE_MISSING for each finding that nobody can be named for.
    """
    with ws.operation(Op.REMIND_FINDINGS) as step:
        number = remind_findings_in(step, ids, person=person, text=text, by=ws.actor)
    return Done(value=number, changes=step.changes)


def remind_findings_in(step: Step, ids: Sequence[str], *, person: str = "", text: str = "", by: str = "") -> int:
    """Remind inside an open operation."""
    person, text = texts.cleaned(person), texts.cleaned(text)
    subjects, problems = _subjects(step.db, ids, Op.REMIND_FINDINGS)
    whom = {s.finding.id: person or s.assignee or s.person_in_charge for s in subjects}
    for finding_id, name in whom.items():
        if not name:
            where = f"finding:{finding_id}"
            problems.append(Problem(code=ProblemCode.VALUE_MISSING, where=where, fields={"field": "person"}))
    refuse((*problems, *_words(person, text)))
    for finding_id, name in whom.items():
        put_record(step.db, FindingAct(
            id=step.new_id(), finding_id=finding_id, verb=FindingActVerb.REMIND, person=name, text=text, at=step.now,
            made_by=by,
        ))  # fmt: skip
    return len(whom)


def listing_fields(ws: Workspace) -> tuple[StepField, ...]:
    """Give the fields that listing under supervision states, as the law data names them.

    `number`, `unit`, `person` and `measures` may be left out: then the number counts on from the first, the unit and
    its person in charge are the enterprise's, the measures are the finding's own.
    """
    return follow_up_verbs.step_fields(ws, FollowUpKind.SUPERVISION, FollowUpVerb.LIST.value)


def list_findings(
    ws: Workspace,
    ids: Sequence[str],
    *,
    level: str,
    organ: str,
    deadline: date,
    person: str = "",
    number: str = "",
    on: date | None = None,
    fields: FieldValues | None = None,
) -> Done[int]:
    """List major findings under supervision: each gets its own supervision, listed with these facts; all or none.

    `number` is the first one's (督办编号); with more findings the next ones count on at its last digits. `fields` holds
    what else the step states (department, standard, the six elements of the treatment plan ...). A supervision that
    was proposed already is listed. Refuses FOLLOW_UP_NEEDS_MAJOR, FOLLOW_UP_EXISTS for what is listed already, and
    everything that is missing or wrong, of every finding at once.
    """
    given: dict[str, object] = {"level": level, "organ": organ, "deadline": deadline.isoformat(), **(fields or {})}
    with ws.operation(Op.LIST_FINDINGS) as step:
        subjects, problems = _subjects(step.db, ids, Op.LIST_FINDINGS)
        for place, subject in enumerate(subjects):
            own = {**_own_fields(subject, person, _counted(number, place)), **given}
            draft = StepDraft(on=on, person=person, fields={k: v for k, v in own.items() if v})  # type: ignore[misc]
            problems += _listed(ws, step, subject, draft)
        refuse(_each_once(problems))
    return Done(value=len(subjects), changes=step.changes)


def _own_fields(subject: _Subject, person: str, number: str) -> dict[str, object]:
    who = person or subject.person_in_charge
    return {"unit": subject.enterprise_name, "person": who, "measures": subject.finding.measure, "number": number}


def _listed(ws: Workspace, step: Step, subject: _Subject, draft: StepDraft) -> list[Problem]:
    """List one finding; give what stands in its way, so that the others are looked at as well."""
    finding = subject.finding
    proposed = _proposed(step.db, finding)
    try:
        if proposed is None:
            opening = StepDraft(on=draft.on)
            proposed = follow_up_verbs.open_follow_up_in(
                ws, step, finding.inspection_id, FollowUpKind.SUPERVISION, finding.id, opening
            )
        follow_up_verbs.advance_follow_up_in(ws, step, proposed.id, FollowUpVerb.LIST, draft)
    except Refused as refused:
        return [_of_finding(problem, finding.id) for problem in refused.problems]
    return []


def _proposed(db: Database, finding: Finding) -> FollowUp | None:
    for one in follow_ups.list_follow_ups(db, finding.inspection_id):
        is_this = (one.kind, one.subject) == (FollowUpKind.SUPERVISION, finding.id)
        if is_this and one.state is FollowUpState.PROPOSED:
            return one
    return None


def _of_finding(problem: Problem, finding_id: str) -> Problem:
    where = f"finding:{finding_id}" + (f"/{problem.where}" if problem.where.startswith("field:") else "")
    return Problem(code=problem.code, where=where, fields=problem.fields, severity=problem.severity)


def _each_once(problems: Sequence[Problem]) -> Iterator[Problem]:
    """What every finding lacks in the same way is said once: it was not given."""
    by_fault: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        key = (problem.code, problem.where.partition("/")[2], *sorted(problem.fields.items()))
        by_fault.setdefault(key, []).append(problem)
    for (_, field, *_), same in by_fault.items():
        if field and len(same) > 1:
            yield Problem(code=same[0].code, where=str(field), fields=same[0].fields, severity=same[0].severity)
        else:
            yield from same


def _counted(first: str, place: int) -> str:
    """Give the number that is so many places after the first: its last digits count on, their width stays.

    >>> _counted("津安督〔2026〕009号", 2)
    '津安督〔2026〕011号'
    """
    end = len(first)
    while end and not (first[end - 1].isascii() and first[end - 1].isdigit()):
        end -= 1
    start = end
    while start and first[start - 1].isascii() and first[start - 1].isdigit():
        start -= 1
    if start == end:
        return first if not first or not place else f"{first}-{place + 1}"
    return f"{first[:start]}{int(first[start:end]) + place:0{end - start}d}{first[end:]}"


def _words(person: str, text: str) -> Iterator[Problem]:
    yield from texts.problems_of(person, "person")
    yield from texts.problems_of(text, "text", limit=texts.LONG_LIMIT)


def _subjects(db: Database, ids: Sequence[str], op: Op) -> tuple[list[_Subject], list[Problem]]:
    """Give the findings with whom they concern, in the order given and each once; and what is wrong with the choice."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return [], [Problem(code=ProblemCode.VALUE_MISSING, where="ids", fields={"field": "finding"})]
    if len(wanted) > MOST_AT_ONCE:
        fields = {"field": "finding", "found": str(len(wanted)), "allowed": f"1-{MOST_AT_ONCE}"}
        return [], [Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="ids", fields=fields)]
    found: list[_Subject] = []
    problems: list[Problem] = []
    for finding_id in wanted:
        finding = findings.get_finding(db, finding_id)
        where = f"finding:{finding_id[:80]}"
        if finding is None:
            fields = {"kind": "finding", "id": finding_id[:80]}
            problems.append(Problem(code=ProblemCode.NOT_FOUND, where=where, fields=fields))
        elif not finding.status.is_open:
            fields = {"life": "finding", "state": finding.status.value, "verb": word(op)}
            problems.append(Problem(code=ProblemCode.STATE_FORBIDS, where=where, fields=fields))
        else:
            found.append(_subject(db, finding))
    return found, problems


def _subject(db: Database, finding: Finding) -> _Subject:
    inspection = inspections.get_inspection(db, finding.inspection_id)
    enterprise = None if inspection is None else enterprises.get_enterprise(db, inspection.enterprise_id)
    return _Subject(
        finding=finding,
        enterprise_name="" if enterprise is None else enterprise.name,
        person_in_charge="" if enterprise is None else enterprise.person_in_charge,
        assignee=finding_acts.assignee_of(db, finding.id),
    )
