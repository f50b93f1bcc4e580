# SPDX-License-Identifier: MulanPSL-2.0
"""The values of the general slots of a form, out of the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from inspector_app.documents.form import Condition, Form
from inspector_app.documents.phrases import Phrases
from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentFacts, FindingLine
from inspector_app.domain.inspection import AnswerResult


def general_slots(form: Form, facts: DocumentFacts, phrases: Phrases) -> dict[str, str]:
    """Give every general slot, empty ones empty (see `shown`)."""
    return {
        **_who(form, facts, phrases),
        **_unit(facts, phrases),
        **_counts(facts),
        "form_title": form.title,
        "number": phrases.typed(facts.number) or (form.words["no_number"] if facts.is_draft else ""),
        "referred_number": phrases.typed(facts.referred_number),
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
    pending = frozenset(form.required) | {"span"} if is_draft else frozenset()
    return {name: value or form.words["pending" if name in pending else "none"] for name, value in slots.items()}


def _who(form: Form, facts: DocumentFacts, phrases: Phrases) -> dict[str, str]:
    organ, present = facts.organ, facts.accompanied_by
    return {
        "organ": phrases.typed(organ.name),
        "organ_address": phrases.typed(organ.address),
        "organ_phone": phrases.typed(organ.phone),
        "review_organ": phrases.typed(organ.review_organ),
        "court": phrases.typed(organ.court),
        "officer_word": form.powers[organ.enforcement_power],
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
        "person_in_charge": phrases.typed(unit.person_in_charge),
        "title": phrases.typed(unit.title),
        "phone": phrases.typed(unit.phone),
    }


def _counts(facts: DocumentFacts) -> dict[str, str]:
    results = Counter(item.result for item in facts.items)
    return {
        "findings_count": str(len(facts.lines)),
        "photos_count": str(len(facts.photos)),
        **{f"{result}_count": str(results[result]) for result in AnswerResult},
    }


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
        Condition.IS_REFERRED: bool(facts.referred_number),
        Condition.IS_NOT_REFERRED: not facts.referred_number,
        Condition.HAS_IMMEDIATE: immediate,
        Condition.HAS_NO_IMMEDIATE: not immediate,
        Condition.HAS_STOP: bool(stop_lines(facts.lines)),
        Condition.HAS_ITEMS: bool(facts.items),
        Condition.HAS_EXPERTS: bool(facts.experts),
        Condition.HAS_WITNESSES: bool(facts.witnesses),
    }[condition]
