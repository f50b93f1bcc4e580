# SPDX-License-Identifier: MulanPSL-2.0
"""What is not handed over yet: three figures, to whom it goes, encrypted or not, and since when."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from inspector_app.ui import theme
from inspector_app.ui.models.handoff_choices import Outgoing
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.handoff_amounts import late_words, size_words
from inspector_app.ui.widgets.page import column, label, row
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr


class HandoffFigures(QWidget):
    """Figures in a line, words below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operations, self.files, self.weight = _figure(), _figure(), _figure()
        self.late = Chip()
        self.whom = WrapLabel()
        line = row(gap=32)
        for figure, word in (
            (self.operations, tr("entries and changes")), (self.files, tr("photos and papers")),
            (self.weight, tr("in all")),
        ):  # fmt: skip
            part = QWidget()
            part.setLayout(column(figure, label(word, tone="muted", size="small"), gap=0))
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.late, 0, Qt.AlignmentFlag.AlignTop)
        self.secret = Chip()
        to = row(self.secret, gap=8)
        to.addWidget(self.whom, 1)
        box = column(gap=12)
        box.addLayout(line)
        box.addLayout(to)
        self.setLayout(box)

    def show_outgoing(self, going: Outgoing) -> None:
        """Show other figures."""
        self.operations.setText(f"{going.operations:,}")
        self.files.setText(f"{going.files:,}")
        self.weight.setText(size_words(going.bytes))
        late = late_words(going.days, is_late=going.is_late, is_all=going.is_all, is_never=going.is_never)
        self.late.set_state(*(late if going.office else ("", "muted")))
        if going.is_encrypted:
            self.secret.set_state(tr("Encrypted"), "ok", "lock")
        else:
            self.secret.set_state(tr("Not encrypted"), "warn")
        if not going.office:
            said = tr("This laptop belongs to no office: whoever has the stick can read it.")
        elif going.is_encrypted:
            said = tr("To {office}; only the office can open it.", office=going.office)
        else:
            said = tr("To {office}; whoever has the stick can read it.", office=going.office)
        self.whom.setText(said)

    def show_nothing(self) -> None:
        """Wait for figures."""
        for figure in (self.operations, self.files, self.weight):
            figure.setText("…")


def _figure() -> QLabel:
    made = label("…")
    made.setObjectName("figure")
    made.setMinimumWidth(theme.dp(72))
    return made
