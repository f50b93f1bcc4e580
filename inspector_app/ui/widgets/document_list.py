# SPDX-License-Identifier: MulanPSL-2.0
"""The documents of one inspection under the heads of a case: issued ones, those that may be made, the rest folded."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.domain.order_life import OrderState
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.law.documents import Follows, Takes
from inspector_app.operations.document_graph import KindState
from inspector_app.ui.models.documents_state import DRAFT, ISSUED, DocumentsState
from inspector_app.ui.widgets.document_groups import OPEN_AT_FIRST, Group, group_name, group_of
from inspector_app.ui.widgets.document_rows import HEAD, DocumentRows
from inspector_app.ui.widgets.row_list import Row
from inspector_app.wording import tr, word

LATER = "later"  # the last head: what cannot be made yet
_LIFE_ROLES = {
    OrderState.SERVED: "accent",
    OrderState.EXTENDED: "accent",
    OrderState.FULFILLED: "ok",
    OrderState.CLOSED: "ok",
    OrderState.PART: "warn",
    OrderState.UNFULFILLED: "bad",
    OrderState.CASE_OPENED: "bad",
    OrderState.SUSPENDED: "warn",
}


class DocumentList(QWidget):
    """One row for each issued document and each that may be made; heads fold and unfold."""

    draft_shown = Signal(object)  # DocumentKind
    document_shown = Signal(str)  # document id
    entered = Signal()  # Enter: on to what the row shows

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: DocumentsState | None = None
        self._shown = ""  # the last row that was no head
        self._open: dict[str, bool] = {}  # heads that a person folded or unfolded
        self._quiet = False
        self.list = DocumentRows(tr("Documents of this inspection"))
        self.list.row_shown.connect(self._on_shown)
        self.list.folded.connect(self._on_folded)
        self.list.entered.connect(self.entered)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list)

    def show_state(self, state: DocumentsState) -> None:
        """Show the documents of an inspection; the row that is shown stays if it is still there."""
        if self._state is not None and self._state.view.inspection.id != state.view.inspection.id:
            self._open.clear()
            self._shown = ""
        self._state = state
        if not self._knows(self._shown):
            self._shown = state.shown
        self._fill()

    def clear(self) -> None:
        """Forget the inspection."""
        self._state, self._shown = None, ""
        self._open.clear()
        self._quiet = True
        self.list.put([])
        self._quiet = False

    def current(self) -> str:
        """Give the id of the row that is shown: `draft:KIND` or `document:ID`."""
        return self._shown

    def choose(self, row_id: str) -> bool:
        """Show a row, unfolding its head; False when there is no such row."""
        if not self._knows(row_id):
            return False
        if row_id != self._shown:
            self._shown = row_id
            self._open.pop(self._head_of(row_id), None)
            self._fill()
            self._tell()
        return True

    def rows(self) -> tuple[Row, ...]:
        """Give every row that is shown, heads too."""
        return tuple(self.list.rows.rows)

    # Rows

    def _knows(self, row_id: str) -> bool:
        state = self._state
        if state is None or not row_id:
            return False
        if row_id.startswith(ISSUED):
            return state.document(row_id.removeprefix(ISSUED)) is not None
        return any(row_id == DRAFT + kind.kind and state.offers(kind) for kind in state.kinds)

    def _head_of(self, row_id: str) -> str:
        """Name the head under which a row stands."""
        state = self._state
        assert state is not None
        for kind in state.kinds:
            if row_id == DRAFT + kind.kind and _is_later(state, kind):
                return LATER
            if row_id == DRAFT + kind.kind or any(row_id == ISSUED + d.id for d in kind.issued):
                return group_of(kind.kind)
        return ""

    def _fill(self) -> None:
        state = self._state
        if state is None:
            return
        rows: list[Row] = []
        for group in Group:
            rows.extend(self._under(group, group_name(group), list(_rows_of(state, group))))
        later = [_later_row(state, kind) for kind in state.kinds if _is_later(state, kind)]
        rows.extend(self._under(LATER, tr("{count} kinds that cannot be made yet", count=len(later)), later))
        head = self.list.current_id()
        self._quiet = True
        self.list.put(rows)
        if not (head.startswith(HEAD) and self.list.current_id() == head and self.list.hasFocus()):
            self.list.show_row(self._shown)
        self._quiet = False

    def _under(self, group: str, name: str, rows: list[Row]) -> Iterator[Row]:
        if not rows:
            return
        issued = any(row.id.startswith(ISSUED) for row in rows)
        shown = any(row.id == self._shown for row in rows)
        is_open = self._open.get(group, group in OPEN_AT_FIRST or issued or shown)
        yield Row(id=HEAD + group, title=name, side="" if is_open or group == LATER else str(len(rows)), leads=is_open)
        if is_open:
            yield from rows

    # What a person does

    def _on_folded(self, head: str, is_open: bool) -> None:
        self._open[head.removeprefix(HEAD)] = is_open
        self._fill()

    def _on_shown(self, row_id: str) -> None:
        if self._quiet or not row_id or row_id.startswith(HEAD) or row_id == self._shown:
            return
        self._shown = row_id
        self._tell()

    def _tell(self) -> None:
        if self._shown.startswith(DRAFT):
            self.draft_shown.emit(DocumentKind(self._shown.removeprefix(DRAFT)))
        else:
            self.document_shown.emit(self._shown.removeprefix(ISSUED))


def _is_later(state: DocumentsState, kind: KindState) -> bool:
    if not state.offers(kind):
        return False
    return _has_no_findings(state, kind) or not (kind.may_begin or state.is_at_the_gate(kind))


def _has_no_findings(state: DocumentsState, kind: KindState) -> bool:
    """Whether it decides about findings, and there is none."""
    return kind.law.takes is Takes.SOME and not state.view.live_findings


def _rows_of(state: DocumentsState, group: Group) -> Iterator[Row]:
    for kind in state.kinds:
        if group_of(kind.kind) is group:
            yield from (_issued_row(state, document) for document in kind.issued)
            if state.offers(kind) and not _is_later(state, kind):
                yield _draft_row(state, kind)


def _issued_row(state: DocumentsState, document: OfficialDocument) -> Row:
    chip, role = chip_of(state, document)
    is_void = document.state is DocumentState.VOID
    return Row(
        id=ISSUED + document.id,
        title=state_name(state, document.kind),
        detail=document.number,
        chip=chip,
        chip_role=role,
        icon="documents",
        icon_role="muted" if is_void else "accent",
    )


def state_name(state: DocumentsState, kind: DocumentKind) -> str:
    """Name a kind as the law's list does, else as the program does."""
    found = state.kind(kind)
    return found.law.name if found is not None else word(kind)


