# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about the case as a whole: R61 what was issued is unchanged, R62 personal data."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from inspector_app.domain.problems import Problem
from inspector_app.law.documents import Takes
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case, Subject

# Eighteen characters of an identity number (GB 11643) and not of a credit code, which begins otherwise.
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-6]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)


def r61(case: Case, rules: Rules) -> Iterator[Problem]:
    """Content, PDF and rows of a document are as they were at its issue."""
    for subject in case.issued:
        document = subject.document
        assert document is not None
        if hashlib.sha256(document.content.encode()).hexdigest() != document.content_sha256:
            yield rules.problem("R61", subject.place, "content", number=subject.name)
        if not case.intact(document.sha256):
            yield rules.problem("R61", subject.place, "file", number=subject.name)
        yield from _lines(rules, subject)


def _lines(rules: Rules, subject: Subject) -> Iterator[Problem]:
    """The record prints its facts; so does an order. A description that is not printed any more was changed."""
    if subject.printed is None or subject.law.takes is Takes.NONE:
        return
    for line in subject.lines:
        if not all(subject.printed.says(part) for part in line.finding.description.splitlines()):
            yield rules.problem("R61", subject.place, "finding", number=subject.name, ordinal=line.ordinal)


def r62(case: Case, rules: Rules) -> Iterator[Problem]:
    """What the unit gets names no informer and no identity number."""
    for subject in case.issued:
        if subject.printed is None or subject.kind not in rules.words("R62", "kinds"):
            continue
        found = [word for word in rules.words("R62", "words") if word in subject.printed.text]
        found += [_masked(match[0]) for match in _IDENTITY.finditer(subject.printed.text)]
        if found:
            yield rules.problem("R62", subject.place, number=subject.name, found="、".join(dict.fromkeys(found)))


def _masked(number: str) -> str:
    """First six and last four (handbook 10)."""
    return f"{number[:6]}********{number[-4:]}"
