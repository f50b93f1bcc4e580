# SPDX-License-Identifier: MulanPSL-2.0
"""Words inside the problems of answers and expressions: fields, what was expected, why it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

ANSWER_FIELDS: Mapping[str, str] = {
    "value": "Value",
    "author": "Who answered",
    "private_note": "Note that is not printed",
    "relevant": "Shown when",
    "constraint": "Allowed when",
    "required": "Must be answered",
    "calculation": "Calculation of the value",
    "default": "Value to begin with",
    "choice_filter": "Filter of the choices",
    "read_only": "Not to be typed",
    "repeat_count": "Count of entries",
    "trigger": "Computed anew when",
}

ANSWER_TYPES: Mapping[str, str] = {
    "step": "a value of the scale",
    "one line": "one line of at most 200 characters",
    "date and time": "a date and a time like 2026-11-22 09:05",
    "position": "latitude and longitude in degrees",
    "calculation": "a calculation of this item",
    "result": "compliant, noncompliant or not applicable",
}

EXPRESSION_REASONS: Mapping[str, str] = {
    "too_long": "it is longer than 4000 characters",
    "too_deep": "it is nested too deeply",
    "full_width": "a sign stands in it in its Chinese full-width form",
    "function": "this function is not known here",
    "arguments": "a function has too few or too many arguments",
    "syntax": "it is not written as an expression",
    "path": "other items are named by their code alone, not by a path",
    "reference": "the name of an item must stand here",
    "pattern": "the regular expression cannot be used",
}
