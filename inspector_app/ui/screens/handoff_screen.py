# SPDX-License-Identifier: MulanPSL-2.0
"""数据交接: what goes, what came back, conflicts, and the office's view of its laptops; by the role of this laptop."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem
from inspector_app.domain.unit import Role
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import handoff_frame as state
from inspector_app.ui.models.handoff_changes import EVERY_TABLE
from inspector_app.ui.models.handoff_frame import CONFLICTS, LAPTOPS, Frame
from inspector_app.ui.widgets.fresh import FreshWidget
from inspector_app.ui.widgets.handoff_pages import make_page, page_names, page_title
from inspector_app.ui.widgets.handoff_result import HandoffResult
from inspector_app.ui.widgets.handoff_warnings import WarningList
from inspector_app.ui.widgets.head_line import Heading
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.ui.widgets.handoff_office import OfficePage


@runtime_checkable
class _Primary(Protocol):
    """A page with the one primary act of the screen."""

    primary_changed: SignalInstance

    def primary_words(self) -> str:
        """Give the word of the act; none, no act."""

    def primary_right(self) -> Op | Act:
        """Say which right it needs."""

    def may_act(self) -> bool:
        """Whether it can be done now."""

    def act(self) -> None:
        """Do it."""


class HandoffScreen(FreshWidget):
    """Tabs by role; each page reads when it is looked at."""

    tables = frozenset(EVERY_TABLE)
    heading_changed = Signal()
    settled = Signal()  # what the bottom line counts may have changed

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        super().__init__()
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.frame: Frame | None = None
        self.pages: dict[str, QWidget] = {}
        self._wanted = ""  # a tab that was asked for before the role was known
        self.primary_action = QAction("", self)
        self.primary_action.setShortcut(QKeySequence("Ctrl+Return"))
        self.primary_action.setVisible(False)
        self.primary_action.triggered.connect(self._on_primary)
        self.warnings = WarningList()
        self.warnings.page_wanted.connect(self.show_page)
        self.warnings.copy_seen.connect(self._on_copy_seen)
        self.warnings.resume_wanted.connect(self._on_resume)
        self.result = HandoffResult()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.currentChanged.connect(self._on_tab)
        outer = QVBoxLayout(self)
        side = theme.dp(24)
        outer.setContentsMargins(side, theme.dp(4), side, theme.dp(12))
        outer.setSpacing(theme.dp(4))
        outer.addWidget(self.warnings)
        outer.addWidget(self.result)
        outer.addWidget(self.tabs, 1)
        self.addAction(self.primary_action)
        self._key("F5", self.refresh)
        for n in range(9):
            self._key(f"Alt+{n + 1}", partial(self._show_nth, n))

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)

    # ---- what the window asks --------------------------------------------------------------------------

    def heading(self) -> Heading:
        """Say what this is, and to which office this laptop belongs."""
        frame = self.frame
        if frame is None:
            return Heading(title=tr("Hand-off"))
        role = {Role.ALONE: "muted", Role.MEMBER: "accent", Role.OFFICE: "ok"}[frame.role]
        return Heading(title=tr("Hand-off"), whom=frame.office or frame.organ, chip=word(frame.role), chip_role=role)

    def keys(self) -> list[tuple[str, str]]:
        """List the keys of this screen."""
        names = page_names(self.frame.role) if self.frame is not None else ()
        listed = [(f"Alt+{n + 1}", page_title(name)) for n, name in enumerate(names)]
        act = self.primary_action.text()
        return [
            *([("Ctrl+Enter", act)] if act else []),
            *listed,
            ("F5", tr("Read again, look for sticks")),
            ("↑ ↓", tr("Move in the list")),
            ("Enter", tr("What the row says")),
            ("Esc", tr("Close a form")),
        ]

    def focus_first(self) -> None:
        """Put the focus where something is to be done."""
        page = self.tabs.currentWidget()
        focus = getattr(page, "focus_first", None)
        if focus is not None:
            focus()
        elif page is not None and page is self.pages.get(CONFLICTS):
            page.focusNextChild() or page.setFocus()
        else:
            self.tabs.tabBar().setFocus()

    def refresh(self) -> None:
        """Read again which role this is, then what is looked at."""
        self.reading()
        self.jobs.run_read(self, partial(state.read_frame, self.ws), then=self._show, key="frame")

    def showEvent(self, event: QShowEvent) -> None:
        """Read again whenever somebody comes here: sticks and receipts change nothing that the journal tells."""
        self._stale = True
        super().showEvent(event)

    # ---- tabs ------------------------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Show one page; kept in mind until the role is known."""
        self._wanted = name
        page = self.pages.get(name)
        if page is not None:
            self._wanted = ""
            self.tabs.setCurrentWidget(page)
            self.focus_first()

    def page(self, name: str) -> QWidget:
        """Give a page."""
        return self.pages[name]

    def _show_nth(self, n: int) -> None:
        if n < self.tabs.count():
            self.tabs.setCurrentIndex(n)
            self.focus_first()

    def _show(self, frame: Frame) -> None:
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else True
        is_new = self.frame is None or self.frame.role is not frame.role
        self.frame = frame
        if is_new:
            self._build_pages(frame)
        for n, name in enumerate(page_names(frame.role)):
            count = frame.counts.get(name, 0)
            self.tabs.setTabText(n, f"{page_title(name)} {count}" if count else page_title(name))
        self.warnings.show_warnings(frame.warnings)
        if self._wanted:
            self.show_page(self._wanted)
        self._refresh_page()
        self.heading_changed.emit()
        if is_new and had_focus and self.isVisible():
            self.focus_first()

    def _build_pages(self, frame: Frame) -> None:
        self.tabs.blockSignals(True)
        while self.tabs.count():
            old = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if old is not None:
                old.deleteLater()
        self.pages = {}
        for name in page_names(frame.role):
            page = make_page(name, self.ws, self.jobs, self.ask, frame.role)
            self.pages[name] = page
            self.tabs.addTab(page, page_title(name))
            self._join(page)
        first = frame.first_page
        self.tabs.setCurrentWidget(self.pages[first])
        self.tabs.blockSignals(False)
        self._dress()

    def _join(self, page: QWidget) -> None:
        if isinstance(page, _Primary):
            page.primary_changed.connect(self._dress)
        for name, heard in (
            ("membership_changed", self._on_membership), ("settled", self._on_settled),
            ("page_wanted", self.show_page), ("request_dropped", self._on_request),
        ):  # fmt: skip
            signal = getattr(page, name, None)
            if signal is not None:
                signal.connect(heard)

    def _on_tab(self, _index: int) -> None:
        self._refresh_page()
        self._dress()
        self.heading_changed.emit()

    def _refresh_page(self) -> None:
        page = self.tabs.currentWidget()
        again = getattr(page, "refresh", None) or getattr(page, "show_conflicts", None)
        if again is not None:
            again()

    def _on_request(self, path: Path) -> None:
        """A laptop's request came among other files: enrol it where laptops are enrolled."""
        page = self.pages.get(LAPTOPS)
        if page is not None:
            self.show_page(LAPTOPS)
            cast("OfficePage", page).enrol(path)

    def _on_membership(self) -> None:
        self.refresh()
        self.settled.emit()

    def _on_settled(self) -> None:
        """Something came or went: counts in the tabs and in the bottom line."""
        self.jobs.run_read(self, partial(state.read_frame, self.ws), then=self._show_counts, key="counts")
        self.settled.emit()

    def _show_counts(self, frame: Frame) -> None:
        if self.frame is not None and frame.role is self.frame.role:
            self.frame = frame
            for n, name in enumerate(page_names(frame.role)):
                count = frame.counts.get(name, 0)
                self.tabs.setTabText(n, f"{page_title(name)} {count}" if count else page_title(name))
            self.warnings.show_warnings(frame.warnings)

    def _on_copy_seen(self) -> None:
        self.jobs.run_read(self, partial(state.acknowledge_copy, self.ws), then=lambda _none: self._on_settled())

    def _on_resume(self) -> None:
        words = tr(
            "From now on this folder gives out the numbers of the unit. If another copy of the office gives them out "
            "too, papers get the same numbers. Has everything been read that the laptops hand over, and is no other "
            "copy in use? This cannot be taken back."
        )
        if not self.ask.confirm(tr("Resume giving out numbers?"), words, tr("Resume")):
            return

        def resumed(_none: object) -> None:
            self.result.say(tr("This folder gives out the numbers now; no other copy may."))
            self._on_settled()

        def refused(problems: tuple[Problem, ...]) -> None:
            self.result.say(tr("Nothing was changed."), tone="bad", problems=problems)

        self.jobs.run_read(self, partial(state.resume_numbers, self.ws), then=resumed, refused=refused)

    # ---- the primary act ---------------------------------------------------------------------------------

    def _dress(self) -> None:
        page = self.tabs.currentWidget()
        words = page.primary_words() if isinstance(page, _Primary) else ""
        self.primary_action.setVisible(bool(words))
        self.primary_action.setText(words)
        self.primary_action.setEnabled(isinstance(page, _Primary) and bool(words) and page.may_act())

    def primary_right(self) -> Op | Act:
        """Say which right the primary act of the page needs."""
        page = self.tabs.currentWidget()
        return page.primary_right() if isinstance(page, _Primary) else Act.MAKE_BUNDLE

    def _on_primary(self) -> None:
        page = self.tabs.currentWidget()
        if isinstance(page, _Primary) and page.may_act():
            page.act()
