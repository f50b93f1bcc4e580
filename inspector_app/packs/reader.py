# SPDX-License-Identifier: MulanPSL-2.0
"""The text of `pack.toml` and `items.toml` into a `ChecklistPack`, with every problem gathered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from inspector_app.domain.checklist import (
    ChecklistItem,
    ChecklistPack,
    Clause,
    DeadlineClass,
    ItemGrade,
    Section,
    Verified,
)
from inspector_app.domain.jgj59 import KEY as SCORE
from inspector_app.domain.jgj59 import item_problems, read_facts
from inspector_app.domain.problems import Problem, blocking
from inspector_app.packs.answer_fields import read_extra_fields
from inspector_app.packs.calculators import calculator_faults
from inspector_app.packs.draft import (
    DATA_FILE,
    FORMAT,
    ITEMS_FILE,
    MAX_DAYS,
    PACK_FILE,
    DraftItem,
    DraftPack,
    PackHead,
    clauses_of,
)
from inspector_app.packs.fields import Fields
from inspector_app.packs.files import parse_toml
from inspector_app.packs.frozen import with_hash
from inspector_app.packs.laws import LawLibrary
from inspector_app.packs.rules import faults

_NO_DEADLINE = (DeadlineClass.IMMEDIATE, None, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackText:
    """The files of one pack as texts, `None` where a file could not be read; `name` is its folder's name."""

    name: str
    head: str | None
    items: str | None
    data: str = ""  # of `data.toml`, the tables of scores and calculators; most packs have none


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadReading:
    """What came of `pack.toml`; the head is none where nothing could be read."""

    head: PackHead | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReading:
    """What came of a pack: it is given only without a blocking problem. `codes` are all that were seen."""

    head: PackHead | None
    pack: ChecklistPack | None
    codes: frozenset[str]
    problems: tuple[Problem, ...]


def read_pack(text: PackText, library: LawLibrary, common: Set[str] | None = None) -> PackReading:
    """Read a whole pack. `common` holds the item codes that it may supersede; none leaves that unchecked."""
    reading = read_head(text)
    items, items_problems = _read_items(text, reading.head, library)
    data, data_problems = _read_data(text)
    is_readable = text.items is not None and bool(items or not items_problems)
    draft = DraftPack(name=text.name, head=reading.head, items=items, has_items_file=is_readable)
    score_problems = _score_problems(data, items, f"{text.name}/{DATA_FILE}")
    problems = (*reading.problems, *items_problems, *data_problems, *score_problems, *faults(draft, library, common))
    problems = (*problems, *calculator_faults([entry.item for entry in items], data, text.name))
    if any(not clause.name for entry in items for _, clause in clauses_of(entry.item)):
        problems = (*problems, *library.problems)
    pack = None
    if reading.head is not None and is_readable and not blocking(problems):
        pack = assemble(reading.head, items, data)
    return PackReading(
        head=reading.head,
        pack=pack,
        codes=frozenset(entry.item.code for entry in items if entry.item.code),
        problems=problems,
    )


def read_head(text: PackText) -> HeadReading:
    """Read only `pack.toml`, which is quick."""
    if text.head is None:
        return HeadReading(head=None, problems=())
    name = f"{text.name}/{PACK_FILE}"
    table, syntax = parse_toml(text.head, name)
    if syntax:
        return HeadReading(head=None, problems=syntax)
    problems: list[Problem] = []
    fields = Fields(table, name, problems)
    fields.format(FORMAT)
    head = PackHead(
        id=fields.text("id"),
        version=fields.text("version"),
        title=fields.text("title"),
        industry=fields.text("industry"),
        issuer=fields.text("issuer"),
        valid_from=fields.day("valid_from"),
        authority=fields.text("authority", required=False),
        sections=fields.texts("sections"),
        supersedes=_read_supersedes(fields),
    )
    fields.close()
    return HeadReading(head=head, problems=tuple(problems))


def _read_data(text: PackText) -> tuple[Mapping[str, object], Sequence[Problem]]:
    """Give the tables as plain JSON values; dates become texts."""
    table, syntax = parse_toml(text.data, f"{text.name}/{DATA_FILE}")
    return {key: _plain(value) for key, value in table.items()}, syntax


def _score_problems(data: Mapping[str, object], items: Sequence[DraftItem], file: str) -> Sequence[Problem]:
    """Say what is wrong with a score by JGJ 59, if the pack has one."""
    reading = read_facts(data, f"{file}:{SCORE}")
    if reading is None or reading.facts is None:
        return () if reading is None else reading.problems
    return item_problems(reading.facts, [entry.item for entry in items], f"{file}:{SCORE}")


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date | time) else value  # a datetime is a date