def chip_of(state: DocumentsState, document: OfficialDocument) -> tuple[str, str]:
    """Say where an issued document stands, with the role of its colour."""
    if document.state is DocumentState.VOID:
        return word(document.state), "muted"
    life = state.papers.lives.get(document.id)
    if life is not None and life.state is not OrderState.ISSUED:
        return word(life.state), _LIFE_ROLES.get(life.state, "muted")
    if state.papers.served(document.id):
        return tr("Served"), "ok"
    return word(document.state), "ok"


def _draft_row(state: DocumentsState, kind: KindState) -> Row:
    chip, role = "", "muted"
    draft = state.draft
    if draft is not None and draft.kind is kind.kind and kind.may_begin:  # else the detail says what it waits for
        chip, role = (tr("May be issued"), "accent") if draft.may_be_issued else (tr("Not yet"), "warn")
    is_another = any(d.is_valid for d in kind.issued)
    return Row(
        id=DRAFT + kind.kind,
        title=tr("Another {kind}", kind=kind.law.name) if is_another else kind.law.name,
        detail=_detail(state, kind),
        chip=chip,
        chip_role=role,
        icon="add" if is_another else "edit",
        icon_role="accent" if kind.may_begin else "muted",
    )


def _detail(state: DocumentsState, kind: KindState) -> str:
    if not kind.may_begin:
        return why_not(kind.problems)
    draft = state.draft
    if kind.law.takes is Takes.ALL:
        return tr("{count} findings", count=len(state.view.live_findings))
    if kind.law.takes is Takes.SOME and draft is not None and draft.kind is kind.kind:
        return tr("takes {count} of {all} findings", count=len(draft.page.takes), all=len(draft.page.may_take))
    if kind.law.follows is Follows.ORDER:
        return tr("{count} findings stand in no order yet", count=len(state.waiting))
    return ""


def _later_row(state: DocumentsState, kind: KindState) -> Row:
    none = tr("Nothing was found that must be mended") if _has_no_findings(state, kind) else ""
    return Row(id=DRAFT + kind.kind, title=kind.law.name, detail=none or why_not(kind.problems), icon="lock")


def why_not(problems: tuple[Problem, ...]) -> str:
    """Say in a few words what a document waits for; the whole sentence stands beside its pages."""
    for problem in problems:
        if problem.code is ProblemCode.INSPECTION_NOT_FINISHED:
            return tr("Finish the inspection first")
        if problem.code is ProblemCode.DOCUMENT_NEEDS:
            return tr("First: {needs}", needs=problem.fields.get("needs", ""))
    return ""
