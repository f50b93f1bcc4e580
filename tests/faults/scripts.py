# SPDX-License-Identifier: MulanPSL-2.0
"""Longer runs than one command: in one open data folder, in the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import FindingDraft
from inspector_app.operations import documents, findings, inspections, organs, undo
from inspector_app.operations.photos import PhotoSource, add_photos, amend_photo
from inspector_app.workspace import Workspace, open_workspace
from tests.faults import acks, replicas
from tests.faults.flips import flip
from tests.faults.oracle import tables_of
from tests.handoff import damage

Script = Callable[[Path, Mapping[str, Any]], int]


def tell_state(ws: Workspace) -> None:
    """Acknowledge what is kept now."""
    with ws.reader() as db:
        acks.tell(tables=tables_of(db.conn, derived=False))


def session(case: Path, needs: Mapping[str, Any]) -> int:
    """An hour in one open folder: every verb that comes back is acknowledged; the folder is never closed."""
    ws = open_workspace(case / "data")
    tell_state(ws)
    visit = str(needs["inspection"])
    finding = findings.record_finding(ws, visit, FindingDraft(description="灭火器过期", place="三车间")).value
    tell_state(ws)
    findings.amend_finding(ws, finding.id, FindingDraft(description="灭火器过期2具", place="三车间", measure="更换"))
    tell_state(ws)
    brought = Path(needs["brought"])
    added = add_photos(ws, visit, [PhotoSource(name=f"{n}.jpg", path=brought / f"{n:02}.jpg") for n in range(3)])
    tell_state(ws)
    amend_photo(ws, added.value.photos[0].id, caption="压力表")
    tell_state(ws)
    findings.withdraw_finding(ws, finding.id, "误记")
    tell_state(ws)
    undo.undo_last(ws)
    tell_state(ws)
    findings.withdraw_finding(ws, finding.id, "误记")
    tell_state(ws)
    inspections.finish_inspection(ws, visit)
    tell_state(ws)
    documents.issue_document(ws, visit, DocumentKind.INSPECTION_RECORD)
    tell_state(ws)
    order = documents.issue_document(ws, visit, DocumentKind.RECTIFICATION_ORDER).value
    tell_state(ws)
    documents.record_print(ws, order.id, 2)
    tell_state(ws)
    documents.void_document(ws, order.id, "期限写错")
    tell_state(ws)
    documents.issue_document(ws, visit, DocumentKind.RECTIFICATION_ORDER)
    tell_state(ws)
    return 0


def organs_only(case: Path, needs: Mapping[str, Any]) -> int:
    """Few small acts, for runs that are made very often."""
    ws = open_workspace(case / "data")
    tell_state(ws)
    for n in range(int(needs.get("times", 5))):
        organs.add_officer(ws, organs.OfficerDraft(name=f"王{n}", certificate_no=f"0201120{n:04}"))
        tell_state(ws)
    return 0


def damaged_parts(_: Path, needs: Mapping[str, Any]) -> int:
    """Damage parts of bundles and tell which the program took for sound, or the verifier saw otherwise."""
    outcome = damage.campaign(int(needs["seed"]), int(needs["count"]))
    for fault in outcome.faults:
        acks.tell(wrong=fault)
    acks.tell(told={"damaged parts": outcome.count})
    return 0


SCRIPTS: dict[str, Script] = {
    "session": session,
    "organs_only": organs_only,
    "flip": flip,
    "replicas": replicas.play,
    "damage": damaged_parts,
}
