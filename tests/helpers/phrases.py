# SPDX-License-Identifier: MulanPSL-2.0
"""Findings in officers' own words, as they are made at inspections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from inspector_app.domain.finding import Finding
from inspector_app.operations import findings
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise, an_inspection

ITEM = "HZ-EQP-07"  # 3 days, its basis read in its source


def written(ws: Workspace, n: int, text: str, place: str = "灶间", *, item: str = ITEM, **changes: Any) -> Finding:
    """Let an officer write a finding of an item at the nth enterprise."""
    inspection = an_inspection(ws, an_enterprise(ws, n))
    known = next(i for i in ws.frozen_items(inspection.packs) if i.code == item)
    draft = replace(findings.draft_from_item(known, ws.today()), place=place, description=text, **changes)
    return findings.record_finding(ws, inspection.id, draft).value
