# SPDX-License-Identifier: MulanPSL-2.0
"""What keeps a re-inspection from being recorded: people, times (R13), lines (R21), and lines without a verdict."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.domain import texts
from inspector_app.domain.document import OfficialDocument, Verdict
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.order_life import OrderLife, OrderState
from inspector_app.domain.order_lines import OrderLine, earliest_look
from inspector_app.domain.organ import EnforcementPower, Officer
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.domain.reinspection_record import ReinspectionDraft
from inspector_app.storage import organs
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace

PERSON_TEXTS = ("name", "certificate_no", "title", "unit", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round in the making: the order as it stands, and what was entered."""

    ws: Workspace
    db: Database
    document: OfficialDocument
    life: OrderLife
    lines: tuple[OrderLine, ...]
    draft: ReinspectionDraft
    where: Mapping[int, str]  # the path of each line's verdict, where it came from a file

    @property
    def on(self) -> date:
        """The day of the round, in Chinese civil time."""
        return self.draft.started_at.astimezone(self.ws.now().tzinfo).date()

    @property
    def is_reported(self) -> bool:
        """Whether the unit has reported its completion: then every line may be judged."""
        return self.life.state is OrderState.DONE_REPORTED

    def place(self, line: int, name: str = "") -> str:
        """Say where in the entry a line's verdict stands."""
        path = self.where.get(line, f"verdicts:{line}")
        return f"{path}.{name}" if name and line in self.where else path


def round_faults(made: Round) -> Iterator[Problem]:
    """Say what is wrong with a round; everything at once."""
    yield from _people_faults(made)
    yield from _time_faults(made)
    yield from _line_faults(made)
    yield from _text_faults(made)


def _people_faults(made: Round) -> Iterator[Problem]:
    officers = made.draft.officers
    organ = organs.get_organ(made.db)
    enforces = organ is None or organ.enforcement_power is not EnforcementPower.NONE
    least = made.ws.law.rules.number("R01", "least")
    distinct = {p.certificate_no or p.name for p in officers}
    if len(distinct) < least:
        fields = {"count": str(len(distinct)), "least": str(least), "rule": "R01"}
        yield Problem(code=ProblemCode.TOO_FEW_OFFICERS, where="$.officers", fields=fields)
    seen: set[str] = set()
    for n, officer in enumerate(officers):
        where = f"$.officers[{n}]"
        number = officer.certificate_no
        if number and number in seen:
            fields = {"name": officer.name, "certificate_no": number}
            yield Problem(code=ProblemCode.OFFICER_DUPLICATE, where=where, fields=fields)
        seen.add(number)
        yield from _officer_faults(made, officer, where, enforces=enforces)
    for person in made.draft.people:
        if person.role is not PersonRole.OFFICER and not person.name:
            yield Problem(code=ProblemCode.VALUE_MISSING, where="$.people.name", fields={"field": "name"})


def _officer_faults(made: Round, officer: Participant, where: str, *, enforces: bool) -> Iterator[Problem]:
    if not officer.name:
        fields = {"kind": "officer", "id": officer.certificate_no[:80]}
        yield Problem(code=ProblemCode.NOT_FOUND, where=where, fields=fields)
        return
    if not enforces:
        return
    if not officer.certificate_no:
        fields = {"field": "certificate_no", "rule": "R02"}
        yield Problem(code=ProblemCode.VALUE_MISSING, where=f"{where}.certificate_no", fields=fields)
        return
    known = organs.find_officer(made.db, officer.certificate_no)
    if known is None:
        return
    if known.name != officer.name:
        fields = {"certificate_no": officer.certificate_no, "known": known.name, "found": officer.name}
        yield Problem(code=ProblemCode.OFFICER_NAME_DIFFERS, where=f"{where}.name", fields=fields)
    if not known.is_valid(made.on):
        fields = {"name": officer.name, "valid_to": known.valid_to.isoformat() if known.valid_to else "", "rule": "R01"}
        yield Problem(code=ProblemCode.CERTIFICATE_EXPIRED, where=where, fields=fields)


