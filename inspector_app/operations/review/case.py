# SPDX-License-Identifier: MulanPSL-2.0
"""A whole case as the rules look at it: plain values, no database. A document in the making is part of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from inspector_app.domain.checklist import Law
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Finding, Photo
from inspector_app.domain.follow_up import FollowUp, FollowUpEvent
from inspector_app.domain.inspection import Inspection, Participant
from inspector_app.domain.law_clause import LawClause, LawPlace
from inspector_app.domain.numbering import NumberBlock
from inspector_app.domain.order_life import OrderEvent, OrderLife, OrderVerb
from inspector_app.domain.organ import EnforcementPower, Officer, Organ
from inspector_app.domain.periods import Due
from inspector_app.domain.reinspection import Reinspection, SignOff
from inspector_app.domain.service import Attachment, AttachmentKind, Service
from inspector_app.law.documents import DocumentLaw, Follows, KindLaw
from inspector_app.operations.review.printed import Printed

K = DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A finding on a line of a document, with the deadline that the line has."""

    ordinal: int
    finding: Finding
    deadline: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A document as the rules see it: issued, or in the making (then without id, number and print)."""

    kind: DocumentKind
    law: KindLaw
    issued_on: date
    officers: tuple[Participant, ...]
    lines: tuple[Line, ...] = ()
    fields: FieldValues = field(default_factory=dict)
    refers_to: str = ""
    reinspection: Reinspection | None = None
    remedy: str = ""  # the remedy paragraph, of one in the making
    word: str = ""  # of its number
    confirm: bool = False  # a person answers for unverified clauses
    cites_order_basis: bool = False  # one in the making whose form prints what the order rests on
    document: OfficialDocument | None = None  # what is issued
    printed: Printed | None = None

    @property
    def is_issued(self) -> bool:
        """Whether it is issued already."""
        return self.document is not None

    @property
    def name(self) -> str:
        """How sentences name it: its number, else its kind."""
        return self.document.number if self.document else self.law.name

    @property
    def place(self) -> str:
        """Where it is mended: the issued document, or the page of the one in the making."""
        return f"document:{self.document.id}" if self.document else f"documents:{self.kind.value}"

    def at(self, name: str) -> str:
        """Where a field of it is mended."""
        return f"document:{self.document.id}" if self.document else f"field:{name}"

    def text(self, name: str) -> str:
        """Give a field that is one text; empty where it is not filled in."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    def words(self, name: str) -> tuple[str, ...]:
        """Give the chosen words of a field."""
        value = self.fields.get(name, ())
        return tuple(part for part in value if isinstance(part, str)) if not isinstance(value, str) else ()

    def day(self, name: str) -> date | None:
        """Give a field that is a day; none for what another laptop wrote there and is no day."""
        value = self.text(name)
        try:
            return date.fromisoformat(value[:10]) if value else None
        except ValueError:
            return None

    def moment(self, name: str) -> datetime | None:
        """Give a field that is a time; none for what is no time."""
        value = self.text(name)
        try:
            return datetime.fromisoformat(value) if len(value) > 10 else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Another inspection, as far as it touches this one: its officers, its enterprise."""

    inspection_id: str
    enterprise_id: str
    enterprise: str
    started_at: datetime
    finished_at: datetime | None
    certificates: frozenset[str]
    counts: bool  # against the year's cap


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLaw:
    """The law that rules ask: relations of documents, laws and clauses with their days as known today, periods."""

    documents: DocumentLaw
    laws: Mapping[str, Law]
    due: Callable[[str, date | datetime], Due]
    clauses: Mapping[LawPlace, LawClause] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The register of numbers: the blocks, what was passed over of each word and year, inner registers."""

    blocks: tuple[NumberBlock, ...] = ()
    gaps: Mapping[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)  # passed over, not explained
    own_series: frozenset[DocumentKind] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything of one inspection. `subjects` are what is looked at: its valid documents, or the one in the making."""

    organ: Organ
    enterprise: Enterprise
    inspection: Inspection
    law: CaseLaw
    now: datetime
    roster: tuple[Officer, ...] = ()
    findings: tuple[Finding, ...] = ()  # struck out ones too
    photos: tuple[Photo, ...] = ()
    documents: tuple[OfficialDocument, ...] = ()  # void ones too
    subjects: tuple[Subject, ...] = ()
    issued: tuple[Subject, ...] = ()  # every valid document
    lives: Mapping[str, OrderLife] = field(default_factory=dict)
    events: Mapping[str, tuple[OrderEvent, ...]] = field(default_factory=dict)
    services: Mapping[str, tuple[Service, ...]] = field(default_factory=dict)  # those not withdrawn
    attachments: tuple[Attachment, ...] = ()
    reinspections: tuple[Reinspection, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    follow_up_events: Mapping[str, tuple[FollowUpEvent, ...]] = field(default_factory=dict)
    visits: tuple[Visit, ...] = ()
    numbers: Numbers = field(default_factory=Numbers)
    intact: Callable[[str], bool] = field(default=lambda _: True)  # whether a stored file is unharmed, by SHA-256
    exists: Callable[[str], bool] = field(default=lambda _: True)  # whether it is there at all

    @property
    def today(self) -> date:
        """The day on which the case is looked at."""
        return self.now.date()

    @property
    def enforces(self) -> bool:
        """Whether the organ enforces at all; one without power only looks and reports."""
        return self.organ.enforcement_power is not EnforcementPower.NONE

    @property
    def is_whole(self) -> bool:
        """Whether what was issued is looked at, and no document in the making."""
        return all(subject.is_issued for subject in self.subjects)

    @property
    def live_findings(self) -> tuple[Finding, ...]:
        """The findings that count."""
        return tuple(f for f in self.findings if f.status.is_live)

    def of_kind(self, *kinds: DocumentKind) -> tuple[Subject, ...]:
        """Give the valid documents of these kinds."""
        return tuple(s for s in self.issued if s.kind in kinds)

    def following(self, follows: Follows) -> tuple[Subject, ...]:
        """Give the valid orders, or the valid measures."""
        return tuple(s for s in self.issued if s.law.follows is follows)

    def answering(self, subject: Subject, *kinds: DocumentKind) -> tuple[Subject, ...]:
        """Give the valid documents of these kinds that refer to an issued one."""
        if subject.document is None:
            return ()
        return tuple(s for s in self.of_kind(*kinds) if s.refers_to == subject.document.id)

    def referred(self, subject: Subject) -> Subject | None:
        """Give the valid document to which one refers."""
        return next((s for s in self.issued if s.document and s.document.id == subject.refers_to), None)

    def served(self, subject: Subject) -> tuple[Service, ...]:
        """Give the services of a document."""
        return self.services.get(subject.document.id, ()) if subject.document else ()

    def scans(self, subject: Subject) -> tuple[Attachment, ...]:
        """Give the signed scans of a document."""
        return tuple(
            a
            for a in self.attachments
            if a.kind is AttachmentKind.SIGNED_SCAN and subject.document and a.document_id == subject.document.id
        )

    def titled(self, *words: str) -> tuple[Attachment, ...]:
        """Give the attachments whose title holds one of these words."""
        return tuple(a for a in self.attachments if any(word in a.title for word in words))

    def rounds(self, subject: Subject) -> tuple[Reinspection, ...]:
        """Give the re-inspections of an order, first to last."""
        rounds = (r for r in self.reinspections if subject.document and r.document_id == subject.document.id)
        return tuple(sorted(rounds, key=lambda r: r.started_at))

    def steps(self, subject: Subject, *verbs: OrderVerb) -> tuple[OrderEvent, ...]:
        """Give the steps of these kinds in the life of an order."""
        events = self.events.get(subject.document.id, ()) if subject.document else ()
        return tuple(e for e in events if e.verb in verbs)

    def deadline(self, subject: Subject, line: Line, on: date | None = None) -> date | None:
        """Give the deadline that counted for a line on that day (else today): the printed or the last granted one."""
        found = line.deadline
        for step in self.steps(subject, OrderVerb.GRANT):
            is_meant = not step.finding_ids or line.finding.id in step.finding_ids
            if step.new_deadline is not None and is_meant and (on is None or step.on <= on):
                found = step.new_deadline
        return found


def shown_lines(case: Case, *follows: Follows) -> tuple[tuple[Subject, Line], ...]:
    """Give each finding once: on the last of the documents that are looked at and follow so."""
    found: dict[str, tuple[Subject, Line]] = {}
    for subject in case.subjects:
        if not follows or subject.law.follows in follows:
            for line in subject.lines:
                found[line.finding.id] = (subject, line)
    return tuple(found.values())
