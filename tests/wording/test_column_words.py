# SPDX-License-Identifier: MulanPSL-2.0
"""Every table that travels and each of its columns can be named when laptops say different things of a row."""

from __future__ import annotations

import pytest

from inspector_app.storage.column_words import COLUMNS as RULES
from inspector_app.storage.row_rules import FIXED
from inspector_app.storage.tables import JOURNALLED
from inspector_app.wording.conflict_words import COLUMNS, TABLES
from inspector_app.wording.values import FIELDS

NEVER_SHOWN = {"settlements", "document_lines"}  # neither ever changes


@pytest.mark.parametrize("table", [t for t in JOURNALLED if t not in NEVER_SHOWN])
def test_a_table_and_its_columns_have_words(table: str) -> None:
    assert table in TABLES
    named = {*COLUMNS, *FIELDS}
    changing = RULES[table].keys() - {"id"} - FIXED.get(table, frozenset())
    assert not {c for c in changing if c not in named and f"{table}.{c}" not in named}
