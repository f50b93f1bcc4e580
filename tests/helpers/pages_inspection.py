# SPDX-License-Identifier: MulanPSL-2.0
"""Page object of the inspection screen: tests say what an inspector does, this knows where it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from inspector_app.domain.finding import Finding, FindingStatus
from inspector_app.domain.inspection import AnswerResult, Inspection
from inspector_app.ledgers import inspections as ledger
from inspector_app.ledgers.inspections import InspectionView
from inspector_app.operations.undo import undo_last
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.checklist_model import Shown
from inspector_app.ui.screens.inspection_screen import InspectionScreen
from inspector_app.ui.widgets.answer_field import AnswerField
from inspector_app.ui.widgets.finding_editor import FindingEditor
from inspector_app.ui.widgets.item_value import look_of, value_words
from inspector_app.ui.widgets.slot_choices import SlotChoices
from inspector_app.workspace import Workspace
from tests.helpers.pages_frame import FakeAsk, Frame, settle, type_text


def compose(target: QWidget, preedit: str, commit: str = "") -> None:
    """Compose a word as an input method does."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(target, event)


class InspectionPage:
    """检查, as one sees and works it."""

    def __init__(self, ws: Workspace, ask: FakeAsk | None = None, frame: Frame | None = None) -> None:
        """Show the screen alone, or take the one of a whole window."""
        self.ws, self.ask = ws, ask or FakeAsk()
        self.faults: list[str] = []
        self.documents: list[str] = []
        if frame is not None:
            screen = frame.window.screens["inspection"]
            assert isinstance(screen, InspectionScreen)
            self.jobs, self.screen = frame.jobs, screen
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply_theme(app, "light", 1.0)
        self.jobs = Jobs(self.ask)
        self.jobs.failed.connect(self.faults.append)
        self.screen = InspectionScreen(ws, self.jobs, self.ask)
        self.jobs.changed.connect(self.screen.on_changed)
        self.screen.documents_wanted.connect(self.documents.append)
        self.screen.resize(1240, 680)
        self.screen.show()
        self.screen.activateWindow()
        self.settle()

    def close(self) -> None:
        self.screen.close()
        self.settle()
        self.jobs.shutdown()
        self.screen.deleteLater()
        QApplication.processEvents()
        assert not self.faults

    def settle(self) -> None:
        settle(self.jobs)

    def open(self, inspection: Inspection, item: str = "") -> None:
        self.screen.show_inspection(inspection.id, item)
        self.settle()

    # -- the list ----------------------------------------------------------------------------------

    @property
    def check(self):
        return self.screen.check

    @property
    def items(self):
        return self.check.items

    @property
    def current(self) -> str:
        return self.items.current_key()

    def codes(self) -> list[str]:
        model = self.check.rows
        return [row.key for n in range(model.rowCount()) if (row := model.row_at(n)) is not None]

    def result(self, code: str) -> AnswerResult:
        row = self.check.rows.row_of(code)
        assert row is not None
        return row.result

    def key(self, key: str | Qt.Key, on: QWidget | None = None, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key where the focus is, or in the list."""
        target = on or self.focus() or self.items
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)
        self.settle()

    def answer(self, *keys: str) -> None:
        for key in keys:
            QTest.keyClick(self.items, key)
        self.settle()

    def go_to(self, code: str) -> None:
        self.check.show_item(code)
        self.settle()

    def click(self, code: str, answer: AnswerResult) -> None:
        self.items.scrollTo(self.check.rows.index_of(code))
        place = self.items.button_rect(code, answer)
        QTest.mouseClick(self.items.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
        self.settle()

    def filter(self, shown: Shown) -> list[str]:
        self.check.sections.buttons[shown].click()
        self.settle()
        return self.codes()

    def count(self, shown: Shown) -> str:
        self.check._count()
        return self.check.sections.buttons[shown].text()

    def search(self, text: str) -> list[str]:
        self.check.search.clear()
        type_text(self.check.search, text)
        self.settle()
        return self.codes()

    def section(self, number: int) -> str:
        self.check.sections.view.setCurrentIndex(self.check.sections.sections.index(number))
        self.settle()
        return self.check.rows.section

    # -- findings ----------------------------------------------------------------------------------

    def focus(self) -> QWidget | None:
        widget = self.screen.focusWidget()
        return widget if widget is not None and widget.isVisible() else None

    def editors(self) -> list[FindingEditor]:
        return [e for e in self.check.page.editors if e.isVisibleTo(self.check.page)]

    @property
    def editor(self) -> FindingEditor:
        assert self.editors(), "no finding is shown"
        return self.editors()[0]

    def type_in(self, field: QWidget, text: str) -> None:
        """Type into a field and let it be saved in its own time."""
        field.setFocus()
        type_text(field, text)

    def replace(self, field: QWidget, text: str) -> None:
        """Put other words into a field, as select-all and typing do."""
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        type_text(field, text)

    def wait_saved(self, qtbot) -> None:
        """Wait until the pause after the last key is over and all is in the ledger."""
        qtbot.waitUntil(lambda: not self.screen.acts.drafts.unsaved(), timeout=5000)
        self.settle()

    def choices(self) -> list[str]:
        shown = [c for c in self.screen.findChildren(SlotChoices) if c.isVisible()]
        return list(shown[0].words()) if shown else []

    def menu(self, number: int = 0) -> None:
        """Take a line of the menu that has just opened."""
        menus = [m for m in self.screen.findChildren(QMenu) if m.isVisible() and m.actions()]
        menus[-1].actions()[number].trigger()
        menus[-1].close()
        self.settle()

    def press(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
        self.settle()

    # -- the ledger --------------------------------------------------------------------------------

    def view(self) -> InspectionView:
        return ledger.view(self.ws, self.screen._id)

    def findings(self, code: str | None = None) -> list[Finding]:
        """Give the live findings, of one item if it is named."""
        live = [f for f in self.view().findings if f.status is not FindingStatus.WITHDRAWN]
        return [f for f in live if code is None or f.item_code == code]

    def stored(self, code: str) -> AnswerResult:
        answer = self.view().answers.get(code)
        return answer.result if answer else AnswerResult.NOT_CHECKED

    def undo(self) -> None:
        self.jobs.run_write(self.screen, lambda: undo_last(self.ws))
        self.settle()

    def elsewhere(self, act: Callable[[], object]) -> None:
        """Let something change the ledger behind the screen's back, and tell it as the window does."""
        done = act()
        self.screen.on_changed(done.changes)  # type: ignore[attr-defined]
        self.settle()


def field(page: InspectionPage) -> AnswerField:
    """Give the field that is open for an answer."""
    slot = page.check.page.answer.slot_
    assert slot is not None and slot.field is not None
    return slot.field


def words(page: InspectionPage, code: str) -> str:
    """Give what a row of the list shows of its answer."""
    row = page.check.rows.row_of(code)
    assert row is not None
    return value_words(row) or look_of(row).words


def typed(page: InspectionPage, code: str, text: str) -> None:
    """Go to a row, begin to type there, go on in the field, keep it with Enter."""
    page.go_to(code)
    QTest.keyClick(page.items, text[0])
    target = page.focus()
    assert target is not None
    for letter in text[1:]:
        QTest.keyClick(target, letter)
    QTest.keyClick(target, Qt.Key.Key_Return)
    page.settle()
