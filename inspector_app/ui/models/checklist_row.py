# SPDX-License-Identifier: MulanPSL-2.0
"""One row of an inspection's checklist: an item with its answer, or a finding that belongs to no item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem, ItemGrade, Verified
from inspector_app.domain.finding import Finding, FindingStatus, Grade, Photo
from inspector_app.domain.inspection import AnswerResult
from inspector_app.ledgers.inspections import InspectionView
from inspector_app.ui.models.answer_state import AnswerState, ItemFacts, said
from inspector_app.wording import tr, word

FREE = "free"  # the section of findings that belong to no item
TOOL_TIP = 3


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
    heading: str  # the section's name, as it is read
    title: str
    item: ChecklistItem | None
    result: AnswerResult
    remark: str
    findings: tuple[Finding, ...]  # not withdrawn
    photos: int
    is_major: bool
    is_unverified: bool
    search: str
    group: str = ""  # the heading inside the section
    value: str = ""
    shown: str = ""  # the value as people read it
    is_hidden: bool = False  # not asked now; with a finding it stays in sight
    is_required: bool = False
    trouble: str = ""  # why the value is not allowed
    is_computed: bool = False
    spots: int = 0  # places or entries
    author: str = ""
    has_private_note: bool = False

    @property
    def kind(self) -> AnswerKind:
        """How the row is answered; a finding without an item is like a ticked one."""
        if self.is_computed:
            return AnswerKind.COMPUTED
        return self.item.answer.kind if self.item is not None else AnswerKind.TICK

    @property
    def is_counted(self) -> bool:
        """Whether it is among the items that are asked now."""
        return self.item is not None and not self.is_hidden and self.kind.is_asked

    @property
    def is_in_sight(self) -> bool:
        """Whether the list shows it: what is not asked goes, unless something was found there."""
        return not self.is_hidden or bool(self.findings)

    @property
    def may_be_major(self) -> bool:
        """Whether the item is one that a person may have to judge 重大."""
        return self.item is not None and self.item.grade is not ItemGrade.GENERAL

    def matches(self, shown: Shown) -> bool:
        """Whether the filter lets the row through."""
        if not self.is_in_sight:
            return False
        if shown is Shown.UNCHECKED:
            return self.is_counted and self.result is AnswerResult.NOT_CHECKED
        if shown is Shown.NONCOMPLIANT:
            return self.result is AnswerResult.NONCOMPLIANT or bool(self.findings)
        return shown is Shown.ALL or self.is_major


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSetting:
    """What the rows of an inspection have in common."""

    author: str = ""  # who answers now; the names of others are shown
    packs: Mapping[str, str] | None = None  # item code -> the checklist it is from


def photo_counts(photos: Iterable[Photo]) -> Counter[str]:
    """Count photos by finding, and by `item:CODE` those that answer an item."""
    return Counter(
        p.finding_id or f"item:{p.item_code}" for p in photos if (p.finding_id or p.item_code) and not p.removed_reason
    )


def rows_of(
    view: InspectionView, state: AnswerState | None = None, setting: RowSetting | None = None
) -> tuple[Row, ...]:
    """Make the rows of an inspection, in the order of its checklists; parts of entries are no rows."""
    state, setting = state or AnswerState(view), setting or RowSetting()
    photos = photo_counts(view.photos)
    by_item: dict[str | None, list[Finding]] = {}
    for finding in view.findings:
        by_item.setdefault(finding.item_code, []).append(finding)
    items = [item for item in view.items if not state.is_part(item)]
    codes = {item.code for item in items}
    rows = [item_row(item, state, by_item.get(item.code, ()), photos, setting) for item in items]
    free = [f for f in view.findings if f.item_code not in codes]
    return tuple(rows) + tuple(finding_row(f, photos) for f in free)


def section_key(item: ChecklistItem, packs: Mapping[str, str] | None = None) -> str:
    """Give the key of an item's section: its checklist, else the letters of its code, and the section's name."""
    if packs is not None:
        return f"{packs.get(item.code, '')}:{item.section}"
    head, dash, _ = item.code.partition("-")
    return f"{head if dash else ''}:{item.section}"


def item_row(
    item: ChecklistItem,
    state: AnswerState,
    findings: Iterable[Finding],
    photos: Mapping[str, int],
    setting: RowSetting,
) -> Row:
    """Make the row of an item."""
    live = tuple(f for f in findings if f.status is not FindingStatus.WITHDRAWN)
    facts = state.facts(item)
    answer = facts.answer
    title = said(item, "check", state.language)
    mine = int(photos.get(f"item:{item.code}", 0))
    return Row(
        key=item.code,
        section=section_key(item, setting.packs),
        heading=said(item, "section", state.language),
        group=said(item, "group", state.language) if item.group else "",
        title=title,
        item=item,
        result=answer.result,
        remark=answer.remark,
        findings=live,
        photos=sum(photos.get(f.id, 0) for f in live) + mine,
        is_major=any(f.grade is Grade.MAJOR for f in live),
        is_unverified=item.verified is not Verified.V or _doubtful(live),
        search=f"{item.code} {item.section} {item.group} {title} {item.criterion} {item.finding}".casefold(),
        value=answer.value,
        shown=_photo_words(item, facts, mine),
        is_hidden=facts.is_hidden,
        is_required=facts.is_required,
        is_computed=facts.is_computed,
        trouble=facts.trouble,
        spots=facts.spots,
        author=answer.author if answer.author != setting.author else "",
        has_private_note=bool(answer.private_note),
    )


def _photo_words(item: ChecklistItem, facts: ItemFacts, photos: int) -> str:
    if item.answer.kind is AnswerKind.PHOTO:
        return tr("{count} photos", count=photos) if photos else ""
    return facts.shown


def finding_row(finding: Finding, photos: Mapping[str, int]) -> Row:
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
        photos=photos.get(finding.id, 0),
        is_major=not withdrawn and finding.grade is Grade.MAJOR,
        is_unverified=_doubtful(live),
        search=f"{finding.place} {finding.description}".casefold(),
    )


def _doubtful(findings: Sequence[Finding]) -> bool:
    return any(not clause.may_be_printed for f in findings for clause in f.clauses)


def spoken(row: Row, role: int) -> str:
    """Say a row in words: for tooltips, screen readers and copying."""
    if role == TOOL_TIP:
        lines = (row.key if row.item else "", row.title, _criterion(row), row.shown, row.trouble)
        return "\n".join(line for line in lines if line)
    marks = [word(row.result)] if row.item and row.kind.is_asked else []
    if row.shown:
        marks.append(row.shown)
    if row.photos and row.kind is not AnswerKind.PHOTO:
        marks.append(tr("{count} photos", count=row.photos))
    if row.is_major:
        marks.append(word(Grade.MAJOR))
    return "，".join([row.title, *marks])


def _criterion(row: Row) -> str:
    return row.item.criterion if row.item else row.remark
