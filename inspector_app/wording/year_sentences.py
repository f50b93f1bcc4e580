# SPDX-License-Identifier: MulanPSL-2.0
"""One English sentence for each problem of a year's use: register, ledgers, figures, map, plan, draws."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.problem_codes import ProblemCode as P

YEAR_SENTENCES: Mapping[P, str] = {
    P.RECORD_EXISTS: "The enterprise has this record already ({kind}: {name}); change that one instead.",
    P.INDUSTRY_CODE_SHAPE: "“{found}” is no industry code; write it like C2672: a letter and two to four digits.",
    P.INDUSTRY_CODE_PARENT: (
        "The industry code “{found}” does not fit together: these digits belong to {expected} in {edition}. "
        "Compare with the licence."
    ),
    P.INDUSTRY_CODE_UNKNOWN: "The industry code “{found}” is not in {edition}; check it. It is kept as it is.",
    P.DISTRICT_CODE_SHAPE: (
        "“{found}” is no district code; write six digits (county), nine (township) or twelve (village)."
    ),
    P.DISTRICT_CODE_UNKNOWN: (
        "The district code “{found}” is not in the table of {edition}; check it. It is kept as it is."
    ),
    P.DISTRICT_CODE_OLD: "The district code “{found}” was replaced by {now} ({name}); use the new one.",
    P.CODE_TABLE_HEAD: (
        "“{file}”, line {line}: “{found}” does not belong at the head, or stands there twice; possible: {allowed}."
    ),
    P.CODE_TABLE_HEAD_MISSING: "“{file}”: the head has no “{head}”; write it there, above the columns.",
    P.CODE_TABLE_HEAD_VALUE: "“{file}”, line {line}: “{found}” is not possible for “{head}”; possible: {allowed}.",
    P.CODE_TABLE_COLUMNS: "“{file}”, line {line}: the columns must be “{allowed}”, here they are “{found}”.",
    P.CODE_TABLE_CELLS: "“{file}”, line {line}: “{found}” has too many cells or unmatched quotes.",
    P.CODE_TABLE_TEXT: (
        "“{file}”, line {line}: the text of “{found}” is missing, longer than {limit} characters, or holds "
        "characters that cannot be printed."
    ),
    P.CODE_TABLE_CODE: "“{file}”, line {line}: “{found}” is no code; write it like {allowed}.",
    P.CODE_TABLE_TWICE: "“{file}”, line {line}: “{found}” stands in line {first} already; keep one of them.",
    P.CODE_TABLE_CLASH: (
        "“{file}”, line {line}: the letter of “{found}” is another one than that of “{wanted}” in line {first}."
    ),
    P.CODE_TABLE_PARENT: (
        "“{file}”, line {line}: “{found}” is a part of “{wanted}”, which the table does not have though "
        "“covers” says that its level is there in full."
    ),
    P.CODE_TABLE_NOW: (
        "“{file}”, line {line}: “{found}” is said to be replaced by “{now}”, which the table does not have "
        "as a code in use."
    ),
    P.CODE_TABLE_NONE_OF: (
        "“{file}”, line {line}: “covers” says that {found} is there in full, but the table has nothing of it."
    ),
    P.CODE_TABLE_MORE: "“{file}” has {count} more faults that are not listed here.",
    P.ENTERPRISE_UNKNOWN: (
        "“{name}” ({credit_code}) is not in the register; register it first, or correct the name or the code."
    ),
    P.SELF_REPORT_COUNTS: "It says {found} hazards, but {listed} are listed; correct the number or the list.",
    P.MAP_SHAPE: "“{field}” is not as GeoJSON has it; expected: {expected}.",
    P.MAP_DATUM: (
        "The positions are of another datum ({found}). Only WGS-84 is taken in: have the file converted from "
        "GCJ-02 or CGCS2000 projections to WGS-84 longitude and latitude, then read it again."
    ),
    P.MAP_DATUM_MISSING: (
        "The file does not say of which datum its positions are. Maps in China are mostly GCJ-02, some hundred "
        "metres off. If it is WGS-84, say so when reading it (--datum WGS-84)."
    ),
    P.MAP_POSITION: "“{field}” is not in China ({found}); longitude comes first, then latitude, both in degrees.",
    P.MAP_TOO_MANY: "“{field}” holds more than {limit}; make the file smaller, or simplify the outlines.",
    P.MORE_FAULTS: "There are {count} more faults that are not listed here.",
    P.MAP_MORE_FAULTS: "There are {count} more faults that are not listed here.",
    P.MAP_PLACE_AMBIGUOUS: "{count} enterprises are called “{name}” ({field}); give the credit code in the file.",
    P.MAP_PLACE_TWICE: "“{name}” stands in the file twice ({first}, {field}); keep one of them.",
    P.FIGURE_EXCEEDS: "{figure} ({found}) is more than {other} ({allowed}); look which one is wrong.",
    P.FIGURE_SUM: (
        "{figure}: the groups ({dimension}) add up to {found}, the whole is {allowed}; check the data folder."
    ),
    P.FIGURE_FELL: (
        "{figure} ({found}) is less than at the end of the period before ({allowed}); findings were taken back."
    ),
    P.FIGURE_VISITS_BARE: (
        "{count} visits of the period have no inspection record; make the records, or count them out."
    ),
    P.FIGURE_NOT_ACCEPTED: "{count} closed findings have no accepting person or no day; complete their sign-off.",
    P.FIGURE_SPOT_FINE: (
        "The fine on the spot of case {number} ({found} yuan) is above the legal {allowed} yuan; check it."
    ),
    P.REPORT_CHECKS: (
        "The figures have {count} problems. Mend them, or make the report in spite of them; then it says so on paper."
    ),
    P.REPORT_UNKNOWN: "There is no report “{name}”; possible: {allowed}.",
    P.PERIOD_TOO_LONG: "The period is {years} years long; at most {limit} years are counted at once.",
    P.CASE_FINE_MISSING: "Case {number}: a fine was chosen; state its amount.",
    P.CASE_FINE_WITHOUT: "Case {number}: an amount is stated; choose the fine among the penalties too.",
    P.CASE_OVERPAID: "Case {number}: {found} yuan were paid of {allowed}; check both amounts.",
    P.CASE_NUMBER_EXISTS: "The case number {number} is taken ({name}); check it.",
    P.CASE_PERSON_MISSING: "Case {number}: state which person is punished.",
    P.LEDGER_TOO_LONG: (
        "The ledger has {count} rows; a {kind} takes at most {limit}. Filter more, or write another kind of file."
    ),
    P.VIEW_NAME: "No filter “{name}” is saved for this ledger; check the name against the list.",
}
