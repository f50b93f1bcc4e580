# SPDX-License-Identifier: MulanPSL-2.0
"""The words of the printed year's plan and of the printed record of a draw (`planning.toml`), read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from inspector_app.law.case_file import CaseWords, load_words

FILE_NAME = "planning.toml"

# Every word with the slots that it may hold.
WORDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    part: {name: frozenset(slots.split()) for name, slots in words.items()}
    for part, words in {
        "draw": {
            "title": "", "title_frozen": "", "title_void": "", "name": "", "place": "", "operator": "",
            "supervisor": "", "witness": "", "frozen_at": "", "seed_at": "", "drawn_at": "", "bases": "", "base": "",
            "listed": "",
            "drawable": "", "sha256": "", "objects": "", "officers": "", "filter": "", "filter_none": "",
            "filter_part": "name values", "districts": "", "sectors": "", "grades": "", "risk_grades": "",
            "with_hazard": "", "with_equipment": "", "officers_note": "text", "per_unit": "count", "strata": "",
            "stratum": "", "rest": "", "quota": "", "rule": "", "rule_count": "count", "rule_percent": "percent",
            "rule_weight": "weight", "rule_all": "", "excluded": "", "excluded_why": "", "excluded_objects": "",
            "excluded_officers": "", "excluded_named": "", "reason": "", "visited": "", "capped": "", "drawn": "",
            "suspended": "", "named": "", "expired": "", "is_operator": "", "is_supervisor": "", "avoids": "",
            "avoidances": "", "officer": "", "unit": "", "all_units": "", "seed": "", "seed_source": "",
            "seed_by_hand": "", "algorithm": "name", "algorithm_text": "", "result": "", "ordinal": "",
            "place_of": "stratum rank", "rank": "", "pair": "name number", "remark": "",
            "replaced_by": "number", "replaces_unit": "number reason", "replaces_officer": "number name reason",
            "frozen_hash": "hash", "result_hash": "hash", "record_hash": "hash", "recompute": "",
            "published": "day channel link", "published_day": "day", "void": "reason", "signer": "", "signature": "",
            "date": "", "blank_date": "", "join": "", "end_row": "", "continued": "title", "page": "page pages",
            "demo": "", "hazmat": "", "construction": "", "special_equipment": "", "fireworks": "", "other": "",
            "red": "", "orange": "", "yellow": "", "blue": "", "grade": "grade", "text": "name text", "none": "",
        },
        "plan": {
            "title": "year", "version": "version", "draft": "", "officers": "", "statutory_days": "", "all_days": "",
            "all_days_text": "days officers sum", "other_days": "", "idle_days": "", "visit_days": "",
            "visit_days_text": "sum other idle rest", "approved_by": "", "approval_no": "", "approved_on": "",
            "filed_with": "", "filed_on": "", "months": "", "month": "", "month_text": "month", "total": "", "key": "",
            "general": "", "workdays": "", "key_units": "", "general_units": "", "ordinal": "", "unit": "",
            "credit_code": "", "reason": "", "items": "", "people": "", "changes": "", "day": "", "change": "",
            "approver": "", "add": "", "cancel": "", "postpone": "", "restore": "", "change_workdays": "",
            "cancelled": "", "reason_of": "", "text": "name text", "join": "", "end_row": "", "continued": "title",
            "page": "page pages", "demo": "", "count": "count", "note": "",
        },
    }.items()
}  # fmt: skip


def load_planning_words(folder: Path) -> CaseWords:
    """Read the file. Refuses every fault at once."""
    return load_words(folder, FILE_NAME, WORDS)
