# SPDX-License-Identifier: MulanPSL-2.0
"""A whole inspection as a file (RECORD.json, docs/record-format.md), as for a day that was kept on paper.

Everything wrong with the file itself is found here; what needs packs, register or photos is found by
`operations.paper_records`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from inspector_app.domain import credit_code, texts
from inspector_app.domain.enterprise import EnterpriseDraft
from inspector_app.domain.finding import Grade
from inspector_app.domain.inspection import AnswerResult, Participant, PersonRole
from inspector_app.domain.json_fields import Fields, parse_json, shown, step
from inspector_app.domain.problems import Problem, ProblemCode

__all__ = ["MAX_BYTES", "PaperFinding", "PaperRecord", "PaperValue", "read_paper_record"]

MAX_BYTES = 5_000_000
LEAST_OFFICERS = 2
CLAUSE_LIMIT = 1000
PATH_LIMIT = 4096
MAX_ENTRIES = 1000  # findings, photos of one finding, people: more is no inspection
_ENTERPRISE_TEXTS = ("address", "district", "industry", "person_in_charge", "title", "phone", "note")
_PERSON_TEXTS = ("title", "unit", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFinding:
    """One finding of the file; empty and None stand for the item's own wording, basis and deadline."""

    where: str  # its path in the file
    item_code: str | None
    place: str
    description: str
    grade: Grade
    measure: str
    deadline: date | None
    clauses: tuple[str, ...] | None
    photos: tuple[str, ...]

    @property
    def key(self) -> tuple[str | None, str, str]:
        """What makes two findings the same finding."""
        return self.item_code, self.place, self.description


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperValue:
    """One value of the file as written there; `place` is the place of an item that has several."""

    where: str  # its path in the file
    item_code: str
    value: str
    remark: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecord:
    """The file's content. Where something is faulty a stand-in keeps its place, and a problem is given."""

    enterprise: EnterpriseDraft
    packs: tuple[str, ...]  # as listed, empty where faulty
    people: tuple[Participant, ...]
    started_at: datetime | None
    finished_at: datetime | None
    place: str
    party_remark: str
    answers: Mapping[str, AnswerResult]
    findings: tuple[PaperFinding, ...]
    values: tuple[PaperValue, ...] = ()

    @property
    def officers(self) -> tuple[Participant, ...]:
        """The enforcement officers, as listed."""
        return tuple(p for p in self.people if p.role is PersonRole.OFFICER)

    @staticmethod
    def where_of(item_code: str) -> str:
        """Give the path of an answer in the file."""
        return f"$.answers{step(item_code)}"


def read_paper_record(
    data: bytes, name: str, *, enforces: bool = True
) -> tuple[PaperRecord | None, tuple[Problem, ...]]:
    """Read the file's bytes. Gives as much of the record as can be read, and every problem with its path.

    Where the organ only looks and tells (`enforces` false, handbook 1.8), its people need no certificate.
    """
    raw, faults = parse_json(data, name)
    if faults:
        return None, faults
    problems: list[Problem] = []
    top = Fields(raw, "$", problems)
    if problems:  # not an object at all
        return None, tuple(problems)
    started_at, finished_at = top.instant("started_at"), top.instant("finished_at")
    if started_at and finished_at and finished_at <= started_at:
        fields = {"earlier": "started_at", "later": "finished_at"}
        top.note(ProblemCode.TIME_ORDER, "$.finished_at", **fields)
    answers = _answers(top)
    record = PaperRecord(
        enterprise=_enterprise(top),
        packs=_packs(top),
        people=_people(top, enforces=enforces),
        started_at=started_at,
        finished_at=finished_at,
        place=top.text("place"),
        party_remark=top.text("party_remark", limit=texts.LONG_LIMIT),
        answers=answers,
        findings=_findings(top, answers, started_at),
        values=_values(top),
    )
    top.close()
    return record, tuple(problems)


def _enterprise(top: Fields) -> EnterpriseDraft:
    table = top.record("enterprise", required=True)
    if table is None:
        return EnterpriseDraft(name="")
    name = table.text("name", required=True)
    code = credit_code.normalised(table.text("credit_code"))
    if code:
        table.problems.extend(credit_code.problems_of(code, table.where("credit_code")))
    values = {n: table.text(n, limit=texts.LONG_LIMIT if n == "note" else texts.NAME_LIMIT) for n in _ENTERPRISE_TEXTS}
    table.close()
    return EnterpriseDraft(name=name, credit_code=code, **values)


def _packs(top: Fields) -> tuple[str, ...]:
    packs = top.texts("packs")
    if not packs and not top.array("packs"):
        top.note(ProblemCode.NO_PACK, "$.packs")
    return packs


def _people(top: Fields, *, enforces: bool) -> tuple[Participant, ...]:
    officers = [_person(p, PersonRole.OFFICER, certified=enforces) for p in _bounded(top, "officers")]
    _check_officers(top, officers, least=LEAST_OFFICERS if enforces else 1)
    experts = [_named_or_object(top, "experts", n, v, PersonRole.EXPERT) for n, v in enumerate(top.array("experts"))]
    witnesses = [
        _named_or_object(top, "witnesses", n, v, PersonRole.WITNESS) for n, v in enumerate(top.array("witnesses"))
    ]
    people = [*officers, *experts]
    accompanying = top.record("accompanied_by")
    if accompanying is not None:
        people.append(_person(accompanying, PersonRole.ACCOMPANYING))
    return tuple(people + witnesses)


