# SPDX-License-Identifier: MulanPSL-2.0
"""The rows of an inspection's checklist: items with their answers, then findings that belong to no item.

One role gives a painter the whole row; roles are plain integers, since comparing Qt's enums here costs more
than the painting itself (budgets.md 3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.domain.checklist import ChecklistItem, ItemGrade, Verified
from inspector_app.domain.finding import Finding, FindingStatus, Grade
from inspector_app.domain.inspection import Answer, AnswerResult
from inspector_app.ledgers.inspections import InspectionView
from inspector_app.wording import tr, word

DISPLAY = 0
TOOL_TIP = 3
ACCESSIBLE = 11
ROW = 257  # the Row itself
HEADING = 258  # the section's name where a section begins in what is shown, else empty

FREE = "free"  # the section of findings that belong to no item
_ROOT = QModelIndex()


class Shown(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    UNCHECKED = "unchecked"
    NONCOMPLIANT = "noncompliant"
    MAJOR = "major"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list: an item, or a finding without an item (`item` is None)."""

    key: str  # the item's code, or `finding:ID`
    section: str  # key of the section: two checklists may use one name
    heading: str  # the section's name
    title: str
    item: ChecklistItem | None
    result: AnswerResult
    remark: str
    findings: tuple[Finding, ...]  # not withdrawn
    photos: int
    is_major: bool
    is_unverified: bool
    search: str

    @property
    def may_be_major(self) -> bool:
        """Whether the item is one that a person may have to judge 重大."""
        return self.item is not None and self.item.grade is not ItemGrade.GENERAL

    def matches(self, shown: Shown) -> bool:
        """Whether the filter lets the row through."""
        if shown is Shown.UNCHECKED:
            return self.item is not None and self.result is AnswerResult.NOT_CHECKED
        if shown is Shown.NONCOMPLIANT:
            return self.result is AnswerResult.NONCOMPLIANT or bool(self.findings)
        return shown is Shown.ALL or self.is_major


def rows_of(view: InspectionView) -> tuple[Row, ...]:
    """Make the rows of an inspection, in the order of its checklists."""
    photos: Counter[str | None] = Counter(p.finding_id for p in view.photos if p.finding_id and not p.removed_reason)
    by_item: dict[str | None, list[Finding]] = {}
    for finding in view.findings:
        by_item.setdefault(finding.item_code, []).append(finding)
    codes = {item.code for item in view.items}
    rows = [item_row(i, view.answers.get(i.code), by_item.get(i.code, ()), photos) for i in view.items]
    free = [f for f in view.findings if f.item_code not in codes]
    return tuple(rows) + tuple(finding_row(f, photos) for f in free)


def section_key(item: ChecklistItem) -> str:
    """Give the key of an item's section: the letters of its code tell the checklist."""
    return f"{item.code.partition('-')[0]}:{item.section}"


def item_row(
    item: ChecklistItem, answer: Answer | None, findings: Iterable[Finding], photos: Counter[str | None]
) -> Row:
    """Make the row of an item."""
    live = tuple(f for f in findings if f.status is not FindingStatus.WITHDRAWN)
    return Row(
        key=item.code,
        section=section_key(item),
        heading=item.section,
        title=item.check,
        item=item,
        result=answer.result if answer else AnswerResult.NOT_CHECKED,
        remark=answer.remark if answer else "",
        findings=live,
        photos=sum(photos[f.id] for f in live),
        is_major=any(f.grade is Grade.MAJOR for f in live),
        is_unverified=item.verified is not Verified.V or _doubtful(live),
        search=f"{item.code} {item.section} {item.check} {item.criterion} {item.finding}".casefold(),
    )


def finding_row(finding: Finding, photos: Counter[str | None]) -> Row:
    """Make the row of a finding that belongs to no item of the checklists."""
    withdrawn = finding.status is FindingStatus.WITHDRAWN
    live = () if withdrawn else (finding,)
    return Row(
        key=f"finding:{finding.id}",
        section=FREE,
        heading=tr("Outside the checklists"),
        title=finding.description or tr("(nothing written yet)"),
        item=None,
        result=AnswerResult.NOT_APPLICABLE if withdrawn else AnswerResult.NONCOMPLIANT,
        remark=finding.withdrawn_reason,
        findings=live,
        photos=photos[finding.id],
        is_major=not withdrawn and finding.grade is Grade.MAJOR,
        is_unverified=_doubtful(live),
        search=f"{finding.place} {finding.description}".casefold(),
    )


def _doubtful(findings: Sequence[Finding]) -> bool:
    return any(not clause.may_be_printed for f in findings for clause in f.clauses)


