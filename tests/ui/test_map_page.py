# SPDX-License-Identifier: MulanPSL-2.0
"""风险地图: points by grade, chosen by mouse and keys, narrowed by legend and scope; data in and out with its datum."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.enterprise_profile import EnterpriseProfile, RiskGrade
from inspector_app.domain.figures import Period, Scope
from inspector_app.domain.finding import Grade
from inspector_app.domain.ledger import LedgerQuery
from inspector_app.domain.problems import ProblemCode
from inspector_app.ledgers import ledger, risk_map
from inspector_app.operations import maps
from inspector_app.operations.enterprise_profiles import keep_profile
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.map_drawing import MapScene, draw_map, look_of, mark_picture, whole
from inspector_app.ui.widgets.map_page import MapPage
from inspector_app.ui.widgets.statistics_filter import Asked
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_enterprise, an_inspection
from tests.helpers.pages_documents import Answers
from tests.helpers.pages_frame import settle, titles

RING = [[117.0, 39.0], [117.4, 39.0], [117.4, 39.4], [117.0, 39.4], [117.0, 39.0]]
GRADES = {1: RiskGrade.RED, 2: RiskGrade.BLUE, 3: None}


class Shown:
    """The page with what it asked the screen for."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Answers) -> None:
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.page = MapPage(ws, jobs, ask)
        self.opened: list[str] = []
        self.queries: list[LedgerQuery] = []
        self.page.enterprise_wanted.connect(self.opened.append)
        self.page.rows_wanted.connect(self.queries.append)
        self.page.resize(1200, 520)
        self.page.show()
        self.ask_for(Scope())

    def ask_for(self, scope: Scope) -> None:
        today = self.ws.today()
        self.page.ask_for(Asked(period=Period(today, today), scope=scope))
        self.settle()

    def settle(self) -> None:
        settle(self.jobs)
        for timer in (self.page.map._timer, self.page._list_timer):
            if timer.isActive():
                timer.stop()
                timer.timeout.emit()
        settle(self.jobs)

    def pixel(self, enterprise_id: str) -> QPoint:
        points, frame = self.page.map.scene.points, self.page.map.frame
        assert frame is not None
        n = points.ids.index(enterprise_id)
        x, y = frame.to_screen(points.longitudes[n], points.latitudes[n])
        return QPoint(round(x), round(y))

    def listed(self) -> list[str]:
        return titles(self.page.list)


def put(ws: Workspace, n: int, x: float, y: float, **changes: Any) -> Enterprise:
    made = an_enterprise(ws, n, **changes)
    keep_profile(ws, made.id, EnterpriseProfile(risk_grade=GRADES[n], longitude=x, latitude=y))
    return made


@pytest.fixture
def placed(unit: Workspace) -> tuple[Enterprise, ...]:
    """A red one, a blue one with an open major hazard in another district, one without a grade."""
    made = (
        put(unit, 1, 117.1, 39.1, district="望湖区"), put(unit, 2, 117.3, 39.3, district="云溪区"),
        put(unit, 3, 117.3, 39.1, district="望湖区"),
    )  # fmt: skip
    a_finding(unit, an_inspection(unit, made[1]), grade=Grade.MAJOR)
    return made


@pytest.fixture
def shown(unit: Workspace, placed: tuple[Enterprise, ...], jobs: Jobs, ask: Answers) -> Iterator[Shown]:
    made = Shown(unit, jobs, ask)
    yield made
    made.settle()
    made.page.close()
    made.page.deleteLater()


def geojson(folder: Path, feature: dict[str, Any], **top: Any) -> Path:
    path = folder / "in.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature], **top}), encoding="utf-8")
    return path


def test_without_positions_it_says_how_to_get_them_in(
    unit: Workspace, jobs: Jobs, ask: Answers, tmp_path: Path
) -> None:
    one = an_enterprise(unit, 1)
    made = Shown(unit, jobs, ask)
    assert made.page.stack.currentWidget() is made.page.empty
    assert "GeoJSON" in made.page.empty.detail.text()
    point = {"type": "Point", "coordinates": [117.2, 39.2]}
    feature = {"type": "Feature", "properties": {"credit_code": one.credit_code}, "geometry": point}
    ask.files.append([geojson(tmp_path, feature, coord_datum="WGS-84")])
    made.page.first_way.click()
    made.settle()
    assert made.page.stack.currentIndex() == 0
    assert made.page.map.scene.points.ids == (one.id,)
    made.page.close()


