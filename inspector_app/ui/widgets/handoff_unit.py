# SPDX-License-Identifier: MulanPSL-2.0
"""本机: what this data folder is in its unit, and how it joins an office or becomes one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem
from inspector_app.domain.unit import Membership, Role
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models import handoff_unit_state as state
from inspector_app.ui.models.handoff_unit_files import GivenFile, read_given
from inspector_app.ui.models.handoff_unit_state import Answer, UnitRead
from inspector_app.ui.widgets.dates import full_day
from inspector_app.ui.widgets.handoff_address import AddressForm
from inspector_app.ui.widgets.handoff_amounts import device_words
from inspector_app.ui.widgets.handoff_facts import Facts
from inspector_app.ui.widgets.handoff_file_card import GivenCard, ask_and_save
from inspector_app.ui.widgets.handoff_join import FoundCard, JoinCard
from inspector_app.ui.widgets.handoff_result import HandoffResult
from inspector_app.ui.widgets.page import Card, button, row, scrolled
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


@dataclass(slots=True)
class _Open:
    """The answer file that was read and not joined yet."""

    path: Path
    answer: Answer


class UnitPage(QWidget):
    """What holds at the top; below it, while the laptop stands alone, the two ways out of that."""

    membership_changed = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws, self._jobs, self._ask = ws, jobs, ask
        self._open: _Open | None = None
        self._numbers = 0  # unused, from the office
        self._role = Role.ALONE
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.result = HandoffResult()
        self.card = Card(tr("This laptop"))
        self.meaning = WrapLabel()
        self.facts = Facts()
        self.card.add(self.meaning)
        self.card.add(self.facts)
        self.give_back = button(tr("Give numbers back …"), self._on_give_back, icon="ledger")
        self.give_back.setToolTip(tr("The unused numbers of this laptop; the office may give them to others then"))
        self.card.outer.addLayout(row(self.give_back, None))
        self.address = AddressForm()
        self.card.add(self.address)
        self.given = GivenCard()
        self.joining = JoinCard()
        self.founding = FoundCard()
        bind_rights(
            ws,
            {
                self.give_back: Op.RETURN_NUMBERS, self.joining.request: Act.JOIN_OFFICE,
                self.joining.join: Act.JOIN_OFFICE, self.founding.found: Act.RUN_OFFICE,
            },
        )  # fmt: skip
        self.ways = QWidget()
        line = row(gap=16)
        line.addWidget(self.joining, 3)
        line.addWidget(self.founding, 2)
        self.ways.setLayout(line)
        self.ways.hide()  # until it is known that the laptop stands alone
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.dp(12))
        for part in (self.result, self.card, self.given, self.ways):
            box.addWidget(part)
        box.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        self._area = scrolled(body)
        outer.addWidget(self._area)
        self.address.wanted.connect(self._on_address)
        self.given.file_wanted.connect(self._on_file)
        self.joining.request_wanted.connect(self._on_request)
        self.joining.answer_wanted.connect(self._on_answer)
        self.joining.join_wanted.connect(self._on_join)
        self.founding.found_wanted.connect(self._on_found)

    # ---- showing ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read again what this laptop is."""
        self._jobs.run_read(self, partial(state.read_unit, self._ws), then=self.show_unit, key="unit")
        self._jobs.run_read(self, partial(read_given, self._ws), then=self._show_given, key="files")

    def focus_first(self) -> None:
        """Put the focus where something is to be done."""
        if self.ways.isVisibleTo(self):
            self.joining.name.setFocus()
        elif self.given.isVisibleTo(self):
            self.given.list.setFocus()
        else:
            self.setFocus()

    def show_unit(self, read: UnitRead) -> None:
        """Show what this laptop is."""
        role = self._role = read.membership.role
        self._numbers = read.numbers_left
        self.card.note.setText(word(role))
        self.meaning.setText(_meaning(role))
        self.facts.show_facts(_facts(self._ws, read))
        self.address.setVisible(role is Role.OFFICE)
        self.address.show_url(read.membership.url)
        self.ways.setVisible(role is Role.ALONE)
        self.give_back.setVisible(role is Role.MEMBER and read.numbers_left > 0)
        self.founding.offer_name(read.organ)
        if self.hasFocus():
            self.focus_first()

    def _show_given(self, files: tuple[GivenFile, ...]) -> None:
        """Show a laptop what its office gave out; the office has a page of its own for that."""
        self.given.show_files(files if self._role is Role.MEMBER else ())

    def _on_file(self, file: GivenFile) -> None:
        ask_and_save(self, self._ws, self._jobs, self._ask, file, self.result)

    def _on_address(self, url: str) -> None:
        def kept(now: Membership) -> None:
            self.address.show_url(now.url, again=True)
            words = tr("Laptops that are enrolled from now on get the address {url}.", url=now.url)
            self.result.say(words if now.url else tr("The address is forgotten; laptops have to be told one."))
            self.refresh()

        self._jobs.run_read(self, partial(state.set_url, self._ws, url), then=kept, refused=self.address.show_problems)

    # ---- joining an office -------------------------------------------------------------------------------

    def _on_request(self, name: str, holder: str) -> None:
        path = self._ask.save_file(tr("Write the request"), state.request_name(name), tr("Request (*.ajq)"))
        if path is None:
            return

        def written(made: Path) -> None:
            self.joining.show_written(tr("Written to {path}", path=str(made)))

        work = partial(state.write_request, self._ws, name, holder, path)
        self._jobs.run_read(self, work, then=written, refused=self._on_refused)

    def _on_answer(self) -> None:
        chosen = self._ask.open_files(tr("Read the office's answer"), tr("Answer of the office (*.aje)"))
        if chosen:
            self.read_answer(chosen[0])

    def read_answer(self, path: Path) -> None:
        """Read an answer file and show from which office it comes."""

        def read(answer: Answer) -> None:
            self.result.clear()
            self._open = _Open(path, answer)
            self.joining.show_office(answer.office, answer.fingerprint)
            QTimer.singleShot(0, self, self._show_join)

        self.joining.forget_office()
        self._jobs.run_read(self, partial(state.read_answer, path), then=read, refused=self._on_refused)

    def _show_join(self) -> None:
        """Bring the button into sight, once the page has its new height."""
        self._area.ensureWidgetVisible(self.joining.join)

    def _on_join(self) -> None:
        if self._open is None:
            return
        name, code = self._open.answer.office, self._open.answer.fingerprint
        words = tr(
            "From now on this laptop belongs to “{office}” (code {code}): its bundles go there, and it issues only "
            "with numbers from there. Papers issued before keep their numbers. This cannot be taken back.",
            office=name,
            code=code,
        )
        if not self._ask.confirm(tr("Join “{office}”?", office=name), words, tr("Join")):
            return

        def joined(now: Membership) -> None:
            self._open = None
            self.joining.forget_office()
            self.result.say(tr("This laptop belongs to “{office}” now.", office=now.name))
            self.refresh()
            self.membership_changed.emit()

        work = partial(state.join_office, self._ws, self._open.path)
        self._jobs.run_read(self, work, then=joined, refused=self._on_refused)

    def _on_give_back(self) -> None:
        words = tr(
            "The {count} unused numbers of this laptop go back to the office with the next hand-over. Until the office "
            "gives new ones, nothing can be numbered here. This cannot be taken back.",
            count=self._numbers,
        )
        if not self._ask.confirm(tr("Give numbers back?"), words, tr("Give back")):
            return

        def given(_blocks: object) -> None:
            self.result.say(tr("The unused numbers are given back; hand over now, so that the office knows it."))
            self.refresh()
            self.membership_changed.emit()

        self._jobs.run_write(self, partial(state.give_back, self._ws), then=given, refused=self._on_refused)

    # ---- being the office --------------------------------------------------------------------------------

    def _on_found(self, name: str) -> None:
        path = self._ask.save_file(tr("Where is the recovery paper written?"), tr("recovery paper") + ".txt",
                                   tr("Text (*.txt)"))  # fmt: skip
        if path is None:
            return
        words = tr(
            "“{name}” becomes the office of the unit, and its keys are made. This cannot be taken back. The recovery "
            "paper is written to {path}: print it, lock it away, and delete the file.",
            name=name,
            path=str(path),
        )
        if not self._ask.confirm(tr("Make this the office?"), words, tr("Make this the office")):
            return

        def founded(_now: object) -> None:
            self.result.say(tr("This is the office now. Print the recovery paper {path} and lock it away.",
                               path=str(path)))  # fmt: skip
            self.refresh()
            self.membership_changed.emit()

        self._jobs.run_read(
            self, partial(state.found_office, self._ws, name, path), then=founded, refused=self._on_refused
        )

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.result.say(tr("Nothing was changed."), tone="bad", problems=problems)


