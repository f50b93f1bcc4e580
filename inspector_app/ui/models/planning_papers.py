# SPDX-License-Identifier: MulanPSL-2.0
"""The papers of plans and draws for the printer: whole, for they are what is signed; made in a reading job."""

from __future__ import annotations

from inspector_app.domain.account import Act
from inspector_app.ledgers import draw_paper, plan_paper
from inspector_app.workspace import Workspace


def plan_pages(ws: Workspace, plan_id: str) -> bytes:
    """Give a plan as PDF. Refuses NOT_PERMITTED."""
    ws.need(Act.PRINT)
    return plan_paper.plan_paper(ws, plan_id).pdf


def draw_pages(ws: Workspace, draw_id: str) -> bytes:
    """Give the record of a draw as PDF. Refuses NOT_PERMITTED."""
    ws.need(Act.PRINT)
    return draw_paper.draw_paper(ws, draw_id).pdf
