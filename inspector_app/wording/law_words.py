# SPDX-License-Identifier: MulanPSL-2.0
"""The English word of every value that the data of law and forms uses: periods, marks, kinds of fields."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.document_fields import FieldType
from inspector_app.domain.due import DueKind
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.periods import PeriodUnit

LAW_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    FactMark: {
        FactMark.V: "Verified",
        FactMark.V2ND: "To be verified",
        FactMark.FM: "To be verified",
        FactMark.P: "Set by this program",
    },
    PeriodUnit: {
        PeriodUnit.WORKING_DAYS: "working days",
        PeriodUnit.CALENDAR_DAYS: "calendar days",
        PeriodUnit.HOURS: "hours",
        PeriodUnit.MONTHS: "months",
        PeriodUnit.YEARS: "years",
    },
    DueKind: {
        DueKind.DEADLINE: "Deadline of an order",
        DueKind.REINSPECTION: "Re-inspection due",
        DueKind.EXTENSION: "Reply to a request for extension",
        DueKind.SEIZURE: "End of sealing or seizure",
        DueKind.PRESERVATION: "Decision about preserved evidence",
        DueKind.SUSPENSION: "Longest term of a suspension",
        DueKind.SERVICE: "Service of a decision",
        DueKind.SUPERVISION: "Listed supervision",
        DueKind.RESUMPTION: "Stop and resumption",
        DueKind.TRANSFER: "Transfer",
        DueKind.TALK: "Talk",
    },
    FieldType: {
        FieldType.TEXT: "Text",
        FieldType.LONG: "Long text",
        FieldType.DAY: "Date",
        FieldType.TIME: "Time",
        FieldType.NUMBER: "Number",
        FieldType.MONEY: "Amount",
        FieldType.CHOICE: "Choice",
        FieldType.CHOICES: "Choices",
        FieldType.FLAG: "Yes or no",
        FieldType.ROWS: "Rows",
    },
}
