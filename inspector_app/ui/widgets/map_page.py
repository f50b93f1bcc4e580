# SPDX-License-Identifier: MulanPSL-2.0
"""风险地图: the map with its legend, beside it the gravest of what is seen, and the way of data in and out."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.enterprise_profile import RiskGrade
from inspector_app.domain.figures import Scope
from inspector_app.domain.geojson import DATUM, District
from inspector_app.domain.problems import Problem, Refused
from inspector_app.ledgers import risk_map
from inspector_app.ledgers.risk_map import GRADES, PlaceRow, RiskPoints
from inspector_app.operations import maps
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.map_data import MapData
from inspector_app.ui.widgets.map_drawing import STEP, Frame, MapScene, look_of, mark_picture
from inspector_app.ui.widgets.map_view import MapView
from inspector_app.ui.widgets.mask_choice import add_to_menu
from inspector_app.ui.widgets.page import Band, Card, EmptyState, Pages, button, label, row
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.statistics_filter import Asked
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

MOST_LISTED = 100
LIST_MS = 200
SIDE = 330


@dataclass(frozen=True, slots=True)
class MapRead:
    """What the map is made of; `problems` say why the outlines cannot be shown."""

    points: RiskPoints
    districts: tuple[District, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """The gravest enterprises of a part of the land, and how many are seen there."""

    rows: tuple[PlaceRow, ...]
    seen: int


class MapPage(QWidget):
    """The map of risk as of now; districts and sectors narrow it, the period does not."""

    rows_wanted = Signal(object)  # LedgerQuery
    enterprise_wanted = Signal(str)
    read = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self._scope: Scope | None = None
        self._chosen: PlaceRow | None = None
        self._places: dict[str, int] = {}
        self.data = MapData(ws, jobs, ask, self)
        self.data.changed.connect(self._again)
        self.data.said.connect(self._say)
        self.band = Band()
        self.map = MapView(jobs, tr("Map of risk"))
        self.map.point_chosen.connect(self._on_point)
        self.map.point_opened.connect(lambda n: self.enterprise_wanted.emit(self.map.scene.points.ids[n]))
        self._list_timer = QTimer(self, singleShot=True, interval=LIST_MS)
        self._list_timer.timeout.connect(self._read_list)
        self.map.moved.connect(self._list_timer.start)
        self._build_legend()
        self._build_side()
        self._build_page()

    # ---- building ----------------------------------------------------------------------------------------

    def _build_legend(self) -> None:
        self.legend: list[QPushButton] = []
        for place, grade in enumerate(GRADES):
            made = button(_short(grade), self._on_legend)
            made.setCheckable(True)
            made.setChecked(True)
            made.setProperty("place", place)
            self.legend.append(made)
        self.only_majors = button(tr("Only with open major hazards"), self._on_legend)
        self.only_majors.setCheckable(True)
        self.nearer = button("", lambda: self.map.zoom(STEP), icon="zoom-in", tip=tr("Enlarge (+)"))
        self.farther = button("", lambda: self.map.zoom(1 / STEP), icon="zoom-out", tip=tr("Reduce (−)"))
        self.all = button(tr("Whole map"), self.map.show_whole, tip=tr("Show the whole map (Home)"))
        for made in (self.nearer, self.farther):
            made.setAccessibleName(made.toolTip())
        self.data_button = button(tr("Map data"), icon="import")
        menu = QMenu(self.data_button)
        menu.setToolTipsVisible(True)
        for words, act, right in self.data.acts():
            entry = menu.addAction(words)
            entry.triggered.connect(lambda _checked=False, act=act: act())
            bind_rights(self.ws, {entry: right})
        add_to_menu(menu, self.data.masking)
        self.data_button.setMenu(menu)

    def _build_side(self) -> None:
        self.card = Card(tr("Chosen on the map"))
        self.card_words = label(
            tr("Press a point of the map, or go through the list with ↑ ↓."), tone="muted", wrap=True
        )
        self.card_open = button(tr("Open enterprise"), self._open_chosen, icon="enterprises")
        self.card_majors = button(tr("Open major hazards"), self._open_majors, icon="ledger")
        self.card.add(self.card_words)
        self.card.outer.addLayout(row(self.card_open, self.card_majors, None))
        self.list = RowList(tr("The gravest in this part of the map"))
        self.list.row_shown.connect(self._on_row_shown)
        self.list.row_chosen.connect(self.enterprise_wanted)
        self.list_title = label("", tone="muted", wrap=True)
        self._show_chosen(None)

    def _build_page(self) -> None:
        side = QWidget()
        side.setFixedWidth(theme.dp(SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.dp(8))
        column.addWidget(self.card)
        column.addWidget(self.list_title)
        column.addWidget(self.list, 1)
        across = QHBoxLayout()
        across.setSpacing(theme.dp(12))
        across.addWidget(self.map, 1)
        across.addWidget(side)
        shown = QWidget()
        whole = QVBoxLayout(shown)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.dp(8))
        whole.addLayout(row(*self.legend, None, self.nearer, self.farther, self.all, gap=4))
        whole.addLayout(across, 1)
        self.note = label("", tone="muted")
        whole.addLayout(row(self.only_majors, self.note, None, self.data_button))
        self.empty = EmptyState(
            "flag", tr("No enterprise has a position yet"),
            tr(
                "Positions come from a GeoJSON file in WGS-84 whose points name the enterprise by credit code or "
                "name, or are typed into an enterprise's supervision facts. Outlines of districts come the same way."
            ),
        )  # fmt: skip
        ways = []
        for words, act, right in self.data.acts()[:2]:
            ways.append(button(words, act))
            bind_rights(self.ws, {ways[-1]: right})
        self.first_way = ways[0]
        for way in ways:
            self.empty.add_button(way)
        self.stack = Pages()
        self.stack.addWidget(shown)
        self.stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.band)
        outer.addWidget(self.stack, 1)

    # ---- reading -----------------------------------------------------------------------------------------

    def ask_for(self, asked: Asked) -> None:
        """Read the points of this scope; the map is as of now whatever the period is."""
        anew = self._scope != asked.scope
        self._scope = asked.scope
        work = partial(_read, self.ws, asked.scope)
        self.jobs.run_read(self, work, then=partial(self._show, anew), key="points")

    def focus_first(self) -> None:
        """Put the focus on the map, or on the way to fill it."""
        if self.stack.currentIndex() == 0:
            self.map.setFocus()
        else:
            self.first_way.setFocus()

    def _again(self) -> None:
        scope, self._scope = self._scope, None
        if scope is not None:
            self.jobs.run_read(self, partial(_read, self.ws, scope), then=partial(self._show, True), key="points")
            self._scope = scope

    def _show(self, anew: bool, found: MapRead) -> None:
        had_focus = self.focusWidget() is not None
        points = found.points
        self._places = {}
        counts = [points.grades.count(place) for place in range(len(GRADES))]
        look = look_of(self.devicePixelRatioF())
        for made, count in zip(self.legend, counts, strict=True):
            place = int(made.property("place"))
            made.setText(f"{_short(GRADES[place])} {count:,}")
            made.setIcon(QIcon(QPixmap.fromImage(mark_picture(place, look))))
            made.setIconSize(QSize(theme.dp(16), theme.dp(16)))
        if found.problems:
            self.band.say("\n".join(sentence(p) for p in found.problems[:3]), tone="bad")
        self.map.show_scene(self._scene(points, found.districts), anew=anew)
        self.stack.setCurrentIndex(0 if len(points) or found.districts else 1)
        self._say_note(points)
        self._show_chosen(None)
        if had_focus:
            self.focus_first()
        self.read.emit()

    def _scene(self, points: RiskPoints, districts: tuple[District, ...]) -> MapScene:
        grades = frozenset(int(made.property("place")) for made in self.legend if made.isChecked())
        return MapScene(points, districts, grades, self.only_majors.isChecked())

    def _say_note(self, points: RiskPoints) -> None:
        rings = sum(1 for n in points.majors if n)
        words = tr("◯ {rings} with open major hazards · {datum}, as of today", rings=f"{rings:,}", datum=DATUM)
        if points.unplaced:
            words = tr("{words} · {count} without a position", words=words, count=f"{points.unplaced:,}")
        self.note.setText(words)
        said = tr("{count} enterprises on the map", count=f"{len(points):,}")
        self.map.setAccessibleDescription(f"{said}; {words}")

    def _on_legend(self) -> None:
        now = self.map.scene
        self.map.show_scene(self._scene(now.points, now.districts), anew=False)

    def _read_list(self) -> None:
        frame = self.map.frame
        if frame is not None:
            work = partial(_gravest, self.ws, self.map.scene, frame)
            self.jobs.run_read(self, work, then=self._show_list, key="list")

    def _show_list(self, found: Listed) -> None:
        self.list.put([_row(shown) for shown in found.rows])
        words = tr("{count} seen here", count=f"{found.seen:,}")
        if found.seen > len(found.rows):
            words = tr("{words}, the {shown} gravest:", words=words, shown=len(found.rows))
        self.list_title.setText(words)

    # ---- choosing ----------------------------------------------------------------------------------------

    def _on_point(self, n: int) -> None:
        chosen = self.map.scene.points.ids[n]
        self.list.blockSignals(True)
        self.list.show_row(chosen)
        self.list.blockSignals(False)
        self.jobs.run_read(self, partial(risk_map.place_rows, self.ws, (chosen,)), then=self._on_facts, key="facts")

    def _on_row_shown(self, chosen: str) -> None:
        points = self.map.scene.points
        if not self._places:
            self._places = {name: n for n, name in enumerate(points.ids)}
        n = self._places.get(chosen)
        if n is not None:
            self.map.mark(n, centre=True)
            self.jobs.run_read(self, partial(risk_map.place_rows, self.ws, (chosen,)), then=self._on_facts, key="facts")

    def _on_facts(self, rows: tuple[PlaceRow, ...]) -> None:
        self._show_chosen(rows[0] if rows else None)

    def _show_chosen(self, chosen: PlaceRow | None) -> None:
        self._chosen = chosen
        self.card_open.setVisible(chosen is not None)
        self.card_majors.setVisible(chosen is not None and chosen.majors > 0)
        if chosen is None:
            self.card_words.setText(tr("Press a point of the map, or go through the list with ↑ ↓."))
            return
        grade = word(chosen.risk_grade) if chosen.risk_grade is not None else tr("Not graded")
        sector = word(chosen.sector) if chosen.sector is not None else ""
        lines = [chosen.name, " · ".join(filter(None, (chosen.district, sector, grade)))]
        if chosen.majors:
            lines.append(tr("{count} major hazards open", count=chosen.majors))
        self.card_words.setText("\n".join(lines))

    def _open_chosen(self) -> None:
        if self._chosen is not None:
            self.enterprise_wanted.emit(self._chosen.id)

    def _open_majors(self) -> None:
        if self._chosen is not None:
            self.rows_wanted.emit(risk_map.majors_behind(self._chosen.id))

    def _say(self, words: str, tone: str) -> None:
        self.band.say(words, tone=tone)


def _read(ws: Workspace, scope: Scope) -> MapRead:
    points = risk_map.points(ws, scope)
    try:
        return MapRead(points, maps.outlines(ws))
    except Refused as refused:
        return MapRead(points, (), refused.problems)


def _gravest(ws: Workspace, scene: MapScene, frame: Frame) -> Listed:
    """Give the enterprises of a frame, those with open major hazards first, then by grade."""
    points = scene.points
    seen = [n for n, _x, _y in scene.seen(frame)]
    first = heapq.nsmallest(MOST_LISTED, seen, key=lambda n: (-min(points.majors[n], 99), points.grades[n], n))
    return Listed(risk_map.place_rows(ws, [points.ids[n] for n in first]), len(seen))


def _short(grade: RiskGrade | None) -> str:
    """Name a grade in the legend, where its colour and shape stand beside it."""
    words = {
        RiskGrade.RED: tr("Major risk"), RiskGrade.ORANGE: tr("Considerable risk"),
        RiskGrade.YELLOW: tr("Moderate risk"), RiskGrade.BLUE: tr("Low risk"),
    }  # fmt: skip
    return words[grade] if grade is not None else tr("Not graded")


def _row(shown: PlaceRow) -> Row:
    sector = word(shown.sector) if shown.sector is not None else ""
    grade = word(shown.risk_grade) if shown.risk_grade is not None else tr("Not graded")
    majors = tr("major {count}", count=shown.majors) if shown.majors else ""
    return Row(
        id=shown.id, title=shown.name, detail=" · ".join(filter(None, (grade, shown.district, sector))),
        chip=majors, chip_role="bad", leads=True,
    )  # fmt: skip
