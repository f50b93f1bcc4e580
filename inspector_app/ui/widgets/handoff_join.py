# SPDX-License-Identifier: MulanPSL-2.0
"""How a stand-alone laptop joins an office: a request by file, the answer compared aloud, and then it belongs to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.page import Card, button, column, label, row, set_tone
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr


class Step(QWidget):
    """One step with its number at the left."""

    def __init__(self, number: int, title: str, *parts: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark = label(str(number), tone="muted", size="lead")
        mark.setFixedWidth(theme.dp(20))
        words = label(title)
        words.setObjectName("cardTitle")
        body = column(words, *parts, gap=8)
        line = row(gap=12)
        top = column(mark)
        top.addStretch(1)
        line.addLayout(top)
        line.addLayout(body, 1)
        self.setLayout(line)


class JoinCard(Card):
    """Name, request, answer; what cannot be taken back is asked about by the page."""

    request_wanted = Signal(str, str)  # name, holder
    answer_wanted = Signal()
    join_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Join an office"), parent)
        self.name = Field(tr("Name of this laptop"), hint=tr("for example: team 1, laptop 2"), needed=True)
        self.holder = Field(tr("Who has it"), hint=tr("name of the inspector"))
        fields = QWidget()
        line = row(gap=12)
        line.addWidget(self.name, 1)
        line.addWidget(self.holder, 1)
        fields.setLayout(line)
        self.request = button(tr("Write the request …"), self._on_request, icon="export")
        self.written = WrapLabel(tone="muted")
        self.written.hide()
        asked = QWidget()
        asked.setLayout(row(self.request, None))
        self.answer = button(tr("Read the answer …"), self.answer_wanted.emit, icon="import")
        answered = QWidget()
        answered.setLayout(row(self.answer, None))
        self.office = WrapLabel()
        self.print = label("")
        self.print.setObjectName("figure")
        self.compare = WrapLabel(
            tr("Ask the office to read its code aloud. Join only if it is the same, letter by letter."), tone="muted"
        )
        self.join = button(tr("Join this office"), self.join_wanted.emit, icon="check", kind="primary")
        last = row(self.join, None)
        self.found = QWidget()
        inner = column(self.office, self.print, self.compare, gap=8)
        inner.addLayout(last)
        self.found.setLayout(inner)
        self.found.hide()
        told = WrapLabel(
            tr("The office reads the request, enrols this laptop and gives back an answer file."), tone="muted"
        )
        self.outer.setSpacing(theme.dp(16))
        self.add(Step(1, tr("Ask to be enrolled"), fields, asked, self.written))
        self.add(Step(2, tr("Take the request to the office"), told))
        self.add(Step(3, tr("Read the office's answer"), answered, self.found))
        self.outer.addStretch(1)
        self.name.edit.returnPressed.connect(self._on_request)
        self.holder.edit.returnPressed.connect(self._on_request)

    def show_written(self, words: str) -> None:
        """Say where the request lies."""
        self.written.setText(words)
        set_tone(self.written, "ok")
        self.written.show()

    def show_office(self, name: str, fingerprint: str) -> None:
        """Show which office answers, before anything is decided."""
        self.office.setText(tr("This answer comes from: {office}", office=name))
        self.print.setText(fingerprint)
        self.found.show()
        self.join.setFocus()

    def forget_office(self) -> None:
        """The answer does not count."""
        self.found.hide()

    def _on_request(self) -> None:
        if not self.name.text():
            self.name.fault(tr("Give the laptop a name by which the office knows it"))
            self.name.setFocus()
            return
        self.name.fault("")
        self.request_wanted.emit(self.name.text(), self.holder.text())


class FoundCard(Card):
    """Make this workspace an office's."""

    found_wanted = Signal(str)  # name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Be the office"), parent)
        self.add(
            WrapLabel(
                tr(
                    "For the computer in the office that collects the work of all laptops: it takes in their bundles, "
                    "gives out numbers and tasks, and sends back receipts."
                ),
                tone="muted",
            )
        )
        self.name = Field(tr("Name of the office"), needed=True)
        self.paper = WrapLabel(
            tr(
                "You choose where a recovery paper is written. Print it and lock it away: without it, bundles cannot "
                "be opened any more if this computer is lost."
            ),
            tone="muted",
        )
        self.found = button(tr("Make this the office …"), self._on_found, icon="enterprises")
        self.add(self.name)
        self.add(self.paper)
        self.outer.addLayout(row(self.found, None))
        self.outer.addStretch(1)
        self.name.edit.returnPressed.connect(self._on_found)

    def offer_name(self, name: str) -> None:
        """Propose a name where none was typed."""
        if not self.name.text():
            self.name.put(name)

    def _on_found(self) -> None:
        if not self.name.text():
            self.name.fault(tr("Give the office a name"))
            self.name.setFocus()
            return
        self.name.fault("")
        self.found_wanted.emit(self.name.text())
