# SPDX-License-Identifier: MulanPSL-2.0
"""销号: the findings that were found rectified, what shows it, and the three who sign: checked, rectified, accepted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.change import Done
from inspector_app.domain.document_fields import FieldType
from inspector_app.domain.inspection import PersonRole
from inspector_app.domain.order_life import OrderVerb
from inspector_app.domain.reinspection import SignOff
from inspector_app.domain.service import Attachment, AttachmentKind
from inspector_app.ledgers.orders import LineView
from inspector_app.operations import attachments, sign_off
from inspector_app.operations.sign_off import SignOffDraft
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.reinspection_state import OrderPage
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.page import Card, EmptyState, button, label, row
from inspector_app.ui.widgets.reinspection_form import ActForm, field_of
from inspector_app.ui.widgets.reinspection_panel import Primary
from inspector_app.ui.widgets.reinspection_ticks import TickList
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


class SignOffPanel(QWidget):
    """Chooses findings at the left, takes the three persons at the right, and closes all chosen ones in one act."""

    primary_changed = Signal()
    said = Signal(str, str)

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self.page: OrderPage | None = None
        self._begun = ""  # the findings for which the form was begun
        self._files: list[Attachment] = []
        self.findings = TickList(tr("Findings to sign off"))
        self.form = ActForm()
        self.file_words = WrapLabel(tone="muted")
        self.file_button = button(tr("Add a file as evidence"), self.add_files, icon="add")
        self.done = RowList(tr("Signed off"), fits=True)
        self.done_title = label(tr("Signed off"), tone="muted", size="small")
        self.empty = EmptyState("flag", tr("No finding waits for its sign-off"))
        self._build()
        self.findings.ticked.connect(self.primary_changed)
        self.form.jump_wanted.connect(self._on_jump)

    def _build(self) -> None:
        left, right = Card(tr("Findings")), Card(tr("Who checked, who rectified, who accepted"))
        left.add(self.findings, 1)
        left.add(self.done_title)
        left.add(self.done)
        left.outer.addStretch(0)
        right.add(self.form, 1)
        right.add(self.file_words)
        right.outer.addLayout(row(self.file_button, None))
        self.left, self.right = left, right
        box = QHBoxLayout()
        box.setSpacing(theme.dp(12))
        box.addWidget(left, 2)
        box.addWidget(right, 3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.addLayout(box, 1)
        outer.addWidget(self.empty)

    # What is shown

    def show_page(self, page: OrderPage) -> None:
        """Show which findings may be closed; what was typed for the same ones stays."""
        another = self.page is None or self.page.document.id != page.document.id
        self.page = page
        if another:
            self._files.clear()
            self.findings.start_anew()
        waiting = page.may_close
        self.findings.show_rows([self._row(page, shown) for shown in waiting])
        signed = [_signed_row(shown.line.ordinal, shown.sign_off) for shown in page.view.lines if shown.sign_off]
        self.done.put(signed)
        for part in (self.done, self.done_title):
            part.setVisible(bool(signed))
        self.findings.setVisible(bool(waiting))
        self.right.setVisible(bool(waiting))
        self.left.setVisible(bool(waiting or signed))
        self.empty.setVisible(not waiting)
        self.empty.say(
            tr("No finding waits for its sign-off"),
            tr("All are signed off.") if signed else tr("A finding may be signed off once it was found rectified."),
        )
        begun = page.document.id + "".join(shown.line.finding.id for shown in waiting)
        if begun != self._begun:
            self._begun = begun
            self._begin_form(page, waiting)
        self._show_files()
        self.primary_changed.emit()

    def _row(self, page: OrderPage, shown: LineView) -> Row:
        photos, opinions = page.evidence(shown)
        parts = [tr("{count} photos of afterwards", count=photos)] if photos else []
        parts += [document.number for document in opinions]
        is_bare = not parts
        evidence = tr("Evidence: {what}", what=" · ".join(parts)) if parts else tr("No evidence yet")
        finding = shown.line.finding
        return Row(
            id=finding.id, title=f"{shown.line.ordinal}  {finding.place}：{finding.description}", detail=evidence,
            chip=tr("No evidence") if is_bare else word(finding.status), chip_role="warn" if is_bare else "ok",
        )  # fmt: skip

    def _begin_form(self, page: OrderPage, waiting: Sequence[LineView]) -> None:
        day = FieldType.DAY
        specs = (
            field_of("checked_by", tr("Who checked")),
            field_of("checked_on", tr("Day of the check"), day),
            field_of("rectified_by", tr("Who rectified"), help_text=tr("The unit's person who answers for it")),
            field_of("rectified_on", tr("Rectified on"), day),
            field_of("accepted_by", tr("Who accepted"), help_text=tr("Another person than the one who rectified")),
            field_of("accepted_on", tr("Accepted on"), day),
            field_of("remark", tr("Remark"), FieldType.LONG, required=False),
        )
        self.form.show_form(specs, _proposed(page, waiting), page.now)

    def _show_files(self) -> None:
        titles = "、".join(one.title for one in self._files)
        self.file_words.setText(tr("Evidence for all chosen findings: {titles}", titles=titles))
        self.file_words.setVisible(bool(titles))

    # What is done

    @property
    def primary(self) -> Primary | None:
        """What is to be done here."""
        count = len(self.findings.chosen())
        if self.page is None or not self.page.may_close or not count:
            return None
        return tr("Sign off {count} findings", count=count), self.record

    def record(self) -> None:
        """Sign the chosen findings off, all or none; why not is said in lines."""
        ids = self.findings.chosen()
        missing = self.form.missing()
        if missing or not ids:
            self.form.show_problems(missing)
            return
        days = {name: self.form.day(name) for name in ("checked_on", "rectified_on", "accepted_on")}
        checked, rectified, accepted = days["checked_on"], days["rectified_on"], days["accepted_on"]
        assert checked is not None and rectified is not None and accepted is not None, "they are required"
        draft = SignOffDraft(
            checked_by=self.form.text("checked_by"), checked_on=checked, rectified_by=self.form.text("rectified_by"),
            rectified_on=rectified, accepted_by=self.form.text("accepted_by"), accepted_on=accepted,
            also=tuple(one.id for one in self._files), remark=self.form.text("remark"),
        )  # fmt: skip
        work = partial(sign_off.sign_off, self._ws, ids, draft)
        self._jobs.run_write(self, work, then=self._on_signed, refused=self.form.show_problems)

    def _on_signed(self, made: tuple[SignOff, ...]) -> None:
        self._files.clear()
        self.said.emit(tr("{count} findings are signed off.", count=len(made)), "ok")

    def add_files(self) -> None:
        """Attach files to the case and let all chosen findings rest on them."""
        if self.page is None:
            return
        kinds = tr("Pictures and PDF") + " (*.jpg *.jpeg *.png *.heic *.pdf);;" + tr("All files") + " (*)"
        inspection_id, document_id = self.page.document.inspection_id, self.page.document.id
        for path in self._ask.open_files(tr("Add a file as evidence"), kinds):
            work = partial(_attach, self._ws, inspection_id, path, document_id)
            self._jobs.run_write(self, work, then=self._on_attached, refused=self.form.show_problems)

    def _on_attached(self, made: Attachment) -> None:
        if made.id not in {one.id for one in self._files}:
            self._files.append(made)
        self._show_files()

    def _on_jump(self, where: str) -> None:
        if where.startswith("finding:") and self.findings.show_row(where.split(":")[1]):
            self.findings.setFocus()

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        if self.page is not None and self.page.may_close:
            self.form.focus_first()


def _attach(ws: Workspace, inspection_id: str, path: Path, document_id: str) -> Done[Attachment]:
    return attachments.attach_file(ws, inspection_id, path, AttachmentKind.OTHER, document_id=document_id)


def _proposed(page: OrderPage, waiting: Sequence[LineView]) -> dict[str, str]:
    """Propose who checked and who rectified, by what the case says; who accepts is nobody's guess."""
    officers = "、".join(p.name for p in page.case.inspection.officers)
    found = max((shown.line.finding.found_at.date() for shown in waiting), default=page.today)
    reports = [e for e in page.view.events if e.verb is OrderVerb.REPORT]
    rounds = page.view.rounds
    guides = [p.name for one in rounds for p in one.people if p.role is PersonRole.ACCOMPANYING]
    guide = page.case.inspection.accompanied_by
    unit = (reports[-1].person if reports else "") or (guides[-1] if guides else "") or (guide.name if guide else "")
    done_on = reports[-1].on if reports else rounds[-1].started_at.date() if rounds else found
    return {
        "checked_by": officers,
        "checked_on": found.isoformat(),
        "rectified_by": unit or page.view.enterprise.person_in_charge,
        "rectified_on": done_on.isoformat(),
        "accepted_on": page.today.isoformat(),
    }


def _signed_row(ordinal: int, signed: SignOff | None) -> Row:
    assert signed is not None
    detail = tr(
        "checked {checked} · rectified {rectified} · accepted {accepted}, {day}",
        checked=signed.checked_by, rectified=signed.rectified_by, accepted=signed.accepted_by,
        day=full_day(signed.accepted_on),
    )  # fmt: skip
    title = tr("Line {ordinal}", ordinal=ordinal)
    return Row(id=signed.finding_id, title=title, detail=detail, icon="check", icon_role="ok")
