# SPDX-License-Identifier: MulanPSL-2.0
"""How documents stand to each other in law (handbook 2.7), and the remedy paragraph (handbook 1.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.organ import EnforcementPower, Organ, OrganSector
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.law.records import Record, read_toml

FILE_NAME = "documents.toml"
REMEDIES = "remedies.toml"
ANY = "*"  # whatever was issued
_SLOT = re.compile(r"\{([a-z_]+)\}")
_SLOTS = frozenset({"title", "short_title", "review_organ", "court"})
_NEEDED = frozenset({"review_organ", "court"})


class Remedy(StrEnum):
    """Which remedies a document names."""

    NONE = "none"
    ORDINARY = "ordinary"  # 复议或者诉讼
    REVIEW_FIRST = "review_first"  # 复议前置


class Takes(StrEnum):
    """Which findings a document takes on its lines."""

    ALL = "all"
    SOME = "some"
    REFERRED = "referred"  # those on the lines of the document that it refers to
    NONE = "none"


class Follows(StrEnum):
    """What its issue does to the findings on its lines; such a document has a life of its own."""

    NOTHING = ""
    ORDER = "order"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLaw:
    """One kind of document: what it is, what it rests on, who may use it."""

    kind: DocumentKind
    no: str  # F4, 手册2.6 ...
    name: str
    form_class: str  # order, notice, record, internal: the class that a form of it must have
    remedy: Remedy
    needs: tuple[tuple[str, ...], ...]  # of each group one valid document
    reason: str  # why it needs them
    refers_to: tuple[DocumentKind, ...]
    takes: Takes
    many: bool  # more than one of an inspection
    is_decision: bool  # R36: served within seven working days
    follows: Follows
    sectors: tuple[OrganSector, ...]
    powers: tuple[EnforcementPower, ...]
    basis: str
    mark: FactMark
    must_fields: tuple[str, ...]

    @property
    def has_life(self) -> bool:
        """Whether it is an order or measure that must be carried out."""
        return self.follows is not Follows.NOTHING

    def is_for(self, organ: Organ) -> bool:
        """Whether this organ uses it."""
        return organ.sector in self.sectors and organ.enforcement_power in self.powers


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLaw:
    """All kinds in the order in which the law wants them, and the remedy texts."""

    kinds: Mapping[DocumentKind, KindLaw] = field(default_factory=dict)
    remedies: Mapping[Remedy, str] = field(default_factory=dict)

    def of(self, kind: DocumentKind) -> KindLaw:
        """Give the law of a kind."""
        return self.kinds[kind]

    def name(self, kind: str) -> str:
        """Give the printed name of a kind, for sentences."""
        return self.kinds[DocumentKind(kind)].name if kind in tuple(DocumentKind) else kind

    def remedy_text(self, kind: DocumentKind, organ: Organ, *, title: str, short_title: str) -> str:
        """Write the remedy paragraph; empty where the kind has none or the organ names no review organ or court."""
        template = self.remedies.get(self.of(kind).remedy, "")
        if not organ.review_organ or not organ.court:
            return ""
        values = {
            "title": title,
            "short_title": short_title or title,
            "review_organ": organ.review_organ,
            "court": organ.court,
        }
        return _SLOT.sub(lambda found: values[found[1]], template)


def load_documents(folder: Path) -> DocumentLaw:
    """Read `documents.toml` and `remedies.toml`. Refuses LAW_DATA_FAULTY and others, every fault at once."""
    problems: list[Problem] = []
    kinds = _kinds(read_toml(folder / FILE_NAME, problems), problems)
    remedies = _remedies(read_toml(folder / REMEDIES, problems), problems)
    if not problems:
        missing = [k for k in DocumentKind if k not in kinds]
        problems += [_fault(FILE_NAME, kind, "-") for kind in missing]
    if problems:
        raise Refused(problems)
    return DocumentLaw(kinds=kinds, remedies=remedies)


def _fault(file: str, place: str, found: str) -> Problem:
    fields = {"file": file, "place": place, "found": found}
    return Problem(code=ProblemCode.LAW_DATA_FAULTY, where=f"{file}:{place}", fields=fields)


def _kinds(values: Mapping[str, object], problems: list[Problem]) -> dict[DocumentKind, KindLaw]:
    top = Record(values, FILE_NAME, problems)
    found: dict[DocumentKind, KindLaw] = {}
    for entry in top.records("document", "kind"):
        law = _kind(entry)
        entry.close()
        if law is not None:
            if law.kind in found:
                problems.append(_fault(FILE_NAME, law.kind, "2"))
            found[law.kind] = law
    top.close()
    return found


def _kind(entry: Record) -> KindLaw | None:
    kind = entry.word("kind", DocumentKind)
    needs = _needs(entry)
    refers = tuple(DocumentKind(k) for k in entry.texts("refers_to") if _known(entry, "refers_to", k))
    sectors = tuple(OrganSector(s) for s in entry.texts("sectors") if s in tuple(OrganSector))
    powers = tuple(EnforcementPower(p) for p in entry.texts("powers") if p in tuple(EnforcementPower))
    remedy, takes, follows = entry.word("remedy", Remedy), entry.word("findings", Takes), entry.word("follows", Follows)
    mark = entry.word("mark", FactMark)
    law = KindLaw(
        kind=kind or DocumentKind.INSPECTION_RECORD, no=entry.text("no"), name=entry.text("name"),
        form_class=entry.text("class"), remedy=remedy or Remedy.NONE, needs=needs,
        reason=entry.text("reason", required=False), refers_to=refers, takes=takes or Takes.NONE,
        many=entry.flag("many"), is_decision=entry.flag("decision"), follows=follows or Follows.NOTHING,
        sectors=sectors, powers=powers, basis=entry.text("basis"), mark=mark or FactMark.FM,
        must_fields=entry.texts("must_fields"),
    )  # fmt: skip
    if not sectors or not powers:
        entry.fault(ProblemCode.VALUE_MISSING, "sectors" if not sectors else "powers")
    return None if kind is None else law


def _needs(entry: Record) -> tuple[tuple[str, ...], ...]:
    value = entry.values.get("needs")
    entry.skip("needs")
    groups = value if isinstance(value, list) else []
    for group in groups:
        for name in group if isinstance(group, list) else [group]:
            if name != ANY:
                _known(entry, "needs", str(name))
    return tuple(tuple(str(name) for name in group) for group in groups if isinstance(group, list))


def _known(entry: Record, name: str, kind: str) -> bool:
    if kind in tuple(DocumentKind):
        return True
    entry.not_allowed(name, kind, ", ".join(DocumentKind))
    return False


def _remedies(values: Mapping[str, object], problems: list[Problem]) -> dict[Remedy, str]:
    top = Record(values, REMEDIES, problems)
    top.number("format", 1, 1, required=True)
    found = {}
    for remedy in (Remedy.ORDINARY, Remedy.REVIEW_FIRST):
        table = values.get(remedy.value)
        top.skip(remedy.value)
        entry = Record(table if isinstance(table, dict) else {}, f"{REMEDIES}:{remedy}", problems)
        text = entry.text("text")
        slots = set(_SLOT.findall(text))
        if not _NEEDED <= slots <= _SLOTS:
            entry.not_allowed("text", ", ".join(sorted(slots)), ", ".join(sorted(_SLOTS)))
        entry.text("basis")
        entry.word("mark", FactMark)
        entry.close()
        found[remedy] = text
    top.close()
    return found