def _check_officers(top: Fields, officers: Sequence[Participant], *, least: int) -> None:
    seen: dict[str, str] = {}
    for n, officer in enumerate(officers):
        number = officer.certificate_no
        if number and number in seen:
            fields = {"name": officer.name, "certificate_no": number}
            top.note(ProblemCode.OFFICER_DUPLICATE, f"$.officers[{n}].certificate_no", **fields)
        seen.setdefault(number, officer.name)
    count = len({p.certificate_no or p.name for p in officers if p.certificate_no or p.name})
    if count < least:
        top.note(ProblemCode.TOO_FEW_OFFICERS, "$.officers", count=str(count), least=str(least))


def _named_or_object(top: Fields, name: str, n: int, value: object, role: PersonRole) -> Participant:
    path = f"{top.where(name)}[{n}]"
    return _person(Fields({"name": value} if isinstance(value, str) else value, path, top.problems), role)


def _person(table: Fields, role: PersonRole, *, certified: bool = False) -> Participant:
    person = Participant(
        role=role,
        name=table.text("name", required=True),
        certificate_no=table.text("certificate_no", required=certified),
        **{n: table.text(n) for n in _PERSON_TEXTS},
    )
    table.close()
    return person


def _answers(top: Fields) -> dict[str, AnswerResult]:
    table = top.record("answers")
    found: dict[str, AnswerResult] = {}
    for code, value in table.items() if table is not None else ():
        assert table is not None
        if isinstance(value, str) and value in AnswerResult._value2member_map_:
            found[code] = AnswerResult(value)
        else:
            allowed = ", ".join(r for r in AnswerResult if r is not AnswerResult.NOT_CHECKED)
            fields = {"field": "answer", "found": shown(value), "allowed": allowed}
            table.note(ProblemCode.VALUE_NOT_ALLOWED, table.where(code), **fields)
    return found


def _values(top: Fields) -> tuple[PaperValue, ...]:
    """Take `values`: by item code a text, a number, an object, or a list of objects, one for each place."""
    table = top.record("values")
    found: list[PaperValue] = []
    for code, value in table.items() if table is not None else ():
        assert table is not None
        path = table.where(code)
        if isinstance(value, list):
            if len(value) > MAX_ENTRIES:
                table.note(ProblemCode.VALUE_NOT_ALLOWED, path, found=str(len(value)), allowed=f"0-{MAX_ENTRIES}")
                continue
            places = [(f"{path}[{n}]", one) for n, one in enumerate(value)]
        else:
            places = [(path, value)]
        found += [_value(top, where, code, one) for where, one in places]
    return tuple(found)


def _value(top: Fields, where: str, code: str, value: object) -> PaperValue:
    source = value if isinstance(value, dict) else {"value": value}
    raw = source.get("value")
    if isinstance(raw, int | float) and not isinstance(raw, bool):  # as it stands in the file: 0.1 is 0.1
        source = {**source, "value": format(Decimal(repr(raw)), "f")}
    table = Fields(source, where, top.problems)
    made = PaperValue(
        where=where,
        item_code=code,
        value=table.text("value", required=True, limit=texts.LONG_LIMIT),
        remark=table.text("remark", limit=texts.LONG_LIMIT),
        place=table.text("place"),
    )
    table.close()
    return made


def _findings(
    top: Fields, answers: Mapping[str, AnswerResult], started_at: datetime | None
) -> tuple[PaperFinding, ...]:
    found = [_finding(table, started_at) for table in _bounded(top, "findings")]
    first: dict[tuple[str | None, str, str], str] = {}
    for finding in found:
        answer = answers.get(finding.item_code) if finding.item_code else None
        if answer in (AnswerResult.COMPLIANT, AnswerResult.NOT_APPLICABLE):
            fields = {"item": finding.item_code or ""}
            top.note(ProblemCode.ANSWER_CONTRADICTS_FINDING, f"{finding.where}.item", **fields)
        if finding.description and finding.key in first:
            fields = {"item": finding.item_code or "", "first": first[finding.key]}
            top.note(ProblemCode.FINDING_DUPLICATE, finding.where, **fields)
        first.setdefault(finding.key, finding.where)
    return tuple(found)


def _finding(table: Fields, started_at: datetime | None) -> PaperFinding:
    has_item = table.has("item")
    deadline = table.day("deadline")
    if deadline is not None and started_at is not None and deadline <= started_at.date():
        fields = {"field": "deadline", "earlier": "started_at", "later": "deadline"}
        table.note(ProblemCode.TIME_ORDER, table.where("deadline"), **fields)
    finding = PaperFinding(
        where=table.path,
        item_code=table.text("item", required=True) if has_item else None,
        place=table.text("place", required=True),
        description=table.text("description", required=True, limit=texts.LONG_LIMIT),
        grade=Grade(table.choice("grade", [g.value for g in Grade]) or Grade.GENERAL),
        measure=table.text("measure", required=not has_item, limit=texts.LONG_LIMIT),
        deadline=deadline,
        clauses=table.texts("clauses", limit=CLAUSE_LIMIT) if table.has("clauses") else None,
        photos=table.texts("photos", limit=PATH_LIMIT),
    )
    table.close()
    return finding


def _bounded(top: Fields, name: str) -> tuple[Fields, ...]:
    values = top.array(name, required=True)
    if len(values) > MAX_ENTRIES:
        fields = {"found": str(len(values)), "allowed": f"0-{MAX_ENTRIES}"}
        top.note(ProblemCode.VALUE_NOT_ALLOWED, top.where(name), **fields)
        return ()
    return top.records(name)
