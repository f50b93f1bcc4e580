# SPDX-License-Identifier: MulanPSL-2.0
"""One English sentence for each problem of checklists, of answers and of law updates."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.problem_codes import ProblemCode

CHECKLIST_SENTENCES: Mapping[ProblemCode, str] = {
    ProblemCode.PACK_CODES_COLLIDE: (
        "The checklists “{first}” and “{second}” both have an item “{code}”; they cannot be used in one inspection."
    ),
    ProblemCode.PACK_IN_USE: (
        "Version {version} of the checklist “{pack}” is used by {count} inspections; it is kept."
    ),
    ProblemCode.PACK_BUNDLED: (
        "The checklist “{pack}” belongs to the program or lies in a folder; only imported ones can be "
        "removed. It can be switched off instead."
    ),
    ProblemCode.PACK_EXISTS: (
        "Version {version} of the checklist “{pack}” is there with another content; give the new one a higher version."
    ),
    ProblemCode.PACK_NOT_NEWEST: (
        "Version {version} of the checklist “{pack}” is older than {newest}, which is there: it is kept, but not "
        "offered for inspections."
    ),
    ProblemCode.TABLE_TOO_LARGE: "“{path}” has more than {limit} {kind}; take out what is not needed.",
    ProblemCode.FILE_EXISTS: "“{path}” is there already; name another file, or choose to write over it.",
    ProblemCode.PACK_DISABLED: "The checklist “{pack}” is switched off for this unit; switch it on in the settings.",
    ProblemCode.ANSWER_WRONG: "The answer to “{item}” must be {expected}, here it is “{found}”.",
    ProblemCode.ANSWER_OUT_OF_RANGE: (
        "The answer to “{item}” must lie between {least} and {most}, here it is {found}."
    ),
    ProblemCode.ANSWER_NOT_A_CHOICE: "“{found}” is not among the choices of “{item}”.",
    ProblemCode.ANSWER_CONSTRAINT: "“{item}”: the answer is not allowed. {message}",
    ProblemCode.ANSWER_REQUIRED: "“{item}” must be answered. {message}",
    ProblemCode.ANSWER_NOT_ASKED: "“{item}” is not asked here; nothing was kept.",
    ProblemCode.ANSWER_AT_PLACES: "“{item}” is answered at each of its places or entries; choose one of them.",
    ProblemCode.ANSWER_FAILS: "“{item}”: {found} does not meet the standard, so it cannot be compliant.",
    ProblemCode.FINDING_NOT_ASKED: (
        "Finding {ordinal} belongs to “{item}”, which is not asked any more; strike it out, or mend the answer "
        "that hides the item."
    ),
    ProblemCode.SPOT_EXISTS: "“{item}” has the place “{place}” already.",
    ProblemCode.SPOT_NOT_POSSIBLE: "“{item}” is answered once; it has neither places nor entries.",
    ProblemCode.SPOTS_TOO_MANY: "“{item}” has {count} places or entries; more cannot be added.",
    ProblemCode.ENTRIES_MISSING: "“{item}” asks for {wanted} entries, there are {count}.",
    ProblemCode.EXPRESSION_WRONG: "The expression in “{field}” cannot be read ({reason}): {text}",
    ProblemCode.EXPRESSION_NAME: "The expression in “{field}” names “{name}”, which is not there.",
    ProblemCode.EXPRESSION_CYCLE: "These items depend on each other in a circle: {items}.",
    ProblemCode.SHEET_MISSING: "The sheet “{sheet}” is missing; add it or export the checklist anew.",
    ProblemCode.SHEET_COLUMN_MISSING: "The sheet “{sheet}” has no column “{column}”; add it.",
    ProblemCode.SHEET_COLUMN_TWICE: "The sheet “{sheet}” has the column “{column}” twice; keep one.",
    ProblemCode.SHEET_CELL_WRONG: (
        "Sheet “{sheet}”, row {row}, column “{column}”: it must be {expected}, here it is “{found}”."
    ),
    ProblemCode.SHEET_CELL_MISSING: "Sheet “{sheet}”, row {row}, column “{column}”: fill it in.",
    ProblemCode.SHEET_LAW_DIFFERS: (
        "The law library has “{known}” for {law}, the sheet “{found}”; the library's counts. A law is changed by a law "
        "update, not here."
    ),
    ProblemCode.XLSFORM_FAULT: "{reason}",
    ProblemCode.AUDIT_SHAPE: "The audit file does not follow its format at {place}: {reason}",
    ProblemCode.AUDIT_EXISTS: "The audit “{name}” was imported already, as the inspection {inspection}.",
    ProblemCode.LAW_UPDATE_EMPTY: "The law update “{path}” changes nothing; it was not applied.",
    ProblemCode.LAW_UPDATE_TWICE: "The law update “{path}” was applied on {day} by {person} already.",
    ProblemCode.LAW_UPDATE_FUTURE: (
        "The day {found} is still to come, today is {today}; correct the file, or the clock of this computer."
    ),
    ProblemCode.LAW_UPDATE_OLDER: (
        "The law update “{path}” was checked earlier than what is known of “{key}”; it was not applied."
    ),
    ProblemCode.SCORE_NOT_READY: "There is no score yet: {count} items are not checked, the first is “{item}”.",
    ProblemCode.SCORE_NONE: "None of the checklists of this inspection gives a score.",
    ProblemCode.SCORE_ALL_MISSING: "Everything that is scored is not applicable here; there is nothing to score.",
    ProblemCode.SCORE_TABLE_UNKNOWN: "The score has no table “{table}”; give its number or its name.",
    ProblemCode.SCORE_TABLE_BEGUN: (
        "{count} items of “{table}” are checked, the first is “{item}”; it cannot be left out as a whole. "
        "Mark single items as not applicable instead."
    ),
    ProblemCode.WORKING_FAILS: "“{item}” is marked compliant though its calculation fails: {result} Look at it again.",
    ProblemCode.NEED_PHOTO: "“{item}” asks for a photo when it is noncompliant.",
    ProblemCode.NEED_NOTE: "“{item}” asks for a note when it is noncompliant.",
    ProblemCode.CALCULATION_INPUT: "The calculation cannot be made: {field}: {reason}",
    ProblemCode.CALCULATION_ROW: "“{row}”: {field}: {reason}",
    ProblemCode.EQUIPMENT_DUPLICATE: "“{name}” with the code “{code}” stands on the list already; amend that entry.",
    ProblemCode.EQUIPMENT_CODE_ODD: "The equipment code “{found}” has an unusual form; compare it with the plate.",
    ProblemCode.TOO_DEEP: "“{path}” is nested too deeply.",
}
