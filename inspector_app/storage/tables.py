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
    "form_confirmations",
    "rule_passes",
    "number_gaps",
    "order_lives",
    "order_events",
    "services",
    "attachments",
    "reinspections",
    "verdicts",
    "sign_offs",
    "follow_ups",
    "follow_up_events",
    "spots",
    "kept_packs",
    "pack_choices",
    "law_updates",
    "phrases",
    "equipment",
    "imports",
    "devices",
    "tasks",
    "settlements",
    "unit_files",
)

# Where a row names a kept file, and of what kind it is in a bundle.
FILE_COLUMNS = (
    ("documents", "sha256", "pdf"),
    ("photos", "sha256", "photo"),
    ("inspection_packs", "sha256", "pack"),
    ("kept_packs", "sha256", "pack"),
    ("kept_packs", "source_sha256", "blob"),
    ("law_updates", "sha256", "blob"),
    ("imports", "sha256", "blob"),
    ("attachments", "sha256", "blob"),
    ("unit_files", "sha256", "blob"),
)