def test_the_gravest_stand_first_and_open_their_enterprise(shown: Shown, placed: tuple[Enterprise, ...]) -> None:
    red, major, plain = placed
    assert shown.listed() == [major.name, red.name, plain.name]
    shown.page.list.setFocus()
    QTest.keyClick(shown.page.list, Qt.Key.Key_Down)
    QTest.keyClick(shown.page.list, Qt.Key.Key_Return)
    shown.settle()
    assert shown.opened == [shown.page.list.current_id()]
    assert shown.page.map.marked == shown.page.map.scene.points.ids.index(shown.opened[0])


def test_a_press_on_a_point_says_its_facts_and_leads_on(shown: Shown, placed: tuple[Enterprise, ...]) -> None:
    major = placed[1]
    QTest.mouseClick(shown.page.map, Qt.MouseButton.LeftButton, pos=shown.pixel(major.id))
    shown.settle()
    assert major.name in shown.page.card_words.text()
    shown.page.card_open.click()
    assert shown.opened == [major.id]
    shown.page.card_majors.click()
    assert ledger.count(shown.ws, shown.queries[0]) == 1
    QTest.mouseDClick(shown.page.map, Qt.MouseButton.LeftButton, pos=shown.pixel(placed[0].id))
    assert shown.opened == [major.id, placed[0].id]


def test_a_press_beside_every_point_chooses_none(shown: Shown) -> None:
    QTest.mouseClick(shown.page.map, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    shown.settle()
    assert shown.page.map.marked is None


def test_the_legend_counts_and_narrows(shown: Shown, placed: tuple[Enterprise, ...]) -> None:
    assert [made.text().split()[-1] for made in shown.page.legend] == ["1", "0", "0", "1", "1"]
    shown.page.legend[0].click()
    shown.settle()
    assert placed[0].name not in shown.listed()
    shown.page.legend[0].click()
    shown.page.only_majors.click()
    shown.settle()
    assert shown.listed() == [placed[1].name]


def test_a_district_narrows_the_map(shown: Shown, placed: tuple[Enterprise, ...]) -> None:
    shown.ask_for(Scope(district="望湖区"))
    assert set(shown.page.map.scene.points.ids) == {placed[0].id, placed[2].id}


def test_keys_move_and_enlarge_and_show_everything_again(shown: Shown, placed: tuple[Enterprise, ...]) -> None:
    view = shown.page.map
    view.setFocus()
    whole_frame = view.frame
    assert whole_frame is not None
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.frame is not None
    assert view.frame.scale > whole_frame.scale
    before = shown.pixel(placed[0].id)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert shown.pixel(placed[0].id).x() < before.x()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.frame == whole_frame
    for _ in range(6):
        QTest.keyClick(view, Qt.Key.Key_Plus)
    shown.settle()
    assert len(shown.listed()) < 3
    shown.page.all.click()
    shown.settle()
    assert len(shown.listed()) == 3


def test_dragging_moves_the_land_with_the_pointer_and_chooses_nothing(
    shown: Shown, placed: tuple[Enterprise, ...]
) -> None:
    view, start = shown.page.map, shown.pixel(placed[0].id)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start + QPoint(40, 25))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 25))
    moved = shown.pixel(placed[0].id)
    assert abs(moved.x() - start.x() - 40) <= 1
    assert abs(moved.y() - start.y() - 25) <= 1
    assert view.marked is None


def test_enlarging_keeps_what_is_under_the_pointer(shown: Shown, placed: tuple[Enterprise, ...]) -> None:
    at = shown.pixel(placed[1].id)
    shown.page.map.zoom(3.0, QPointF(at))
    after = shown.pixel(placed[1].id)
    assert abs(after.x() - at.x()) <= 1
    assert abs(after.y() - at.y()) <= 1


