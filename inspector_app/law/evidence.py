# SPDX-License-Identifier: MulanPSL-2.0
"""The words and the limit of the printed photo evidence (`evidence.toml`), read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from inspector_app.law.case_file import CaseWords, load_words

FILE_NAME = "evidence.toml"

# Every word with the slots that it may hold.
WORDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "evidence": {
        name: frozenset(slots.split())
        for name, slots in {
            "title": "", "number": "", "proves": "", "taker": "", "taken_at": "", "visit": "", "added_at": "",
            "added_by": "", "place": "", "position": "", "camera": "", "source_of": "", "file_name": "", "format": "",
            "bytes": "", "sha256": "", "sm3": "", "clock": "", "enterprise": "",
            "officers": "", "unknown": "", "from_to": "first last", "size": "bytes width height",
            "offset_ahead": "seconds", "offset_behind": "seconds", "offset_none": "", "offset_unknown": "",
            "far_minutes": "", "time_far": "minutes limit", "time_within": "limit", "time_unknown": "", "marked": "",
            "intact": "", "masked_copy": "", "statement": "", "sign_officer": "", "sign_party": "", "sign_day": "",
            "page": "page pages",
            "continued": "title", "demo": "", "stamp": "organ time place officers number", "tray": "",
            "origin_card": "", "origin_folder": "", "origin_file": "", "origin_drag": "", "origin_paste": "",
            "origin_camera": "", "origin_paper": "", "origin_command": "",
        }.items()
    }
}  # fmt: skip


def load_evidence_words(folder: Path) -> CaseWords:
    """Read the file. Refuses every fault at once."""
    return load_words(folder, FILE_NAME, WORDS)
