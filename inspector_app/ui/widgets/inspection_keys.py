# SPDX-License-Identifier: MulanPSL-2.0
"""The keys of an inspection, as F1 names them."""

from __future__ import annotations

from inspector_app.wording import tr


def inspection_keys() -> list[tuple[str, str]]:
    """Name the keys, the most used first."""
    return [
        ("1 2 3", tr("Compliant, noncompliant, not applicable")),
        ("1 2 3", tr("On points: full marks, take points off, not on this site")),
        ("1 – 9", tr("On choices: take the one with this number")),
        ("0", tr("Clear the answer")),
        ("0–9 A–Z", tr("On what is filled in: typing begins the answer, F2 amends it, Del clears it")),
        (tr("Enter / Esc in a field"), tr("Keep the answer and go on; take back what was typed")),
        ("+", tr("One more place or entry of the item")),
        ("↑ ↓ PgUp PgDn", tr("Move through the items")),
        ("Enter / Esc", tr("Into the finding and back")),
        ("Tab / Shift+Tab", tr("Next and previous slot 〔…〕 or field")),
        ("Ctrl+Enter", tr("Done with the finding: on to the next item")),
        ("/", tr("Search items")),
        ("F", tr("Record a finding that belongs to no item")),
        ("N", tr("Note for the item")),
        ("Ctrl+P", tr("Add photos to the finding")),
        ("Alt+↓", tr("Published phrases for the finding")),
        ("F9", tr("Finish inspection")),
        ("Alt+←", tr("All inspections")),
    ]
