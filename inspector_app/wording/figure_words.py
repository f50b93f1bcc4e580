# SPDX-License-Identifier: MulanPSL-2.0
"""The words of figures: what each is called, in which unit it counts, and how it is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.figures import Dimension, Figure, FigureKey, FigureUnit
from inspector_app.wording.catalogue import tr, translate
from inspector_app.wording.figure_formulas import FORMULAS

FIGURE_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    FigureKey: {
        FigureKey.ENTERPRISES: "Units inspected",
        FigureKey.VISITS: "Visits made",
        FigureKey.FINDINGS: "Hazards found",
        FigureKey.GENERAL: "General hazards",
        FigureKey.MAJOR: "Major hazards",
        FigureKey.RECTIFIED: "Hazards rectified",
        FigureKey.GENERAL_RECTIFIED: "General hazards rectified",
        FigureKey.MAJOR_RECTIFIED: "Major hazards rectified",
        FigureKey.UNRECTIFIED: "Hazards not rectified",
        FigureKey.OVERDUE: "Hazards overdue",
        FigureKey.SUPERVISED: "Hazards under listed supervision",
        FigureKey.ALL_FOUND: "Hazards found, cumulative",
        FigureKey.ALL_RECTIFIED: "Hazards rectified, cumulative",
        FigureKey.DOCUMENTS: "Documents made",
        FigureKey.RECORDS: "Inspection records",
        FigureKey.ORDERS: "Rectification orders",
        FigureKey.MEASURES: "On-site measures",
        FigureKey.EQUIPMENT_ORDERS: "Special equipment orders",
        FigureKey.REINSPECTIONS: "Re-inspections made",
        FigureKey.CASES: "Cases opened",
        FigureKey.PENALTIES: "Penalties decided",
        FigureKey.FINES: "Fines decided",
        FigureKey.RECEIVED: "Fines received",
        FigureKey.SUSPENDED: "Units told to stop",
        FigureKey.REVOKED: "Licences revoked",
        FigureKey.CLOSURE_PROPOSED: "Closures proposed",
        FigureKey.CLOSED_DOWN: "Units closed down",
        FigureKey.TALKS: "Units talked to",
        FigureKey.JOINT_PUNISHMENTS: "Joint punishments",
        FigureKey.OFFICERS: "Active officers",
        FigureKey.BASE: "Objects of inspection",
        FigureKey.FUNDS: "Funds for rectification",
        FigureKey.LEADERS_VISITS: "Visits of leaders",
        FigureKey.RATE: "Rectification rate",
        FigureKey.GENERAL_RATE: "Rectification rate of general hazards",
        FigureKey.MAJOR_RATE: "Rectification rate of major hazards",
        FigureKey.DYNAMIC_RATE: "Dynamic rectification rate",
        FigureKey.ON_TIME_RATE: "Rate of rectification in time",
        FigureKey.OVERDUE_RATE: "Overdue rate",
        FigureKey.REINSPECTION_RATE: "Re-inspection rate",
        FigureKey.FIRST_PASS_RATE: "Passed at the first re-inspection",
        FigureKey.SUPERVISION_RATE: "Supervision rate",
        FigureKey.SIGN_OFF_RATE: "Sign-off rate",
        FigureKey.COVERAGE: "Coverage of inspection",
        FigureKey.PLAN_RATE: "Plan fulfilment",
        FigureKey.PLAN_WORKDAYS_RATE: "Plan fulfilment by workdays",
        FigureKey.CASE_RATE: "Case rate",
        FigureKey.RANDOM_SHARE: "Share of random visits",
        FigureKey.PAYMENT_RATE: "Payment rate of fines",
        FigureKey.DENSITY: "Hazards a visit",
        FigureKey.VISITS_PER_OFFICER: "Visits an officer",
        FigureKey.PUBLICATION_RATE: "Publication in time",
    },
    FigureUnit: {
        FigureUnit.UNITS: "units",
        FigureUnit.VISITS: "visits (times)",
        FigureUnit.FINDINGS: "items",
        FigureUnit.DOCUMENTS: "documents (copies)",
        FigureUnit.CASES: "cases (number)",
        FigureUnit.MONEY: "ten thousand yuan",
        FigureUnit.PERSONS: "persons",
        FigureUnit.TIMES: "times",
        FigureUnit.DAYS: "days (number)",
        FigureUnit.PERCENT: "percent",
        FigureUnit.FINDINGS_PER_VISIT: "items a visit",
        FigureUnit.VISITS_PER_PERSON: "visits a person",
    },
    Dimension: {
        Dimension.SECTOR: "By sector",
        Dimension.DISTRICT: "By district",
        Dimension.MONTH: "By month",
        Dimension.OFFICER: "By officer",
        Dimension.CLAUSE: "By clause",
    },
}


def title(key: FigureKey) -> str:
    """Give what a figure is called; one whose definition is only proposed is marked （待核）."""
    name = translate(FIGURE_WORDS[FigureKey][key])
    return tr("{name} (to be verified)", name=name) if key.is_unverified else name


def unit_word(key: FigureKey) -> str:
    """Give the unit of a figure: 家, 家次, 项 ..."""
    return translate(FIGURE_WORDS[FigureUnit][Figure(key=key, value=None).unit])


def formula(key: FigureKey) -> str:
    """Say in a few words how a figure is worked out."""
    return translate(FORMULAS[key])


def figure_text(figure: Figure) -> str:
    """Give the number as it is printed, without its unit; 未登记 for what nobody records here."""
    return figure.text if figure.is_known else tr("not recorded")


def figure_said(figure: Figure) -> str:
    """Give the number with its unit, as in a sentence: 96.0%, 79812家, 未登记."""
    if not figure.is_known or figure.value is None:
        return figure_text(figure)
    return tr("{number}{unit}", number=figure.text, unit=unit_word(figure.key))