def test_a_file_that_does_not_say_its_datum_is_taken_only_on_a_persons_word(
    shown: Shown, ask: Answers, tmp_path: Path
) -> None:
    feature = {
        "type": "Feature",
        "properties": {"name": "望湖区"},
        "geometry": {"type": "Polygon", "coordinates": [RING]},
    }
    path = geojson(tmp_path, feature)
    ask.yes = False
    ask.files.append([path])
    shown.page.data.take_outlines()
    shown.settle()
    assert maps.outlines(shown.ws) == ()
    assert len(ask.asked) == 1
    ask.yes = True
    ask.files.append([path])
    shown.page.data.take_outlines()
    shown.settle()
    assert [d.name for d in shown.page.map.scene.districts] == ["望湖区"]
    shown.page.data.drop_outlines()
    shown.settle()
    assert shown.page.map.scene.districts == ()


def test_a_file_of_another_datum_is_refused_and_says_why(shown: Shown, ask: Answers, tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"name": "望湖区"},
        "geometry": {"type": "Polygon", "coordinates": [RING]},
    }
    ask.files.append([geojson(tmp_path, feature, coord_datum="GCJ-02")])
    shown.page.data.take_outlines()
    shown.settle()
    assert [p.code for p in ask.problems] == [ProblemCode.MAP_DATUM]


def test_places_that_do_not_fit_are_told_before_the_others_come_in(
    shown: Shown, ask: Answers, tmp_path: Path, placed: tuple[Enterprise, ...]
) -> None:
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": [117.25, 39.25]}}
        for name in (placed[0].name, "没有登记的企业")
    ]
    path = geojson(tmp_path, features[0], coord_datum="WGS-84")
    values = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**values, "features": features}), encoding="utf-8")
    ask.files.append([path])
    shown.page.data.take_points()
    shown.settle()
    assert [p.code for p in ask.problems] == [ProblemCode.ENTERPRISE_UNKNOWN]
    points = risk_map.points(shown.ws)
    assert points.longitudes[points.ids.index(placed[0].id)] == 117.25


def test_positions_are_written_with_their_datum(shown: Shown, ask: Answers, tmp_path: Path) -> None:
    target = tmp_path / "out.geojson"
    ask.targets.append(target)
    shown.page.data.write_points()
    shown.settle()
    made = json.loads(target.read_text("utf-8"))
    assert made["coord_datum"] == "WGS-84"
    assert len(made["features"]) == 3


def test_grades_differ_by_shape_and_open_major_hazards_have_a_ring(
    qapp: QApplication, unit: Workspace, placed: tuple[Enterprise, ...], clock: Clock
) -> None:
    theme.apply_theme(qapp, "outdoor", 1.0)
    look = look_of(1.0)
    shapes = []
    for place in range(5):
        image = mark_picture(place, look)
        shapes.append(
            tuple(image.pixelColor(x, y).alpha() > 128 for y in range(image.height()) for x in range(image.width()))
        )
    assert len({shapes[n] for n in range(4)}) == 4
    scene = MapScene(risk_map.points(unit))
    frame = whole(scene, 400, 300)
    image = draw_map(scene, frame, look)
    n = scene.points.ids.index(placed[1].id)
    x, y = frame.to_screen(scene.points.longitudes[n], scene.points.latitudes[n])
    assert image.pixelColor(round(x + look.radius + 3.5), round(y)) == look.ring
    without = MapScene(risk_map.points(unit, Scope(district="望湖区")))
    assert draw_map(without, frame, look) != image
    theme.apply_theme(qapp, "light", 1.0)


def test_of_points_in_one_place_the_gravest_is_seen(qapp: QApplication, unit: Workspace) -> None:
    theme.apply_theme(qapp, "light", 1.0)
    for n in (3, 2, 1):
        put(unit, n, 117.2, 39.2)
    scene = MapScene(risk_map.points(unit))
    frame = whole(scene, 300, 300)
    x, y = frame.to_screen(117.2, 39.2)
    look = look_of(1.0)
    assert draw_map(scene, frame, look).pixelColor(round(x), round(y)) == look.risk[0]
