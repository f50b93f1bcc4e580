# SPDX-License-Identifier: MulanPSL-2.0
"""Something worth a backup."""

from __future__ import annotations

from inspector_app.domain.document import OfficialDocument
from inspector_app.operations import inspections
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_enterprise, an_inspection, an_order


def a_paper(ws: Workspace, clock: Clock, n: int = 1) -> OfficialDocument:
    """Issue an order after an inspection: many rows, and a PDF that a row names."""
    inspection = an_inspection(ws, an_enterprise(ws, n))
    a_finding(ws, inspection)
    clock.move(hours=1)
    inspections.finish_inspection(ws, inspection.id)
    return an_order(ws, inspection.id)
