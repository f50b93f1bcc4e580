# SPDX-License-Identifier: MulanPSL-2.0
"""The values of the general slots of a form, out of the facts; and whether a part of a form is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from inspector_app.documents.form import BlockKind, Condition, Form, Guard
from inspector_app.documents.phrases import Phrases
from inspector_app.documents.score_slots import score_slots
from inspector_app.domain.checklist import Clause, DeadlineClass
from inspector_app.domain.document import DocumentFacts, FindingLine, Verdict
from inspector_app.domain.finding import Grade
from inspector_app.domain.inspection import AnswerResult


def general_slots(form: Form, facts: DocumentFacts, phrases: Phrases) -> dict[str, str]:
    """Give every general slot, empty ones empty (see `shown`)."""
    return {
        **_who(form, facts, phrases),
        **_unit(facts, phrases),
        **_counts(facts),
        **_referred(facts, phrases),
        **score_slots(form, facts, phrases),
        "remedy": phrases.typed(facts.remedy),
        "order_basis": order_basis(form, facts, phrases),
        "last_deadline": phrases.date(last) if (last := last_deadline(facts)) else "",
        "form_title": form.title,
        "number": phrases.typed(facts.number) or (form.words["no_number"] if facts.is_draft else ""),
        "place": phrases.typed(facts.place),
        "started_on": phrases.date(facts.started_at.date()),
        "started_at": phrases.moment(facts.started_at),
        "finished_at": phrases.moment(facts.finished_at) if facts.finished_at else "",
        "span": phrases.span(facts.started_at, facts.finished_at),
        "issued_on": phrases.date(facts.issued_on),
        "party_remark": phrases.typed(facts.party_remark),
        "stop_items": phrases.numbers(line.ordinal for line in stop_lines(facts.lines)),
    }


def shown(slots: dict[str, str], form: Form, *, is_draft: bool) -> dict[str, str]:
    """Fill what is empty: struck, or in a draft called for where the form requires it."""
    pending = frozenset(_called_for(form)) if is_draft else frozenset()
    none, call = form.words["none"], form.words["pending"]
    return {name: value if value.strip() else call if name in pending else none for name, value in slots.items()}


def _called_for(form: Form) -> Iterable[str]:
    """The slots that a person or the program still has to fill before the issue."""
    yield from (*form.required, "span")
    if any(block.kind is BlockKind.REMEDY for block in form.blocks):
        yield "remedy"
    for spec in form.fields:
        if spec.required:
            yield from (f"f_{spec.name}", f"f_{spec.name}_capital")


def _who(form: Form, facts: DocumentFacts, phrases: Phrases) -> dict[str, str]:
    organ, present = facts.organ, facts.accompanied_by
    return {
        "organ": phrases.typed(organ.name),
        "organ_short": phrases.typed(organ.short_name),
        "organ_address": phrases.typed(organ.address),
        "organ_phone": phrases.typed(organ.phone),
        "review_organ": phrases.typed(organ.review_organ),
        "court": phrases.typed(organ.court),
        "officer_word": form.powers.get(organ.enforcement_power, ""),
        "officers": phrases.join(phrases.typed(o.name) for o in facts.officers),
        "certificates": phrases.join(phrases.typed(o.certificate_no) for o in facts.officers),
        "officers_with_certificates": phrases.officers(facts.officers),
        "accompanied_by": phrases.typed(present.name) if present else "",
        "accompanied_by_detail": phrases.join((phrases.typed(present.title), phrases.typed(present.phone)))
        if present
        else "",
        "experts": phrases.people(facts.experts),
        "witnesses": phrases.people(facts.witnesses),
    }


def _unit(facts: DocumentFacts, phrases: Phrases) -> dict[str, str]:
    unit = facts.enterprise
    return {
        "unit": phrases.typed(unit.name),
        "credit_code": phrases.typed(unit.credit_code),
        "address": phrases.typed(unit.address),
        "district": phrases.typed(unit.district),
        "industry": phrases.words.get(f"industry_{unit.industry}", "") or phrases.typed(unit.industry),
        "person_in_charge": phrases.typed(unit.person_in_charge),
        "title": phrases.typed(unit.title),
        "phone": phrases.typed(unit.phone),
    }


def _counts(facts: DocumentFacts) -> dict[str, str]:
    results = Counter(item.result for item in facts.items)
    verdicts = Counter(line.verdict for line in facts.verdicts)
    return {
        "major_count": str(sum(line.grade is Grade.MAJOR for line in facts.lines)),
        **{f"{verdict}_count": str(verdicts[verdict]) for verdict in Verdict},
        "findings_count": str(len(facts.lines)),
        "photos_count": str(len(facts.photos)),
        **{f"{result}_count": str(results[result]) for result in AnswerResult},
    }


def _referred(facts: DocumentFacts, phrases: Phrases) -> dict[str, str]:
    """The document that this one answers; an order rests on the record whose number it names."""
    referred = facts.referred
    return {
        "referred_number": phrases.typed(facts.referred_number or (referred.number if referred else "")),
        "refers_title": phrases.typed(referred.title) if referred else "",
        "refers_number": phrases.typed(referred.number) if referred else "",
        "refers_date": phrases.date(referred.issued_on) if referred else "",
    }


def last_deadline(facts: DocumentFacts) -> date | None:
    """Give the latest day until which something is to be mended, of the findings and of the lines looked at again."""
    days = [line.deadline for line in facts.lines] + [line.deadline for line in facts.verdicts]
    return max(filter(None, days), default=None)


def order_basis(form: Form, facts: DocumentFacts, phrases: Phrases) -> str:
    """Cite what the order rests on: every basis of its lines, and the form's own for lines that name none."""
    clauses: dict[Clause, None] = {}
    for line in facts.lines:
        clauses.update(dict.fromkeys(line.order_basis))
    said = [phrases.by_law(clauses)] if clauses else []
    bare = [line for line in facts.lines if not line.order_basis]
    if bare or not facts.lines:
        at_once = form.words["order_basis_immediate"] if immediate_lines(bare) else ""
        own = at_once or form.words["order_basis"]
        said += [] if own in said else [own]
    return phrases.join(said)


