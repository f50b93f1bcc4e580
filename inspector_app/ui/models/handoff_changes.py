# SPDX-License-Identifier: MulanPSL-2.0
"""What screens must read again after a hand-over: data of other laptops may have touched every table."""

from __future__ import annotations

from inspector_app.domain.change import Changes, Op

EVERY_TABLE = (
    "organ", "officers", "enterprises", "inspections", "inspection_packs", "inspection_people", "answers", "findings",
    "photos", "document_drafts", "number_blocks", "documents", "document_lines", "form_confirmations", "rule_passes",
    "number_gaps", "order_lives", "order_events", "services", "attachments", "reinspections", "verdicts", "sign_offs",
    "follow_ups", "follow_up_events", "spots", "kept_packs", "pack_choices", "law_updates", "phrases", "equipment",
    "imports", "devices", "tasks", "settlements", "unit_files", "finding_acts", "penalty_cases", "licences",
    "major_hazards", "insurances", "credit_listings", "self_reports", "self_findings", "triages", "plans", "plan_units",
    "plan_changes", "draws", "draw_picks", "security_events", "officer_keys", "document_signatures",
)  # fmt: skip


def all_changed() -> Changes:
    """Give changes that make every screen read again; no single operation stands behind them."""
    unnamed: frozenset[str] = frozenset({""})
    return Changes(op=Op.SETTLE_CONFLICT, operation_id="", touched=dict.fromkeys(EVERY_TABLE, unnamed))
