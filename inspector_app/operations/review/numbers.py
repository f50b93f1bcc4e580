# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about document numbers: R34, R35."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.organ import SerialMode
from inspector_app.domain.problems import Problem
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case


def r34(case: Case, rules: Rules) -> Iterator[Problem]:
    """A number is well formed, out of a block, of the document's year, and leaves no gap unexplained."""
    if not case.subjects:
        return
    if not re.fullmatch(rules.text("R34", "short_name"), case.organ.short_name):
        yield rules.problem("R34", "organ:short_name", "short_name", found=case.organ.short_name)
    for subject in case.subjects:
        if subject.document is not None:
            yield from _of_number(case, rules, subject.document)
    if case.organ.serial_mode is SerialMode.PER_FORM:  # per case, a word passes over serials by design
        yield from _gaps(case, rules)


def _of_number(case: Case, rules: Rules, document: OfficialDocument) -> Iterator[Problem]:
    where, slots = f"document:{document.id}", {"number": document.number, "serial": document.serial}
    is_own = document.kind in case.numbers.own_series
    if not is_own and not re.fullmatch(rules.text("R34", "pattern"), document.number):
        yield rules.problem("R34", where, "shape", **slots)
    if document.year != document.issued_on.year:
        yield rules.problem("R34", where, "year", year=document.year, issued_on=document.issued_on, **slots)
    blocks = [b for b in case.numbers.blocks if (b.word, b.year) == (document.word, document.year)]
    if not any(b.first <= document.serial <= b.last for b in blocks):
        yield rules.problem("R34", where, "block", **slots)


def _gaps(case: Case, rules: Rules) -> Iterator[Problem]:
    """Serials of a block before this case's number that nobody used and nobody explained."""
    last: dict[tuple[str, int], OfficialDocument] = {}
    for subject in case.subjects:
        if subject.document is not None:
            key = (subject.document.word, subject.document.year)
            if key not in last or last[key].serial < subject.document.serial:
                last[key] = subject.document
    for (word, year), document in last.items():
        gaps = [serial for serial in case.numbers.gaps.get((word, year), ()) if serial < document.serial]
        if gaps:
            slots = {"word": word, "year": year, "serials": "、".join(map(str, gaps[:10]))}
            yield rules.problem("R34", f"document:{document.id}", "gap", **slots)


def r35(case: Case, rules: Rules) -> Iterator[Problem]:
    """The word of the number is the usual one of its form."""
    usual = rules.table("R35", "words")
    for subject in case.subjects:
        word, wanted = subject.word, usual.get(subject.kind, "")
        if word and wanted and not word.endswith(wanted):
            yield rules.problem("R35", subject.place, number=subject.name, word=word, wanted=wanted)
