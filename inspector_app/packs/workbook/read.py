# SPDX-License-Identifier: MulanPSL-2.0
"""A workbook read back into a pack: all faults at once, each with its sheet, row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from inspector_app.domain.answering import AnswerKind, LeftOut
from inspector_app.domain.checklist import ChecklistPack
from inspector_app.domain.problems import Problem, ProblemCode, blocking
from inspector_app.packs.answer_fields import read_answer
from inspector_app.packs.draft import DraftItem, DraftPack, PackHead, clauses_of
from inspector_app.packs.fields import MAX_RECORDS, Fields
from inspector_app.packs.laws import LawLibrary
from inspector_app.packs.reader import ItemReader, PackReading, assemble
from inspector_app.packs.rules import faults as rule_faults
from inspector_app.packs.workbook.cells import ItemCells
from inspector_app.packs.workbook.clauses import ClauseCells
from inspector_app.packs.workbook.columns import (
    FORMAT_HEAD,
    LAWS,
    SETTINGS,
    SURVEY,
    SURVEY_COLUMNS,
    head_key,
)
from inspector_app.packs.workbook.lists import read_lists
from inspector_app.packs.workbook.outline import NOWHERE, Outline, PlacedRow, read_outline
from inspector_app.packs.workbook.places import Places, order_of
from inspector_app.packs.workbook.side_sheets import (
    law_differs,
    read_data,
    read_day,
    read_left_out,
    settings_row,
    version_text,
    with_laws,
)
from inspector_app.packs.workbook.tables import HEAD_ROWS, Row, Table, clean
from inspector_app.packs.workbook.words import yes_or_no
from inspector_app.sheets import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookReading(PackReading):
    """What came of a workbook; `places` finds the cell of an item's field for faults that are found later."""

    places: Places = field(default_factory=Places)


def is_own_workbook(book: Book) -> bool:
    """Whether a workbook is ours and not an XLSForm of somebody else: it has the mark or the sheet of laws."""
    settings = book.find(SETTINGS)
    heads = {head_key(cell) for row in book[settings][:HEAD_ROWS] for cell in row} if settings else set()
    return book.find(SURVEY) is not None and (FORMAT_HEAD in heads or book.find(LAWS) is not None)


def read_workbook(book: Book, library: LawLibrary, common: Set[str] | None = None) -> WorkbookReading:
    """Read the pack; it is given only without a blocking problem. `common` holds the codes that it may supersede."""
    faults: list[Problem] = []
    left_out = read_left_out(book, faults)
    row = settings_row(book, faults, left_out)
    sheet = book.find(SURVEY)
    if sheet is None:
        faults.append(Problem(code=ProblemCode.SHEET_MISSING, where=SURVEY, fields={"sheet": SURVEY}))
        return WorkbookReading(head=None, pack=None, codes=frozenset(), problems=tuple(faults))
    reader = _Reader(book, sheet, row, faults)
    return reader.read(library, common, left_out)


