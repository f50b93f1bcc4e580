# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about the legal basis: R16 to R19. A law is in force or not on the day of the act (行政处罚法37)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from inspector_app.domain.checklist import Clause, Law
from inspector_app.domain.law_clause import Known, LawClause, is_in_force, known_days, stricter
from inspector_app.domain.law_names import citation_of, law_of
from inspector_app.domain.organ import OrganSector
from inspector_app.domain.problems import Problem
from inspector_app.law.documents import Follows
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Line, Subject, shown_lines

_ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千]+条")


def _ordered(case: Case) -> tuple[tuple[Subject, Line], ...]:
    """The findings on orders and measures; a record prints no legal basis."""
    return shown_lines(case, Follows.ORDER, Follows.MEASURE)


def _place(line: Line) -> str:
    return f"finding:{line.finding.id}:clauses"


def words_of(clause: Clause) -> str:
    """Give a clause as sentences name it; a typed one is its own text."""
    return f"《{clause.name}》{clause.clause}" if clause.law else clause.name


def _known(case: Case, clause: Clause) -> Known:
    """What the library knows today of the days of a basis, its clauses included."""
    law = law_of(clause, case.law.laws)
    return known_days(law, citation_of(clause, law), case.law.clauses)


def r16(case: Case, rules: Rules) -> Iterator[Problem]:
    """Each finding of an order rests on something that is verified and in force already."""
    for subject, line in _ordered(case):
        clauses = line.finding.clauses
        if not clauses:
            yield rules.problem("R16", _place(line), "none", ordinal=line.ordinal)
        for clause in clauses:
            yield from _unverified(rules, subject, line, clause)
            begun, _ = stricter(clause, _known(case, clause))
            if begun is not None and subject.issued_on < begun and _is_printed(subject, clause):
                slots = {"clause": words_of(clause), "from_day": begun, "date": subject.issued_on}
                yield rules.problem("R16", _place(line), "not_yet", ordinal=line.ordinal, **slots)


def _is_printed(subject: Subject, clause: Clause) -> bool:
    if subject.printed is not None:
        return clause.may_be_printed or subject.printed.says(words_of(clause))
    return subject.confirm or clause.may_be_printed


def _unverified(rules: Rules, subject: Subject, line: Line, clause: Clause) -> Iterator[Problem]:
    if clause.may_be_printed or subject.confirm or subject.is_issued:
        return  # an issued one was confirmed at its issue, or did not print it
    make = rules.other_problem if any(c.may_be_printed for c in line.finding.clauses) else rules.problem
    yield make("R16", _place(line), "unverified", ordinal=line.ordinal, clause=words_of(clause))


def r17(case: Case, rules: Rules) -> Iterator[Problem]:
    """Where an article has several paragraphs or items, the one that is meant is named."""
    articles = rules.lists("R17", "articles")
    for subject, line in _ordered(case):
        for clause in line.finding.clauses:
            law = law_of(clause, case.law.laws)
            known = articles.get(law.key, ()) if law is not None else ()
            if _is_printed(subject, clause) and any(_is_bare(clause, article) for article in known):
                yield rules.problem("R17", _place(line), ordinal=line.ordinal, clause=words_of(clause))


def _is_bare(clause: Clause, article: str) -> bool:
    """Whether the article is cited without 款 or 项."""
    text = clause.clause if clause.law else clause.name
    at = text.find(article)
    rest = text[at + len(article) :] if at >= 0 else ""
    return at >= 0 and not re.match(r"第[^条]{1,6}[款项]|[（(]", rest)


def r18(case: Case, rules: Rules) -> Iterator[Problem]:
    """Some basis of each finding is carried out by this organ's department."""
    if case.organ.sector is OrganSector.TOWNSHIP:
        return
    executors = {key: who for who, keys in rules.lists("R18", "executors").items() for key in keys}
    for subject, line in _ordered(case):
        printed = [c for c in line.finding.clauses if _is_printed(subject, c)]
        laws = [law_of(clause, case.law.laws) for clause in printed]
        others = [executors.get(law.key, "") if law is not None else "" for law in laws]
        if others and all(who and who != case.organ.sector for who in others):
            department = rules.table("R18", "departments")[others[0]]
            slots = {"clause": words_of(printed[0]), "department": department}
            yield rules.problem("R18", _place(line), ordinal=line.ordinal, **slots)


def r19(case: Case, rules: Rules) -> Iterator[Problem]:
    """No basis is repealed on the day of the act; where a newer law has come, it is used."""
    for subject, line in _ordered(case):
        for clause in line.finding.clauses:
            if _is_printed(subject, clause):
                yield from _repealed(case, rules, subject, line, clause)
        if subject.cites_order_basis:
            yield from _left_out(case, rules, subject, line)


def _repealed(case: Case, rules: Rules, subject: Subject, line: Line, clause: Clause) -> Iterator[Problem]:
    known, on = _known(case, clause), subject.issued_on
    _, ended = stricter(clause, known)
    slots: dict[str, object] = {"ordinal": line.ordinal, "clause": words_of(clause)}
    if ended is not None and ended < on:
        slots |= {"to_day": ended, "date": on, "successor": _successor(case, rules, clause, known)}
        slots["learned"] = _learned(rules, clause, known, on)
        yield rules.problem("R19", _place(line), "repealed", **slots)
        return
    law = law_of(clause, case.law.laws)
    newer = case.law.laws.get(law.superseded_by) if law is not None else None
    if newer is not None and newer.effective_from is not None and newer.effective_from <= on:
        slots |= {"name": _titled(newer), "from_day": newer.effective_from}
        yield rules.other_problem("R19", _place(line), "superseded", **slots)


def _learned(rules: Rules, clause: Clause, known: Known, on: date) -> str:
    """Say that the checklist of the inspection did not know it yet: a law update, or a newer library, told it."""
    was_in_force = clause.effective_to is None or clause.effective_to >= on
    if not clause.law or not was_in_force or known.end_of is None:
        return ""
    checked = known.end_of.checked_on
    return rules.fault("R19", "learned", checked_on=checked) if checked else ""


def _successor(case: Case, rules: Rules, clause: Clause, known: Known) -> str:
    """Name what has come in the place of a basis: a clause where its own is known, else the law."""
    ended, laws = known.end_of, case.law.laws
    law = law_of(clause, laws)
    name = ""
    if isinstance(ended, LawClause) and ended.superseded_by is not None and ended.superseded_by.law in laws:
        name = _titled(laws[ended.superseded_by.law]) + ended.superseded_by.clause
    elif law is not None and law.superseded_by in laws:
        name = _titled(laws[law.superseded_by])
    return rules.fault("R19", "successor", name=name) if name else ""


def _left_out(case: Case, rules: Rules, subject: Subject, line: Line) -> Iterator[Problem]:
    """Tell which bases of the order itself are not printed, for they are not in force on the day of the act."""
    for clause in line.finding.order_basis:
        if _is_printed(subject, clause) and not is_in_force(clause, subject.issued_on, case.law.laws, case.law.clauses):
            slots = {"ordinal": line.ordinal, "clause": words_of(clause), "date": subject.issued_on}
            yield rules.other_problem("R19", _place(line), "order_basis", **slots)


def _titled(law: Law) -> str:
    return f"《{law.name}》"
