# SPDX-License-Identifier: MulanPSL-2.0
"""The lawful next steps after an order (handbook 4.3 to 4.8) from `next_steps.toml`; a person chooses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.follow_up import FollowUpKind
from inspector_app.domain.order_life import OrderState
from inspector_app.domain.organ import EnforcementPower, Organ, OrganSector
from inspector_app.domain.problems import Problem, Refused
from inspector_app.law.documents import Follows
from inspector_app.law.records import Record, read_toml

FILE_NAME = "next_steps.toml"
FORMAT = 1
DUE, OVERDUE = "due", "overdue"  # derived situations beside the states
W = TypeVar("W", bound=StrEnum)


class Also(StrEnum):
    """What must hold besides."""

    MAJOR = "major"  # an open line is a major hazard
    FINED = "fined"  # the case has a fine


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One step that the law offers for one order. `act` is its verb; document and follow-up are what carries it."""

    key: str
    act: str
    title: str
    basis: str
    mark: FactMark
    reason: str
    document: DocumentKind | None = None
    follow_up: FollowUpKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A row of the file: a step, and when it is offered."""

    step: NextStep
    states: frozenset[str]
    follows: frozenset[Follows]
    when: frozenset[Also]
    sectors: frozenset[OrganSector]
    powers: frozenset[EnforcementPower]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """An order as the steps look at it."""

    number: str
    follows: Follows
    states: frozenset[str]  # its state, and DUE or OVERDUE
    also: frozenset[Also]


def steps_for(rows: Iterable[StepRow], organ: Organ, situation: Situation) -> tuple[NextStep, ...]:
    """Give the steps that this organ may take now, in the file's order."""
    fitting = (
        row.step
        for row in rows
        if row.states & situation.states
        and situation.follows in row.follows
        and row.when <= situation.also
        and organ.sector in row.sectors
        and organ.enforcement_power in row.powers
    )
    return tuple(_filled(step, situation.number) for step in fitting)


def _filled(step: NextStep, number: str) -> NextStep:
    return NextStep(
        key=step.key, act=step.act, title=step.title, basis=step.basis, mark=step.mark,
        reason=step.reason.replace("{number}", number), document=step.document, follow_up=step.follow_up,
    )  # fmt: skip


def load_next_steps(folder: Path) -> tuple[StepRow, ...]:
    """Read the file; refuses with all its faults."""
    problems: list[Problem] = []
    top = Record(read_toml(folder / FILE_NAME, problems), FILE_NAME, problems)
    top.number("format", FORMAT, FORMAT, required=True)
    rows = [_row(entry) for entry in top.records("step", "key")]
    top.close()
    if problems:
        raise Refused(problems)
    return tuple(rows)


def _row(entry: Record) -> StepRow:
    states = entry.texts("states")
    allowed = (*OrderState, DUE, OVERDUE)
    for state in states:
        if state not in allowed:
            entry.not_allowed("states", state, ", ".join(allowed))
    step = NextStep(
        key=entry.text("key"), act=entry.text("act"), title=entry.text("title"), basis=entry.text("basis"),
        mark=entry.word("mark", FactMark) or FactMark.FM, reason=entry.text("reason"),
        document=entry.word("document", DocumentKind, required=False),
        follow_up=entry.word("follow_up", FollowUpKind, required=False),
    )  # fmt: skip
    row = StepRow(
        step=step, states=frozenset(states), follows=_words(entry, "follows", Follows),
        when=_words(entry, "when", Also), sectors=_words(entry, "sectors", OrganSector),
        powers=_words(entry, "powers", EnforcementPower),
    )  # fmt: skip
    entry.close()
    return row


def _words(entry: Record, name: str, kind: type[W]) -> frozenset[W]:
    found = []
    for word in entry.texts(name):
        if word in tuple(kind):
            found.append(kind(word))
        else:
            entry.not_allowed(name, word, ", ".join(kind))
    return frozenset(found)