class _Reader:
    """Reads one workbook whose sheets are there."""

    def __init__(self, book: Book, survey: str, settings: Row | None, faults: list[Problem]) -> None:
        self._book = book
        self._settings = settings
        self._faults = faults
        self._raw: list[Problem] = []  # of the pack's own rules, before they know their cells
        self._survey = Table(book, survey, SURVEY_COLUMNS, faults)
        self.places = Places(survey=self._survey, settings=settings)

    def read(self, library: LawLibrary, common: Set[str] | None, left_out: list[LeftOut]) -> WorkbookReading:
        """Read everything, then judge it by the rules of packs."""
        origin = clean(self._setting("来源"))
        has_heads = self._survey.need("type", "name", "label")
        outline = read_outline(self._survey) if has_heads else Outline([], [], [])
        laws, law_rows = with_laws(self._book, library, self._faults)
        head = self._head(outline)
        items = self._items(outline, laws, head, is_lenient=bool(origin))
        is_readable = has_heads and bool(items or not outline.items)
        draft = DraftPack(name="", head=head, items=items, has_items_file=is_readable)
        self._raw += rule_faults(draft, laws, common)
        for key in dict.fromkeys(clause.law for entry in items for _, clause in clauses_of(entry.item)):
            if key in law_rows and key in library.laws:
                law_differs(library.laws[key], law_rows[key])
        data = read_data(self._book, self._faults)
        problems = (*self._faults, *self.places.placed(self._raw, is_lenient=bool(origin)))
        pack = None
        if head is not None and has_heads and not blocking(problems):
            pack = self._pack(head, items, data, origin, (*left_out, *outline.left_out))
        codes = frozenset(entry.item.code for entry in items if entry.item.code)
        once = {(p.code, p.where, *sorted(p.fields.items())): p for p in problems}
        ordered = tuple(sorted(once.values(), key=order_of))
        return WorkbookReading(head=head, pack=pack, codes=codes, problems=ordered, places=self.places)

    def _setting(self, head: str) -> str:
        return self._settings.text(head) if self._settings is not None else ""

    def _head(self, outline: Outline) -> PackHead | None:
        """Read the settings; the sections and what supersedes what stand in the survey."""
        row = self._settings
        if row is None:
            return None
        texts = {
            "id": row.text("form_id"),
            "version": version_text(row.text("version")),
            "title": row.text("form_title"),
            "industry": row.text("行业") or row.text("form_id"),
            "issuer": row.text("发布单位"),
            "authority": row.text("责令主体"),
        }
        sections = [name for name, _ in outline.sections]
        given: dict[str, object] = {name: text for name, text in texts.items() if text}
        fields = Fields({**given, "sections": sections}, row.base, self._raw)
        told = {name: fields.text(name, required=name not in ("industry", "authority")) for name in texts}
        fields.texts("sections", required=False)
        self.places.sections = outline.sections
        self.places.supersedes = {placed.row.text("name"): placed.row for placed in outline.items}
        return PackHead(
            **told,
            valid_from=read_day(row, "启用日期"),
            sections=tuple(sections if NOWHERE in sections else [*sections, NOWHERE]),
            supersedes=_supersedes(outline.items),
        )

    def _items(
        self, outline: Outline, laws: LawLibrary, head: PackHead | None, *, is_lenient: bool
    ) -> Sequence[DraftItem]:
        may_repeat = bool(yes_or_no(self._setting("allow_choice_duplicates")))
        lists = read_lists(self._book, self._faults, may_repeat=may_repeat)
        cells = ItemCells(lists, ClauseCells(laws.laws), is_lenient=is_lenient)
        reader = ItemReader(laws, None if head is None else head.authority, is_lenient=is_lenient)
        if len(outline.items) > MAX_RECORDS:
            outline.items[MAX_RECORDS].row.wrong("type", f"1-{MAX_RECORDS}")
            return ()
        found = []
        for placed in outline.items:
            table = cells.table(placed)
            if read_answer(Fields(table, "", [])).can_fail:
                table = cells.with_defaults(table)
            base = self.places.take(placed.row)
            found.append(DraftItem(place=base, item=reader.item(Fields(table, base, self._raw))))
        self._check_parents(outline.items, found)
        return found

    def _check_parents(self, rows: Sequence[PlacedRow], items: Sequence[DraftItem]) -> None:
        """Note parts of entries that are not there."""
        entries = {e.item.code for e in items if e.item.answer.kind is AnswerKind.ENTRIES}
        for placed, entry in zip(rows, items, strict=True):
            if placed.row.text("所属条目") and entry.item.parent not in entries:
                placed.row.wrong("所属条目", ENTRIES_CODE)

    def _pack(
        self,
        head: PackHead,
        items: Sequence[DraftItem],
        data: Mapping[str, object],
        origin: str,
        left_out: Sequence[LeftOut],
    ) -> ChecklistPack:
        sections = tuple(name for name in head.sections if name != NOWHERE)
        languages = self._settings.lines("语言").split("\n") if self._settings is not None else []
        whole = PackHead(**{name: getattr(head, name) for name in _HEAD_NAMES}, sections=sections)
        return assemble(
            whole,
            items,
            data,
            origin=origin,
            languages=tuple(filter(None, map(clean, languages))),
            default_language=clean(self._setting("default_language")),
            left_out=tuple(left_out),
        )


ENTRIES_CODE = "the code of a row begin_repeat"
_HEAD_NAMES = ("id", "version", "title", "industry", "issuer", "valid_from", "authority", "supersedes")


def _supersedes(items: Sequence[PlacedRow]) -> Mapping[str, tuple[str, ...]]:
    found = {}
    for placed in items:
        parts = placed.row.lines("替代通用项").replace("、", "\n").replace("，", "\n").replace(",", "\n").split()
        if parts and placed.row.text("name"):
            found[placed.row.text("name")] = tuple(map(clean, parts))
    return found
