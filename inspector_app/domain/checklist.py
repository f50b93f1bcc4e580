# SPDX-License-Identifier: MulanPSL-2.0
"""What may be checked: laws, clauses, checklist items and the packs that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.answering import AnswerKind, AnswerSpec, LeftOut, Logic, Need, Picture


class Verified(StrEnum):
    """How sure a fact is: read in its source, or only remembered (shown as 待核)."""

    V = "V"
    M = "M"


class ItemGrade(StrEnum):
    """What a failing item is worth before a person judges it."""

    GENERAL = "general"  # 一般
    POSSIBLY_MAJOR = "possibly_major"  # 视情形可判重大
    MAJOR = "major"  # 重大


class DeadlineClass(StrEnum):
    """The kind of correction that an item asks for."""

    IMMEDIATE = "immediate"  # 立即
    WITHIN_DAYS = "within_days"  # 限期
    STOP = "stop"  # 停产停业（停用、停工）


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One document of the law library (法律、法规、规章、标准), with the days on which it is in force."""

    key: str
    name: str
    number: str
    kind: str
    verified: Verified
    status: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    superseded_by: str = ""
    checked_on: date | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A place in a law. `clause` is empty where the content is verified but its number was not seen.

    `law` is empty for a basis that a person typed; then `name` is the whole text.
    """

    law: str
    name: str
    number: str = ""
    clause: str = ""
    verified: Verified = Verified.M
    confirmed_by: str = ""  # the person who confirmed an unverified clause, else empty
    effective_from: date | None = None
    effective_to: date | None = None

    @property
    def may_be_printed(self) -> bool:
        """Whether it is verified, or a person has confirmed it (decisions.md 12)."""
        return self.verified is Verified.V or bool(self.confirmed_by)

    def is_in_force(self, on: date) -> bool:
        """Whether the law is in force on that day; unknown bounds do not refuse."""
        started = self.effective_from is None or self.effective_from <= on
        return started and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One thing to check, with the wording that a finding of it starts from."""

    code: str
    section: str
    applies_to: str
    check: str
    methods: tuple[str, ...]
    criterion: str
    basis: tuple[Clause, ...]
    grade: ItemGrade
    finding: str
    measure: str
    deadline_class: DeadlineClass
    deadline_days: int | None
    suspend: bool
    verified: Verified
    authority: str
    major_ref: tuple[Clause, ...] = ()
    order_basis: tuple[Clause, ...] = ()
    penalty: tuple[Clause, ...] = ()
    answer: AnswerSpec = field(default_factory=AnswerSpec)
    logic: Logic = field(default_factory=Logic)
    group: str = ""  # heading inside the section
    parent: str = ""  # the item of kind ENTRIES whose entries it is a part of
    hint: str = ""
    picture: Picture | None = None  # guidance: what right looks like
    weight: Decimal | None = None  # in the score by weight
    points: int | None = None  # of a DEDUCTION item
    needs: tuple[Need, ...] = ()
    several_places: bool = False
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # language -> field -> text
    extras: Mapping[str, str] = field(default_factory=dict)  # columns of a foreign form, kept as they were

    @property
    def is_tick(self) -> bool:
        """Whether it is answered by 符合, 不符合 or 不适用 alone."""
        return self.answer.kind is AnswerKind.TICK


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A group of items that are checked in one place or sitting."""

    name: str
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRef:
    """Which pack, exactly: id and version can be reused by mistake, the hash cannot."""

    id: str
    version: str
    sha256: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistPack:
    """The checklist of one industry. `supersedes` maps an item code to the common items it replaces."""

    id: str
    version: str
    title: str
    industry: str
    issuer: str
    valid_from: date | None
    sections: tuple[Section, ...]
    sha256: str
    supersedes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origin: str = ""  # xlsform, safetyculture; empty for our own
    data: Mapping[str, object] = field(default_factory=dict)  # tables of scores and calculators, plain JSON values
    languages: tuple[str, ...] = ()
    default_language: str = ""
    left_out: tuple[LeftOut, ...] = ()

    @property
    def items(self) -> tuple[ChecklistItem, ...]:
        """All items in the order of the sections."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def ref(self) -> PackRef:
        """The reference that an inspection keeps."""
        return PackRef(id=self.id, version=self.version, sha256=self.sha256, title=self.title)