def _meaning(role: Role) -> str:
    if role is Role.ALONE:
        return tr(
            "A stand-alone unit: this laptop owns its document numbers, and everything lies on this laptop only. It "
            "can join an office at any time; papers issued before keep their numbers."
        )
    if role is Role.MEMBER:
        return tr(
            "This laptop belongs to an office: what was done here is handed over there, and numbers, tasks and the "
            "register come from there. Something counts as handed over only when the office's receipt is here."
        )
    return tr(
        "This is the office: laptops hand over to it, and it gives out numbers and tasks. When a laptop joins, read "
        "the code of the office aloud, so that the inspector can compare it."
    )


def _facts(ws: Workspace, read: UnitRead) -> tuple[tuple[str, str, str], ...]:
    m = read.membership
    return (
        (tr("Office"), m.name, ""),
        (tr("Code of the office"), read.fingerprint, ""),
        (
            tr("Office since") if m.role is Role.OFFICE else tr("Belongs to it since"),
            full_day(read.joined_on) if read.joined_on else "",
            "",
        ),
        (tr("Name of this laptop"), read.device_name, ""),
        (tr("Id of this laptop"), device_words(ws.device), ""),
        (tr("Address of the office"), m.url if m.role is Role.MEMBER else "", ""),
        (tr("Numbers left"), str(read.numbers_left) if m.role is Role.MEMBER else "", ""),
        (tr("Over the network"), _serving(m.role), ""),
    )


def _serving(role: Role) -> str:
    if role is not Role.OFFICE:
        return ""
    return tr("Reception is begun with the command “inspector-app office serve”; sticks need nothing of it.")
