# SPDX-License-Identifier: MulanPSL-2.0
"""Theme, letter size, language, and a line to try the input method."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector_app.settings import LANGUAGES, Settings
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.page import Card, button, label, row, set_tone
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

SIZES = (0.9, 1.0, 1.15, 1.3, 1.5)


class AppearancePanel(QWidget):
    """Each choice takes effect at once, but for the language."""

    appearance_changed = Signal(str, float)

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.themes: dict[str, QPushButton] = {}
        self.sizes: dict[float, QPushButton] = {}
        self.language = QComboBox()
        self.note = label("", tone="muted")
        self.trial = QLineEdit()
        self.verdict = label("", tone="muted", wrap=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(12))
        outer.addWidget(self._look())
        outer.addWidget(self._input())
        outer.addStretch(1)

    def _look(self) -> Card:
        card = Card(tr("Appearance"))
        names = {"light": tr("Light"), "dark": tr("Dark"), "outdoor": tr("Outdoors")}
        group, sizes = QButtonGroup(self), QButtonGroup(self)
        for name, words in names.items():
            made = self.themes[name] = button(words, partial(self._on_theme, name))
            made.setCheckable(True)
            group.addButton(made)
        for size in SIZES:
            made = self.sizes[size] = button(f"{round(size * 100)} %", partial(self._on_size, size))
            made.setCheckable(True)
            sizes.addButton(made)
        card.add(label(tr("Theme"), tone="muted"))
        card.outer.addLayout(row(*self.themes.values(), None))
        outdoors = tr("Outdoors is black on white with heavier letters, for bright sun.")
        card.add(label(outdoors, tone="muted", size="small"))
        card.add(label(tr("Letter size"), tone="muted"))
        card.outer.addLayout(row(*self.sizes.values(), None))
        card.add(label(tr("Language"), tone="muted"))
        for code, words in zip(LANGUAGES, ("中文", "English"), strict=True):
            self.language.addItem(words, code)
        self.language.setAccessibleName(tr("Language"))
        self.language.activated.connect(self._on_language)
        card.outer.addLayout(row(self.language, self.note, None))
        return card

    def _input(self) -> Card:
        card = Card(tr("Try the input method"))
        words = tr("Type a few Chinese characters, rare ones too; they must appear whole.")
        card.add(label(words, tone="muted", wrap=True))
        self.trial.setPlaceholderText(tr("Type here"))
        self.trial.setAccessibleName(tr("Try the input method"))
        self.trial.textChanged.connect(self._on_trial)
        self.trial.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)
        card.add(self.trial)
        card.add(self.verdict)
        return card

    def refresh(self) -> None:
        """Show what is chosen."""
        settings = self.ws.settings
        self.themes[theme.current()].setChecked(True)
        nearest = min(SIZES, key=lambda size: abs(size - theme.scale()))
        self.sizes[nearest].setChecked(True)
        self.language.setCurrentIndex(self.language.findData(settings.language))

    def _on_theme(self, name: str) -> None:
        self._keep(replace(self.ws.settings, theme=name))
        self.appearance_changed.emit(name, theme.scale())

    def _on_size(self, size: float) -> None:
        self._keep(replace(self.ws.settings, font_scale=size))
        self.appearance_changed.emit(theme.current(), size)

    def _on_language(self) -> None:
        self._keep(replace(self.ws.settings, language=str(self.language.currentData())))
        self.note.setText(tr("Takes effect at the next start"))

    def _keep(self, settings: Settings) -> None:
        self.jobs.run_read(self, partial(self.ws.change_settings, settings), then=lambda _none: None)

    def _on_trial(self, text: str) -> None:
        chinese = [c for c in text if "\u3400" <= c <= "\u9fff" or ord(c) >= 0x20000]
        if not text:
            self.verdict.setText("")
        elif chinese:
            self.verdict.setText(tr("{count} Chinese characters arrived: the input method works.", count=len(chinese)))
            set_tone(self.verdict, "ok")
        else:
            self.verdict.setText(tr("Only Latin letters arrived so far; switch the input method on and try again."))
            set_tone(self.verdict, "muted")
