# SPDX-License-Identifier: MulanPSL-2.0
"""The papers of plans and draws as the bytes of a file; made in a reading job."""

from __future__ import annotations

from inspector_app.ledgers import draw_paper, draws, plan_paper
from inspector_app.workspace import Workspace


def plan_pages(ws: Workspace, plan_id: str) -> bytes:
    """Give a plan as PDF."""
    return plan_paper.plan_paper(ws, plan_id).pdf


def draw_pages(ws: Workspace, draw_id: str) -> bytes:
    """Give the record of a draw as PDF."""
    return draw_paper.draw_paper(ws, draw_id).pdf


def draw_record(ws: Workspace, draw_id: str) -> bytes:
    """Give the file from which a draw can be recomputed."""
    return draws.record_bytes(ws, draw_id)
