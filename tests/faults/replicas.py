# SPDX-License-Identifier: MulanPSL-2.0
"""Copies that live apart: few fixed plays of a unit, to see that defects of living together are found (B13).

The random plays are in tests/handoff (B6, B7); here only what a seeded defect must not survive.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Refused
from inspector_app.handoff import leases
from inspector_app.operations import documents, findings, inspections
from inspector_app.storage import conflicts
from inspector_app.workspace import Workspace, open_workspace
from tests.faults import acks
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.unit import a_laptop, an_office, deliver, exchange, operations_of

RECORD = DocumentKind.INSPECTION_RECORD


def play(case: Path, needs: Mapping[str, Any]) -> int:
    """Play one of the plays and tell what is wrong."""
    plays: Mapping[str, Callable[[Path], Iterator[str]]] = {
        "restored": _restored, "edited": _edited, "shuffled": _shuffled, "forged": _forged,
    }  # fmt: skip
    for wrong in plays[str(needs["play"])](case):
        acks.tell(wrong=wrong)
    return 0


def _issued(ws: Workspace, clock: Clock) -> str:
    visit = an_inspection(ws)
    a_finding(ws, visit)
    clock.move(hours=1)
    inspections.finish_inspection(ws, visit.id)
    return documents.issue_document(ws, visit.id, RECORD).value.number


def _restored(case: Path) -> Iterator[str]:
    """A folder that was set back gives no number that its lost future gave."""
    clock = Clock()
    office = an_office(case / "office", clock)
    laptop = a_laptop(case / "laptop", office, "一队")
    leases.lease(office, laptop.device, RECORD, 10)
    exchange(office, laptop)
    laptop.close()
    shutil.copy(case / "laptop" / "inspector.db", case / "older.db")
    laptop = open_workspace(case / "laptop", clock=clock)
    first = _issued(laptop, clock)
    laptop.close()
    shutil.copy(case / "older.db", case / "laptop" / "inspector.db")
    laptop = open_workspace(case / "laptop", clock=clock)
    try:
        second = _issued(laptop, clock)
    except Refused:
        return
    if second == first:
        yield f"{first} was given out twice"


def _edited(case: Path) -> Iterator[str]:
    """Two values of one field that did not know of each other are both shown."""
    office, one, two, finding = _three(case)
    for ws, words in ((one, "甲的说法"), (two, "乙的说法")):
        draft = findings.FindingDraft(description=words, measure=finding.measure, place=finding.place)
        findings.amend_finding(ws, finding.id, draft)
    exchange(one, office)
    exchange(two, office)
    with office.reader() as db:
        if not conflicts.count_rows(db):
            yield "one of two edits is gone, and nobody is told"


def _shuffled(case: Path) -> Iterator[str]:
    """What needs something else waits for it; in the end all is alike."""
    office, one, two, finding = _three(case)
    draft = findings.FindingDraft(description=finding.description, measure="更换", place=finding.place)
    findings.amend_finding(one, finding.id, draft)
    exchange(one, two)
    findings.amend_finding(two, finding.id, dataclasses.replace(draft, measure="更换并复验"))
    findings.amend_finding(two, finding.id, dataclasses.replace(draft, measure="更换、复验并留影"))
    sent = operations_of(two, unknown_to=office)
    try:
        for told in reversed(sent):
            deliver(office, [told])
    except Refused as refused:
        yield f"acts that arrive in another order are refused: {refused.problems[0].code}"
        return
    if office.digest() != two.digest() or not office.check().is_well:
        yield "the order in which acts arrive makes a difference"


def _forged(case: Path) -> Iterator[str]:
    """An act that says something else than its hash is refused."""
    office, one, _, finding = _three(case)
    draft = findings.FindingDraft(description=finding.description, measure="更换", place=finding.place)
    findings.amend_finding(one, finding.id, draft)
    ((operation, changes),) = operations_of(one, unknown_to=office)
    other = tuple(dataclasses.replace(c, new={**(c.new or {}), "measure": "不必整改"}) for c in changes)
    try:
        deliver(office, [(operation, other)])
    except Refused:
        return
    yield "a forged act was taken in"


def _three(case: Path) -> tuple[Workspace, Workspace, Workspace, Any]:
    office = an_office(case / "office", Clock())
    one, two = (a_laptop(case / name, office, name) for name in ("one", "two"))
    finding = a_finding(one, an_inspection(one))
    exchange(one, office)
    exchange(two, office)
    return office, one, two, finding
