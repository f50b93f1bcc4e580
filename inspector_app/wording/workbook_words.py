# SPDX-License-Identifier: MulanPSL-2.0
"""What should have stood in a cell of a workbook, in English for people."""

from __future__ import annotations

from collections.abc import Mapping

WORKBOOK_EXPECTED: Mapping[str, str] = {
    "yes or no": "yes or no",
    "text without blanks": "a name without blanks",
    "JSON text": "what the program wrote",
    "the name of a list in the sheet choices": "a type whose list stands in the sheet choices",
    "a type of the list": "one of the types in the drop-down list",
    "a kind that fits the type": "a kind that fits the type in the same row",
    "begin_group or begin_repeat with its end below": "closed by its end_group or end_repeat below",
    "an end that fits the begin above it": "the end of what begins above it",
    "a row between begin_group and end_group": "inside a section, between begin_group and end_group",
    "the code of a row begin_repeat": "the code of a row begin_repeat",
    "empty where the deadline has no days": "empty, unless the deadline is “限期”",
    "a section that occurs once": "another name: each section occurs once",
    "another code than meta": "another code: XLSForm keeps this one for itself",
    "a-z, 0-9, _": "small letters, digits and _, beginning with a letter",
    "2026.11.1": "numbers with dots, such as 2026.11.1",
}

TABLE_PARTS: Mapping[str, str] = {
    "rows": "rows",
    "columns": "columns",
    "cells": "cells",
    "sheets": "sheets",
    "characters": "characters",
    "entries": "entries",
}
