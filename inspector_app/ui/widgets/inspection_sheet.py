# SPDX-License-Identifier: MulanPSL-2.0
"""All that the inspection screen shows, as one read of the ledger gave it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from inspector_app.domain.checklist import Law, PackRef
from inspector_app.domain.document import DocumentKind, DocumentState
from inspector_app.domain.finding import Finding
from inspector_app.domain.inspection import Inspection, InspectionState
from inspector_app.domain.organ import Officer
from inspector_app.domain.problems import Problem
from inspector_app.domain.site_score import scoring_pack
from inspector_app.ledgers import findings as finding_ledger
from inspector_app.ledgers import inspections as inspection_ledger
from inspector_app.ledgers import organs as organ_ledger
from inspector_app.ledgers.inspections import InspectionView
from inspector_app.ui.models.checklist_row import Row
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.ui.widgets.item_page import Subject
from inspector_app.ui.widgets.visit_bar import AUTHOR
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

BEFORE = frozenset(
    {InspectionState.PLANNED, InspectionState.SUBMITTED, InspectionState.APPROVED, InspectionState.DISPATCHED}
)
ROLES = {InspectionState.OPEN: "accent", InspectionState.FINISHED: "ok", InspectionState.REFUSED: "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """What the checklists of an inspection say of themselves; it never changes while the inspection lives."""

    refs: tuple[PackRef, ...] = ()
    pack_of: Mapping[str, str] = field(default_factory=dict)  # item code -> id of its checklist
    languages: tuple[str, ...] = ()
    default_language: str = ""
    has_score: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that the screen shows of an inspection, as one read gave it."""

    view: InspectionView
    numbers: dict[str, str]  # of the orders that froze findings, by finding
    laws: dict[str, Law]
    officers: tuple[Officer, ...]
    packs: PackFacts = field(default_factory=PackFacts)
    author: str = ""  # who answered last on this computer

    @property
    def is_finished(self) -> bool:
        """Whether the visit is over or was called off: its answers stay as they are."""
        state = self.view.inspection.state
        return state.is_over or state is InspectionState.TERMINATED

    @property
    def is_planned(self) -> bool:
        """Whether the visit has not begun."""
        return self.view.inspection.state in BEFORE

    @property
    def is_documented(self) -> bool:
        """Whether a valid document names its people, place and time: then they stay too."""
        return any(document.state is DocumentState.ISSUED for document in self.view.documents)

    @property
    def record(self) -> str:
        """The number of the issued inspection record, on which every finding stands."""
        kind, state = DocumentKind.INSPECTION_RECORD, DocumentState.ISSUED
        return next((d.number for d in self.view.documents if d.kind is kind and d.state is state), "")

    @property
    def on(self) -> date:
        """The day on which bases are judged and from which days are counted."""
        return self.view.inspection.started_at.date()


def heading_of(sheet: Sheet) -> Heading:
    """Say which visit this is: the unit, the checklists (or why it ended without a look), the state."""
    inspection = sheet.view.inspection
    titles = [pack.title for pack in inspection.packs]
    more = tr("{first} and {count} more checklists", first="".join(titles[:1]), count=len(titles) - 1)
    return Heading(
        title=sheet.view.enterprise.name,
        whom=inspection.end_reason or (more if len(titles) > 1 else "".join(titles)),
        chip=word(inspection.state),
        chip_role=ROLES.get(inspection.state, "muted"),
    )


def subject_of(sheet: Sheet, row: Row, findings: Iterable[Finding], typed_note: str | None) -> Subject:
    """Put together what the right side shows of a row; findings that were struck out belong to it."""
    if row.item is not None:
        mine = [f for f in findings if f.item_code == row.item.code]
    else:
        mine = [f for f in findings if f"finding:{f.id}" == row.key]
    return Subject(
        key=row.key,
        item=row.item,
        result=row.result,
        note=row.remark if typed_note is None else typed_note,
        findings=tuple(sorted(mine, key=lambda f: f.ordinal)),
        photos=sheet.view.photos,
        officers=tuple(person.name for person in sheet.view.inspection.officers),
        numbers=sheet.numbers,
        laws=sheet.laws,
        on=sheet.on,
        record=sheet.record,
        is_finished=sheet.is_finished,
        inspection_id=sheet.view.inspection.id,
    )


def read_sheet(ws: Workspace, inspection_id: str, known: PackFacts | None = None) -> Sheet:
    """Read all that the screen shows of an inspection; what is `known` of its checklists is not read again."""
    rows = finding_ledger.rows(ws, inspection_id=inspection_id)
    view = inspection_ledger.view(ws, inspection_id)
    packs = known if known is not None and known.refs == view.inspection.packs else None
    return Sheet(
        view=view,
        author=ws.session_value(AUTHOR),
        packs=packs or _pack_facts(ws, view.inspection.packs),
        numbers={row.finding.id: row.document_number for row in rows if row.document_number},
        laws=dict(ws.catalogue.laws),
        officers=organ_ledger.officers(ws, active_only=True),
    )


def _pack_facts(ws: Workspace, refs: tuple[PackRef, ...]) -> PackFacts:
    packs = ws.frozen_packs(refs)
    items = [item for pack in packs for item in pack.items]
    languages = dict.fromkeys(language for pack in packs for language in pack.languages)
    weighted = any(item.weight is not None for item in items)
    return PackFacts(
        refs=refs,
        pack_of={item.code: pack.id for pack in packs for item in pack.items},
        languages=tuple(languages),
        default_language=next((pack.default_language for pack in packs if pack.default_language), ""),
        has_score=weighted or scoring_pack(packs) is not None,
    )


def read_gaps(ws: Workspace, inspection_id: str) -> tuple[Inspection, tuple[Problem, ...]]:
    """Read what is open before the inspection may end."""
    inspection = inspection_ledger.view(ws, inspection_id).inspection
    return inspection, inspection_ledger.gaps(ws, inspection_id)
