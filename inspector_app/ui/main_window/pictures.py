# SPDX-License-Identifier: MulanPSL-2.0
"""Pictures of every screen, for papers and reviews (`inspector-app screenshots --out DIR`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from inspector_app.domain.inspection import InspectionState
from inspector_app.ui.main_window.places import places

if TYPE_CHECKING:
    from inspector_app.ui.main_window.window import MainWindow
    from inspector_app.workspace import Workspace

WIDE, HIGH = 1366, 768
LOOKS = (("dark", 1.0), ("outdoor", 1.5))


def grab_screens(window: MainWindow, folder: Path) -> list[Path]:
    """Go everywhere and take a picture of the window; the first place again in the other themes."""
    made = []
    window.resize(WIDE, HIGH)
    for name, go in _views(window):
        go()
        made.append(_grab(window, folder / f"{name}.png"))
    _call(window, "enterprises", "show_detail")
    for theme, by in LOOKS:
        window.change_appearance(theme, by)
        for name in ("today", "enterprises", "inspection", "documents", "handoff"):
            window.go(name)
            made.append(_grab(window, folder / f"{name}-{theme}-{round(by * 100)}.png"))
    return made


def _views(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give each view with what leads to it: every place, the busiest inspection, the newest documents."""
    from inspector_app.ledgers import documents, inspections
    from inspector_app.ui.models.handoff_frame import read_frame
    from inspector_app.ui.widgets.handoff_pages import page_names

    assert window.ws is not None
    visits = inspections.current(window.ws)
    papers = documents.rows(window.ws)
    ways: dict[str, Callable[[], object]] = {p.name: partial(window.go, p.name) for p in places()}
    if visits:
        busiest = max(visits, key=lambda visit: (visit.noncompliant, visit.checked))
        ways["inspection"] = partial(window.open_inspection, busiest.id, _with_photo(window.ws, busiest.id))
        waiting = next((visit for visit in visits if visit.state is InspectionState.OPEN), None)
        if waiting is not None:
            ways["inspection-open"] = partial(window.open_inspection, waiting.id)
    if papers:
        ways["documents"] = partial(window.open_documents, papers[0].document.inspection_id)
    yield from ways.items()
    for part in ("officers", "numbers", "packs", "forms", "holidays", "periods", "look", "data", "protection"):
        yield f"settings-{part}", partial(_call, window, "settings", "show_part", part)
    for page in page_names(read_frame(window.ws).role):
        yield f"handoff-{page}", partial(_call, window, "handoff", "show_page", page)
    for tab in ("numbers", "reports", "map"):
        yield f"statistics-{tab}", partial(_call, window, "statistics", "show_tab", tab)
    yield "start", partial(_call, window, "enterprises", "start_here")


def _with_photo(ws: Workspace, inspection_id: str) -> str:
    """Name an item whose finding has a photo, or nothing."""
    from inspector_app.ledgers import inspections

    shown = inspections.view(ws, inspection_id)
    with_photo = {photo.finding_id for photo in shown.photos}
    return next((f.item_code for f in shown.live_findings if f.id in with_photo and f.item_code), "")


def _call(window: MainWindow, place: str, what: str, *values: str) -> None:
    window.go(place)
    getattr(window.screens[place], what)(*values)


def _grab(window: MainWindow, path: Path) -> Path:
    for _ in range(4):  # a read may lead to another one
        QApplication.processEvents()
        window.jobs.wait_idle()
    QApplication.processEvents()
    window.grab().save(str(path))
    return path
