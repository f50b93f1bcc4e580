# SPDX-License-Identifier: MulanPSL-2.0
"""Which tables are journalled; every one has a text key `id` and is written only inside an operation."""

from __future__ import annotations

JOURNALLED = (
    "organ",
    "officers",
    "enterprises",
    "inspections",
    "inspection_packs",
    "inspection_people",
    "answers",
    "findings",
    "photos",
    "document_drafts",
    "number_blocks",
    "documents",
    "document_lines",
)