class ChecklistModel(QAbstractListModel):
    """All rows by key and those of them that are shown; a refresh emits the smallest signals."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, Row] = {}
        self._shown: list[str] = []
        self._place: dict[str, int] = {}
        self._headings: set[str] = set()
        self._kept: set[str] = set()  # changed while this filter stood: they stay until it is chosen again
        self.filter = Shown.ALL
        self.section = ""
        self.text = ""

    # -- what Qt asks ------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Count the rows shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = DISPLAY) -> object:
        """Give the row, or its words."""
        if role == ROW:
            return self._rows[self._shown[index.row()]]
        if role == HEADING:
            row = self._rows[self._shown[index.row()]]
            return row.heading if row.key in self._headings else ""
        if role in (DISPLAY, TOOL_TIP, ACCESSIBLE):
            return spoken(self._rows[self._shown[index.row()]], role)
        return None

    # -- reading -----------------------------------------------------------------------------------

    def rows(self) -> tuple[Row, ...]:
        """Give all rows, shown or not."""
        return tuple(self._rows.values())

    def row_at(self, place: int) -> Row | None:
        """Give the shown row at a place, if there is one."""
        return self._rows[self._shown[place]] if 0 <= place < len(self._shown) else None

    def row_of(self, key: str) -> Row | None:
        """Give a row by its key, shown or not."""
        return self._rows.get(key)

    def key_of_finding(self, finding_id: str) -> str:
        """Give the key of the row that holds a finding; empty when it is unknown."""
        if f"finding:{finding_id}" in self._rows:
            return f"finding:{finding_id}"
        return next((r.key for r in self._rows.values() for f in r.findings if f.id == finding_id), "")

    def index_of(self, key: str) -> QModelIndex:
        """Give the index of a row; invalid while it is not shown."""
        place = self._place.get(key, -1)
        return self.index(place) if place >= 0 else QModelIndex()

    # -- changing ----------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Take the ledger's rows: same keys give `dataChanged` only, others insert or remove."""
        new = {row.key: row for row in rows}
        if list(new) != list(self._rows):
            self._take_other(new)
            return
        changed = [key for key, row in new.items() if row != self._rows[key]]
        self._rows = new
        self._kept.update(changed)
        self._announce(changed)

    def put_row(self, row: Row) -> None:
        """Replace one row."""
        if row.key in self._rows and self._rows[row.key] != row:
            self._rows[row.key] = row
            self._kept.add(row.key)
            self._announce([row.key])

    def put_finding(self, finding: Finding, *, answer: Answer | None = None) -> None:
        """Take one finding of a known row, as an operation gave it back."""
        key = self.key_of_finding(finding.id) or finding.item_code or ""
        row = self._rows.get(key)
        if row is None:
            return
        photos: Counter[str | None] = Counter({finding.id: row.photos})
        if row.item is None:
            self.put_row(finding_row(finding, photos))
            return
        others = [f for f in row.findings if f.id != finding.id]
        merged = sorted([*others, finding], key=lambda f: f.ordinal)
        known = Answer(inspection_id="", item_code=key, result=row.result, remark=row.remark)
        made = item_row(row.item, answer or known, merged, photos)
        self.put_row(replace(made, photos=row.photos))

    def put_answer(self, answer: Answer, finding: Finding | None) -> None:
        """Take one answer as the operation gave it back, with the finding that it made."""
        row = self._rows.get(answer.item_code)
        if row is None or row.item is None:
            return
        kept = row.findings if answer.result is AnswerResult.NONCOMPLIANT else ()
        self.put_row(replace(row, result=answer.result, remark=answer.remark, findings=kept))
        if finding is not None:
            self.put_finding(finding, answer=answer)

    def show_only(self, *, shown: Shown | None = None, section: str | None = None, text: str | None = None) -> None:
        """Choose what is shown; what stood there by courtesy goes."""
        self.filter = self.filter if shown is None else shown
        self.section = self.section if section is None else section
        self.text = self.text if text is None else text.strip().casefold()
        self._kept.clear()
        self.beginResetModel()
        self._lay_out(self._wanted())
        self.endResetModel()

    def _wanted(self) -> list[str]:
        words = self.text.split()
        return [
            row.key
            for row in self._rows.values()
            if (row.key in self._kept or row.matches(self.filter))
            and (not self.section or row.section == self.section)
            and (not words or all(w in row.search for w in words))
        ]

    def _lay_out(self, keys: list[str]) -> None:
        self._shown = keys
        self._place = {key: place for place, key in enumerate(keys)}
        self._headings.clear()
        before = None
        for key in keys:
            section = self._rows[key].section
            if section != before:
                self._headings.add(key)
                before = section

    def _take_other(self, new: dict[str, Row]) -> None:
        old, self._kept = self._rows, self._kept | {k for k in new if k not in self._rows}
        if not old:
            self._kept.clear()
        fresh = [key for key in new if key in old and new[key] != old[key]]
        self._kept.update(fresh)
        for place in reversed([p for p, key in enumerate(self._shown) if key not in new]):
            self.beginRemoveRows(QModelIndex(), place, place)
            self._lay_out([k for p, k in enumerate(self._shown) if p != place])
            self.endRemoveRows()
        self._rows = new
        self._insert(self._wanted())
        self._announce(fresh)

    def _insert(self, wanted: list[str]) -> None:
        known = set(self._shown)
        if len(wanted) - len(known) > 20 or [k for k in wanted if k in known] != self._shown:
            self.beginResetModel()
            self._lay_out(wanted)
            self.endResetModel()
            return
        for place, key in enumerate(wanted):
            if key not in known:
                self.beginInsertRows(QModelIndex(), place, place)
                self._lay_out([*self._shown[:place], key, *self._shown[place:]])
                self.endInsertRows()

    def _announce(self, keys: Sequence[str]) -> None:
        places = sorted(self._place[key] for key in keys if key in self._place)
        if len(places) > 20:
            self.dataChanged.emit(self.index(places[0]), self.index(places[-1]))
            return
        for place in places:
            index = self.index(place)
            self.dataChanged.emit(index, index)


def spoken(row: Row, role: int) -> str:
    """Say a row in words: for tooltips, screen readers and copying."""
    if role == TOOL_TIP:
        return "\n".join(line for line in (row.key if row.item else "", row.title, _criterion(row)) if line)
    marks = [word(row.result)] if row.item else []
    if row.photos:
        marks.append(tr("{count} photos", count=row.photos))
    if row.is_major:
        marks.append(word(Grade.MAJOR))
    return "，".join([row.title, *marks])


def _criterion(row: Row) -> str:
    return row.item.criterion if row.item else row.remark


__all__ = ["FREE", "HEADING", "ROW", "ChecklistModel", "Qt", "Row", "Shown", "rows_of"]