def immediate_lines(lines: Iterable[FindingLine]) -> list[FindingLine]:
    """Give what is to be mended at once: immediate ones and stops that have no date of their own."""
    return [line for line in lines if is_immediate(line)]


def is_immediate(line: FindingLine) -> bool:
    """Whether a line is to be mended at once; a date that a person set counts before the class."""
    return line.deadline is None and line.deadline_class is not DeadlineClass.WITHIN_DAYS


def stop_lines(lines: Iterable[FindingLine]) -> list[FindingLine]:
    """Give the lines that need a stop, which another decision orders."""
    return [line for line in lines if line.deadline_class is DeadlineClass.STOP]


def holds(condition: Condition, facts: DocumentFacts) -> bool:
    """Whether a block or row is to be printed."""
    immediate = bool(immediate_lines(facts.lines))
    return {
        Condition.ALWAYS: True,
        Condition.IS_REFERRED: bool(facts.referred_number or facts.referred),
        Condition.IS_NOT_REFERRED: not (facts.referred_number or facts.referred),
        Condition.HAS_IMMEDIATE: immediate,
        Condition.HAS_NO_IMMEDIATE: not immediate,
        Condition.HAS_STOP: bool(stop_lines(facts.lines)),
        Condition.HAS_ITEMS: bool(facts.items),
        Condition.HAS_EXPERTS: bool(facts.experts),
        Condition.HAS_WITNESSES: bool(facts.witnesses),
        Condition.HAS_FINDINGS: bool(facts.lines),
        Condition.HAS_NO_FINDINGS: not facts.lines,
        Condition.HAS_MAJOR: any(line.grade is Grade.MAJOR for line in facts.lines),
        Condition.ALL_DONE: all(line.verdict is Verdict.DONE for line in facts.verdicts),
        Condition.HAS_NOT_DONE: any(line.verdict is not Verdict.DONE for line in facts.verdicts),
    }[condition]


def stands(guard: Guard, facts: DocumentFacts) -> bool:
    """Whether all that a guard asks for holds: the facts, a field that is filled or empty, a word that is chosen."""
    if not holds(guard.when, facts):
        return False
    if guard.filled and not _is_filled(facts, guard.filled):
        return False
    if guard.empty and _is_filled(facts, guard.empty):
        return False
    if guard.chosen is None:
        return True
    value = facts.fields.get(guard.chosen[0], "")
    return guard.chosen[1] == value if isinstance(value, str) else guard.chosen[1] in value


def _is_filled(facts: DocumentFacts, name: str) -> bool:
    value = facts.fields.get(name, "")
    return bool(value.strip() if isinstance(value, str) else value)
