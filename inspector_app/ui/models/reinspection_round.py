# SPDX-License-Identifier: MulanPSL-2.0
"""A round of re-inspection while it is being entered: verdicts by line, people, times; kept as JSON until recorded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from inspector_app.domain.document import Verdict
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.reinspection_record import LineVerdict, ReinspectionDraft

SESSION = "reinspection:"  # and the order's id: where the entry is kept
_TEXTS = ("place", "opinion", "party_remark")
_PERSON = ("name", "certificate_no", "title", "unit", "phone", "officer_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """What was entered of one line."""

    verdict: Verdict | None = None
    fact: str = ""


NOTHING = LineEntry()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEntry:
    """The entry of one round. Without `finished_at` the round ends when it is recorded."""

    round: int
    started_at: datetime
    finished_at: datetime | None = None
    people: tuple[Participant, ...] = ()
    place: str = ""
    opinion: str = ""
    party_remark: str = ""
    lines: Mapping[int, LineEntry] = field(default_factory=dict)  # by line of the order
    touched: bool = False  # whether a person entered something; else nothing is kept

    def line(self, ordinal: int) -> LineEntry:
        """Give what was entered of a line."""
        return self.lines.get(ordinal, NOTHING)

    def with_line(self, ordinal: int, entry: LineEntry) -> RoundEntry:
        """Enter something of a line."""
        lines = {**self.lines, ordinal: entry}
        if entry == NOTHING:
            del lines[ordinal]
        return replace(self, lines=lines, touched=True)

    def with_value(self, name: str, value: object) -> RoundEntry:
        """Enter one of the other facts, by its name."""
        return replace(self, touched=True, **{name: value})  # type: ignore[arg-type]

    def rest_done(self, ordinals: Iterable[int]) -> RoundEntry:
        """Say of these lines that they are rectified, where nothing else was said."""
        unsaid = {n: replace(self.line(n), verdict=Verdict.DONE) for n in ordinals if self.line(n).verdict is None}
        return replace(self, lines={**self.lines, **unsaid}, touched=True)

    def count(self, verdict: Verdict) -> int:
        """Count the lines with this verdict."""
        return sum(entry.verdict is verdict for entry in self.lines.values())

    @property
    def judged(self) -> int:
        """How many lines have a verdict."""
        return sum(entry.verdict is not None for entry in self.lines.values())

    def draft(self, document_id: str, now: datetime) -> ReinspectionDraft:
        """Give it as the operation takes it."""
        verdicts = tuple(
            LineVerdict(line=ordinal, verdict=entry.verdict, fact=entry.fact)
            for ordinal, entry in sorted(self.lines.items())
            if entry.verdict is not None
        )
        return ReinspectionDraft(
            document_id=document_id, started_at=self.started_at, finished_at=self.finished_at or now,
            people=self.people, verdicts=verdicts, place=self.place, opinion=self.opinion,
            party_remark=self.party_remark,
        )  # fmt: skip

    def to_json(self) -> str:
        """Write it for keeping; nothing where nobody has entered anything."""
        if not self.touched:
            return ""
        values = {
            "round": self.round,
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at.isoformat() if self.finished_at else "",
            "people": [asdict(person) for person in self.people],
            **{name: getattr(self, name) for name in _TEXTS},
            "lines": {
                str(n): {"verdict": entry.verdict.value if entry.verdict else "", "fact": entry.fact}
                for n, entry in sorted(self.lines.items())
            },
        }
        return json.dumps(values, ensure_ascii=False)


def read_round(text: str) -> RoundEntry | None:
    """Read what was kept; None where nothing is, or what stands there is none of ours."""
    if not text:
        return None
    try:
        values = json.loads(text)
        ended = str(values["finished_at"])
        return RoundEntry(
            round=int(values["round"]), started_at=datetime.fromisoformat(str(values["started_at"])),
            finished_at=datetime.fromisoformat(ended) if ended else None,
            people=tuple(_person(row) for row in values["people"]),
            lines={int(n): _line(row) for n, row in values["lines"].items()},
            touched=True, **{name: str(values[name]) for name in _TEXTS},
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _person(row: Mapping[str, object]) -> Participant:
    return Participant(role=PersonRole(str(row["role"])), **{name: str(row[name]) for name in _PERSON})


def _line(row: Mapping[str, object]) -> LineEntry:
    verdict = str(row["verdict"])
    return LineEntry(verdict=Verdict(verdict) if verdict else None, fact=str(row["fact"]))
