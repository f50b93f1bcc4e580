# SPDX-License-Identifier: MulanPSL-2.0
"""Map data in and out: files are chosen, a datum that a file does not say is asked for, what does not fit is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.domain.geojson import DATUM, District
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ledgers import risk_map
from inspector_app.operations import maps
from inspector_app.operations.maps import PointsPreview, PointsTaken
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.wording import tr
from inspector_app.workspace import Workspace


class MapData(QObject):
    """The acts behind the button for map data."""

    changed = Signal()
    said = Signal(str, str)  # words, tone

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.masking = MaskChoice(ws)

    def acts(self) -> tuple[tuple[str, Callable[[], None], Op | Act], ...]:
        """Give what can be done and the right to it, the ways in first."""
        return (
            (tr("Take in positions of enterprises …"), self.take_points, Op.KEEP_PROFILE),
            (tr("Take in outlines of districts …"), self.take_outlines, Act.CHANGE_SETTINGS),
            (tr("Write positions as GeoJSON …"), self.write_points, Act.EXPORT),
            (tr("Take the outlines away"), self.drop_outlines, Act.CHANGE_SETTINGS),
        )

    def take_outlines(self) -> None:
        """Choose a file of outlines and keep it."""
        for path in self.ask.open_files(tr("Take in outlines of districts …"), _filters())[:1]:
            self._read_outlines(path, "")

    def take_points(self) -> None:
        """Choose a file of positions, say what does not fit, and keep the others."""
        for path in self.ask.open_files(tr("Take in positions of enterprises …"), _filters())[:1]:
            self._read_points(path, "")

    def write_points(self) -> None:
        """Write every position of the register."""
        path = self.ask.save_file(tr("Write positions as GeoJSON …"), tr("map-of-risk") + ".geojson", _filters())
        if path is not None:
            work = partial(risk_map.export_points, self.ws, path, whole=not self.masking.take())
            self.jobs.run_read(self, work, then=partial(self._written, path), refused=self.ask.show_problems)

    def drop_outlines(self) -> None:
        """Take the outlines away after asking."""
        text = tr("The map shows points alone then. The file that they came from stays where it is.")
        if self.ask.confirm(tr("Take the outlines away"), text, tr("Take away")):
            self.jobs.run_read(self, partial(maps.remove_outlines, self.ws), then=lambda _none: self.changed.emit())

    # ---- steps -------------------------------------------------------------------------------------------

    def _read_outlines(self, path: Path, datum: str) -> None:
        def work(_report: Report) -> tuple[District, ...]:
            return maps.import_outlines(self.ws, path, datum=datum)

        again = partial(self._read_outlines, path, DATUM)
        self.jobs.run_slow(
            self, work, then=self._outlines_taken, refused=partial(self._refused, again, datum),
            title=tr("Reading the outlines"),
        )  # fmt: skip

    def _read_points(self, path: Path, datum: str) -> None:
        def work(_report: Report) -> PointsPreview:
            return maps.preview_points(self.ws, path, datum=datum)

        again = partial(self._read_points, path, DATUM)
        self.jobs.run_slow(
            self, work, then=self._points_read, refused=partial(self._refused, again, datum),
            title=tr("Reading the positions"),
        )  # fmt: skip

    def _refused(self, again: Callable[[], None], datum: str, problems: tuple[Problem, ...]) -> None:
        """A file that does not say its datum may be WGS-84: that only a person can know."""
        if not datum and {p.code for p in problems} == {ProblemCode.MAP_DATUM_MISSING}:
            text = tr(
                "The file does not say of which datum its positions are. Maps in China are mostly GCJ-02, some hundred "
                "metres off. Go on only if you know that these are WGS-84."
            )
            if self.ask.confirm(tr("Datum not stated"), text, tr("It is WGS-84")):
                again()
            return
        self.ask.show_problems(problems)

    def _outlines_taken(self, kept: tuple[District, ...]) -> None:
        self.said.emit(tr("The outlines of {count} districts are shown now.", count=len(kept)), "ok")
        self.changed.emit()

    def _points_read(self, preview: PointsPreview) -> None:
        if preview.problems:
            self.ask.show_problems(preview.problems)
            text = tr(
                "{bad} of {total} places fit no enterprise of the register. They can be left out.",
                bad=len(preview.problems), total=preview.total,
            )  # fmt: skip
            action = tr("Take in the other {count}", count=len(preview.points))
            if not preview.points or not self.ask.confirm(tr("Some places do not fit"), text, action):
                return
        work = partial(maps.import_points, self.ws, preview, skip_bad=True)
        self.jobs.run_write(self, work, then=self._points_taken)

    def _points_taken(self, taken: PointsTaken) -> None:
        words = tr(
            "Positions taken in: {changed} new or changed, {same} unchanged, {skipped} left out.",
            changed=taken.changed, same=taken.same, skipped=taken.skipped,
        )  # fmt: skip
        self.said.emit(words, "ok")
        self.changed.emit()

    def _written(self, path: Path, count: int) -> None:
        self.said.emit(tr("Written: {count} positions in {path}", count=count, path=str(path)), "ok")


def _filters() -> str:
    return tr("GeoJSON (*.geojson *.json)")