def _read_supersedes(fields: Fields) -> Mapping[str, tuple[str, ...]]:
    table = fields.table("supersedes_common", required=False)
    return {} if table is None else {code: table.texts(code) for code in table.names()}


def _read_items(
    text: PackText, head: PackHead | None, library: LawLibrary
) -> tuple[Sequence[DraftItem], Sequence[Problem]]:
    if text.items is None:
        return (), ()
    name = f"{text.name}/{ITEMS_FILE}"
    table, syntax = parse_toml(text.items, name)
    if syntax:
        return (), syntax
    problems: list[Problem] = []
    top = Fields(table, name, problems)
    reader = ItemReader(library, None if head is None else head.authority)
    entries = top.records("item", "code", required=False)
    items = [DraftItem(place=entry.base, item=reader.item(entry)) for entry in entries]
    top.close()
    return items, problems


class ItemReader:
    """Reads items; equal clauses are made once, for a pack names the same ones again and again.

    `is_lenient` asks of no item what a foreign form cannot have: basis, finding, deadline, authority.
    """

    def __init__(self, library: LawLibrary, authority: str | None, *, is_lenient: bool = False) -> None:
        self._library = library
        self._authority = authority
        self._is_lenient = is_lenient
        self._made: dict[tuple[str, str, Verified], Clause] = {}

    def item(self, fields: Fields) -> ChecklistItem:
        """Read one item."""
        rest: dict[str, Any] = read_extra_fields(fields)
        # A plain fact needs no basis, no finding, no deadline.
        fails = rest["answer"].can_fail and not self._is_lenient
        deadline_class, days, suspend = self._deadline(fields, required=fails)
        item = ChecklistItem(
            code=fields.text("code"),
            section=fields.text("section"),
            applies_to=fields.text("applies_to", required=fails),
            check=fields.text("check"),
            methods=fields.texts("method", required=fails),
            criterion=fields.text("criterion", required=fails),
            verified=fields.choice("verified", Verified),
            basis=self._clauses(fields, "basis", required=fails),
            grade=fields.choice("grade", ItemGrade, default=None if fails else ItemGrade.GENERAL),
            major_ref=self._clauses(fields, "major_ref"),
            finding=fields.text("finding", required=fails),
            measure=fields.text("measure", required=fails),
            deadline_class=deadline_class,
            deadline_days=days,
            suspend=suspend,
            authority=self._authority_of(fields),
            order_basis=self._clauses(fields, "order_basis"),
            penalty=self._clauses(fields, "penalty"),
            **rest,
        )
        fields.close()
        return item

    def _authority_of(self, fields: Fields) -> str:
        """Take the authority; the head's stands in. Without a head nobody can say whether it is missing."""
        is_needed = self._authority == "" and not self._is_lenient
        return fields.text("authority", required=is_needed) or self._authority or ""

    def _deadline(self, fields: Fields, *, required: bool) -> tuple[DeadlineClass, int | None, bool]:
        """Take the deadline; a faulty one is read as one that breaks no rule, so that it is told once."""
        before = fields.fault_count
        table = fields.table("deadline", required=required)
        if table is None:
            return _NO_DEADLINE
        found = (
            table.choice("class", DeadlineClass),
            table.whole_number("days", 1, MAX_DAYS),
            table.flag("suspend"),
        )
        table.close()
        return found if fields.fault_count == before else _NO_DEADLINE

    def _clauses(self, fields: Fields, name: str, *, required: bool = False) -> tuple[Clause, ...]:
        return tuple(self._clause(entry) for entry in fields.tables(name, required=required))

    def _clause(self, fields: Fields) -> Clause:
        facts = (
            fields.text("law"),
            fields.text("clause", required=False),
            fields.choice("verified", Verified),
        )
        fields.texts("sources", required=False)
        fields.close()
        clause = self._made.get(facts)
        if clause is None:
            clause = self._made[facts] = self._library.clause(*facts)
        return clause


def assemble(head: PackHead, items: Sequence[DraftItem], data: Mapping[str, object], **more: Any) -> ChecklistPack:
    """Make the pack, with its hash. Every section of an item must be one of the head's."""
    by_section: dict[str, list[ChecklistItem]] = {name: [] for name in head.sections}
    for entry in items:
        by_section[entry.item.section].append(entry.item)
    return with_hash(
        ChecklistPack(
            id=head.id,
            version=head.version,
            title=head.title,
            industry=head.industry,
            issuer=head.issuer,
            valid_from=head.valid_from,
            sections=tuple(Section(name=name, items=tuple(found)) for name, found in by_section.items()),
            sha256="",
            supersedes=head.supersedes,
            data=data,
            **more,
        )
    )