def _time_faults(made: Round) -> Iterator[Problem]:
    draft, now = made.draft, made.ws.now()
    if draft.finished_at <= draft.started_at:
        fields = {"earlier": "started_at", "later": "finished_at"}
        yield Problem(code=ProblemCode.TIME_ORDER, where="$.finished_at", fields=fields)
    late = max(draft.started_at, draft.finished_at)
    if late > now:
        at = late.astimezone(now.tzinfo)
        fields = {"found": at.isoformat(" ", "minutes"), "now": now.isoformat(" ", "minutes")}
        yield Problem(code=ProblemCode.INSPECTION_IN_FUTURE, where="$.finished_at", fields=fields)
    issued = made.document.issued_on
    if made.on < issued:
        slots = {"on": made.on.isoformat(), "number": made.document.number, "issued_on": issued.isoformat()}
        yield made.ws.law.rules.problem("R13", "$.started_at", "before_order", **slots)
        return
    earliest = earliest_look(made.lines, made.life.state, issued)
    if earliest is not None and made.on < earliest:
        yield _too_early(made.on, earliest, "$.started_at")


def _too_early(on: date, earliest: date, where: str) -> Problem:
    fields = {"on": on.isoformat(), "earliest": earliest.isoformat(), "rule": "R13"}
    return Problem(code=ProblemCode.REINSPECTION_TOO_EARLY, where=where, fields=fields)


def _line_faults(made: Round) -> Iterator[Problem]:
    known = {line.ordinal: line for line in made.lines}
    given = {v.line: v for v in made.draft.verdicts}
    for verdict in made.draft.verdicts:
        line = known.get(verdict.line)
        if line is None:
            slots = {"ordinal": verdict.line, "number": made.document.number}
            yield made.ws.law.rules.problem("R21", made.place(verdict.line, "line"), **slots)
            continue
        if verdict.verdict is not Verdict.DONE and not texts.cleaned(verdict.fact):
            yield Problem(
                code=ProblemCode.VALUE_MISSING, where=made.place(verdict.line, "fact"), fields={"field": "fact"}
            )
        if line.is_open and verdict.verdict is not Verdict.DONE and not may_judge(made, line):
            # What is not due yet cannot be found wanting; what is mended early may be accepted early.
            assert line.deadline is not None
            yield _too_early(made.on, line.deadline, made.place(verdict.line, "verdict"))
    for line in made.lines:
        if line.is_open and line.ordinal not in given and not made.draft.all_done and may_judge(made, line):
            fields = {"ordinal": str(line.ordinal)}
            yield Problem(code=ProblemCode.VERDICT_MISSING, where=f"verdicts:{line.ordinal}", fields=fields)


def may_judge(made: Round, line: OrderLine) -> bool:
    """Whether a line must be judged in this round: it is due, or completion was reported."""
    return made.is_reported or line.is_due(made.on)


def _text_faults(made: Round) -> Iterator[Problem]:
    draft = made.draft
    yield from texts.problems_of(draft.place, "place", where="$.place")
    for name in ("opinion", "party_remark"):
        yield from texts.problems_of(getattr(draft, name), name, where=f"$.{name}", limit=texts.LONG_LIMIT)
    for verdict in draft.verdicts:
        yield from texts.problems_of(
            verdict.fact, "fact", where=made.place(verdict.line, "fact"), limit=texts.LONG_LIMIT
        )
    for person in draft.people:
        for name in PERSON_TEXTS:
            yield from texts.problems_of(getattr(person, name), name, where=f"$.people.{name}")


def named_officers(db: Database, people: Sequence[Participant]) -> tuple[Participant, ...]:
    """Give the people with officers named as the roster does; one given by number or name alone is looked up."""
    roster = organs.list_officers(db)
    return tuple(_as_on_roster(person, roster) for person in people)


def _as_on_roster(person: Participant, roster: Sequence[Officer]) -> Participant:
    if person.role is not PersonRole.OFFICER:
        return person
    word = person.certificate_no or person.name
    fitting = [o for o in roster if o.certificate_no == word]
    if not fitting and (not person.name or not person.certificate_no):
        fitting = [o for o in roster if o.name == word]
    if len(fitting) != 1:
        return person
    known = fitting[0]
    return dataclasses.replace(
        person, name=person.name or known.name, certificate_no=known.certificate_no, officer_id=known.id,
        unit=person.unit or known.unit,
    )  # fmt: skip
