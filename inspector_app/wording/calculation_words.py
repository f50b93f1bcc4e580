# SPDX-License-Identifier: MulanPSL-2.0
"""Words of calculations and of the equipment list: fields, reasons, states."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.equipment import DueState

CALCULATION_FIELDS: Mapping[str, str] = {
    "inputs": "Inputs of the calculation",
    "calculator": "Calculator",
    "units": "Units of the installation",
    "declared": "Declared by the enterprise",
    "persons": "Persons",
    "substances": "Substances",
    "q": "Quantity q",
    "limit": "Critical quantity Q",
    "limit_source": "Source of the limit",
    "category": "Category",
    "beta": "Factor β",
    "beta_source": "Source of β",
    "rule": "Rule of the standard",
    "machines": "Machines",
    "amount": "Quantity",
    "limit_persons": "Approved persons",
    "limit_machines": "Approved machines",
    "limit_amount": "Approved quantity",
    "rows": "Rows",
    "on": "Reference day",
    "registration": "Registration number",
    "safety_class": "Safety class",
    "inspected_on": "Last inspection",
    "due_on": "Next inspection",
    "in_use_since": "In use since",
    "value": "Value",
}
CALCULATION_REASONS: Mapping[str, str] = {
    "missing": "it is missing",
    "not a number": "it is no number",
    "not a text": "it is no text",
    "not a date": "it is no date",
    "not whole": "it is no whole number",
    "not printable": "it holds a character that cannot be printed",
    "not among the choices": "it is not among the choices",
    "not in the table": "the table does not hold it; fill it in with its source",
    "too small": "it must be greater than 0",
    "negative": "it must not be negative",
    "too large": "it is too large or has too many decimals",
    "too long": "it is too long",
    "other unit": "use the unit of the rule",
}
CALCULATION_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    DueState: {
        DueState.FINE: "Within its period",
        DueState.SOON: "Due soon",
        DueState.OVERDUE: "Inspection overdue",
        DueState.OPEN: "Look at the report",
    },
}
