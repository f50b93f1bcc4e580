# SPDX-License-Identifier: MulanPSL-2.0
"""One checklist: its versions with hash, source and use, what is wrong in the chosen one, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QWidget

from inspector_app.domain.checklist import Verified
from inspector_app.domain.problems import blocking
from inspector_app.ledgers import packs as ledger
from inspector_app.ledgers.packs import PackLine
from inspector_app.ui import theme
from inspector_app.ui.models.ledger_model import Column, LedgerModel
from inspector_app.ui.widgets.ledger_table import LedgerTable
from inspector_app.ui.widgets.pack_list import source_words, state_of, unsure_of
from inspector_app.ui.widgets.page import Card, button, row
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

HASH_SEEN = 10
SPARED = (1, 2, 4)  # columns that stand below the title, or can be copied, in any case
LARGE = 1.25  # letters from here on leave no room for everything in one line
ROWS_SEEN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionShown:
    """One version and what is marked 待核 in it."""

    line: PackLine
    unsure: tuple[str, ...]

    @property
    def key(self) -> str:
        """What tells it from the others: two folders may hold the same version."""
        return f"{self.line.version} {self.line.sha256} {self.line.folder}"


def read_versions(ws: Workspace, pack_id: str) -> tuple[VersionShown, ...]:
    """Read every version of one checklist."""
    packs = {pack.sha256: pack for pack in ws.catalogue.versions(pack_id)}
    lines = ledger.versions(ws, pack_id)
    return tuple(VersionShown(line=line, unsure=unsure_of(packs.get(line.sha256))) for line in lines)


class PackDetail(Card):
    """The chosen checklist; every act is told by a signal with the version that is meant."""

    use_wanted = Signal(str, bool)  # id, whether the unit uses it
    export_wanted = Signal(object)  # PackLine
    compare_wanted = Signal(str)  # id
    statistics_wanted = Signal(str)  # id
    remove_wanted = Signal(object)  # PackLine

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._pack_id = ""
        self.versions: tuple[VersionShown, ...] = ()  # the newest first, however the table is sorted
        self.used = QCheckBox(tr("Used by this unit"))
        self.used.setToolTip(tr("Only these are offered at the start of an inspection; a running one keeps its own"))
        self.used.clicked.connect(self._on_used)
        self.add_at_right(self.used)
        self.words = WrapLabel(tone="muted")
        self.model = LedgerModel(_columns(), lambda shown: shown.key, self)
        self.table = LedgerTable(self.model, tr("Versions"))
        self.table.setObjectName("cardList")
        self.table.selectionModel().currentRowChanged.connect(self._on_version)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._build_buttons()
        self.problems = ProblemList()
        self.unsure = RowList(tr("To be verified"))
        self.unsure.setObjectName("cardList")
        self.spare = QWidget()
        self.add(self.words)
        self.add(self.table)
        if theme.scale() < LARGE:
            self.outer.addLayout(row(self.export, self.compare, self.statistics, None, self.copy, self.remove))
        else:
            self.outer.addLayout(row(self.export, self.compare, self.statistics, None))
            self.outer.addLayout(row(self.copy, self.remove, None))
            for number in SPARED:
                self.table.setColumnHidden(number, True)
        for part in (self.problems, self.unsure, self.spare):
            self.add(part, 1)
        self.show_versions("", ())

    def _build_buttons(self) -> None:
        self.export = button(tr("Export XLSX"), partial(self._tell, self.export_wanted), icon="export")
        self.export.setToolTip(tr("As a workbook that can be changed and imported again"))
        self.compare = button(tr("Compare"), self._on_compare, icon="ledger")
        self.compare.setToolTip(tr("Two versions, or one with a file, item by item"))
        self.statistics = button(tr("Statistics"), self._on_statistics, icon="statistics")
        self.copy = button(tr("Copy hash"), self._on_copy, icon="paste", kind="quiet")
        self.copy.setToolTip(tr("SHA-256 of the chosen version: it names exactly this content"))
        self.remove = button(tr("Remove …"), partial(self._tell, self.remove_wanted), icon="trash", kind="quiet")

    # ---- showing ---------------------------------------------------------------------------------------

    def show_versions(self, pack_id: str, versions: tuple[VersionShown, ...]) -> None:
        """Show the versions of a checklist; the chosen one stays chosen while the checklist is the same."""
        before = self.current()
        self.model.put(versions)
        self._pack_id, self.versions = pack_id, versions
        for part in (self.used, self.words, self.table, self.export, self.compare, self.statistics, self.copy,
                     self.remove):  # fmt: skip
            part.setVisible(bool(versions))
        if not versions:
            self.title.setText(" ")
            self._show_parts(None)
            return
        line = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height() + 2 * self.table.frameWidth()
        self.table.setFixedHeight(head + line * min(len(versions), ROWS_SEEN) + theme.dp(4))
        keys = [shown.key for shown in self.model.rows]
        place = keys.index(before.key) if before is not None and before.key in keys else self._first()
        self.table.setCurrentIndex(self.model.index(place, 0))
        self.used.setChecked(versions[0].line.is_enabled)
        self._show_version()

    def _first(self) -> int:
        return next((n for n, shown in enumerate(self.model.rows) if shown.line.is_newest), 0)

    def current(self) -> VersionShown | None:
        """Give the chosen version."""
        place = self.table.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def _on_version(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_version()

    def _show_version(self) -> None:
        shown = self.current()
        if shown is None:
            return
        line = shown.line
        self.title.setText(line.title)
        self.words.setText(_words(shown))
        self.remove.setVisible(line.is_kept)
        self.remove.setEnabled(not line.inspections)
        in_use = tr("{count} inspections have this version; it is kept", count=line.inspections)
        self.remove.setToolTip(in_use if line.inspections else tr("Offered no more; Ctrl+Z brings it back"))
        self.export.setEnabled(line.items > 0)
        self._show_parts(shown)

    def _show_parts(self, shown: VersionShown | None) -> None:
        problems, unsure = (shown.line.problems, shown.unsure) if shown else ((), ())
        self.problems.setVisible(bool(problems))
        self.problems.show_problems(problems)
        self.unsure.setVisible(bool(unsure))
        self.unsure.put([_unsure_row(n, text) for n, text in enumerate(unsure)])
        self.spare.setVisible(not problems and not unsure)

    # ---- acts ------------------------------------------------------------------------------------------

    def _tell(self, signal: SignalInstance) -> None:
        shown = self.current()
        if shown is not None:
            signal.emit(shown.line)

    def _on_used(self, is_used: bool) -> None:
        self.use_wanted.emit(self._pack_id, is_used)

    def _on_compare(self) -> None:
        self.compare_wanted.emit(self._pack_id)

    def _on_statistics(self) -> None:
        self.statistics_wanted.emit(self._pack_id)

    def _on_copy(self) -> None:
        shown = self.current()
        if shown is not None:
            QGuiApplication.clipboard().setText(shown.line.sha256)


def _words(shown: VersionShown) -> str:
    line = shown.line
    said = [tr("Identifier {id}, version {version}, {count} items.", id=line.id, version=line.version,
               count=line.items)]  # fmt: skip
    if not line.is_listed:
        said.append(tr("No longer there; the inspections that began with it keep it."))
    if line.is_bundled:
        said.append(tr("It comes with the program."))
    if line.folder and not line.is_bundled:
        said.append(tr("Folder: {path}", path=line.folder))
    if line.kept_at is not None:
        said.append(tr("Imported {day} from {name}.", day=line.kept_at.date().isoformat(), name=line.source_name))
    if blocking(line.problems):
        said.append(tr("Not offered for inspections until its faults are mended."))
    elif not line.problems:
        said.append(tr("No fault was found."))
    if shown.unsure:
        said.append(
            tr(
                "{count} parts are marked to be verified: they are shown so, and printed only after a person "
                "confirms them.",
                count=len(shown.unsure),
            )
        )
    return "\n".join(said)


def _unsure_row(n: int, text: str) -> Row:
    return Row(id=str(n), title=text, chip=word(Verified.M), chip_role="warn")


def _use_words(shown: VersionShown) -> str:
    line = shown.line
    if not line.inspections:
        return "—"
    if not line.open_inspections:
        return str(line.inspections)
    return tr("{count}, {open} open", count=line.inspections, open=line.open_inspections)


def _state(shown: VersionShown) -> str:
    line = shown.line
    if not line.is_listed:
        return tr("kept for inspections")
    text, role = state_of(line)
    return tr("older") if role == "ok" and not line.is_newest else text


def _tone(shown: VersionShown) -> str:
    role = state_of(shown.line)[1]
    return role if role in ("bad", "warn") else "muted"


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=tr("Version"), words=lambda s: s.line.version, wide=92),
        Column(title=tr("Count of items"), words=lambda s: str(s.line.items), wide=54, order=lambda s: s.line.items),
        Column(title=tr("Where from"), words=lambda s: source_words(s.line), wide=90, stretch=True),
        Column(title=tr("Used in"), words=_use_words, wide=100, order=lambda s: s.line.inspections),
        Column(title="SHA-256", words=lambda s: s.line.sha256[:HASH_SEEN] or "—", wide=102),
        Column(title=tr("State"), words=_state, wide=76, tone=_tone),
    )
