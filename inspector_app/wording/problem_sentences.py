# SPDX-License-Identifier: MulanPSL-2.0
"""One English sentence for each problem: what is wrong and what to do; the catalogue has the Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.problem_codes import ProblemCode
from inspector_app.wording.checklist_sentences import CHECKLIST_SENTENCES
from inspector_app.wording.handoff_sentences import HANDOFF_SENTENCES
from inspector_app.wording.planning_words import PLANNING_SENTENCES
from inspector_app.wording.protection_sentences import PROTECTION_SENTENCES
from inspector_app.wording.year_sentences import YEAR_SENTENCES

SENTENCES: Mapping[ProblemCode, str] = {
    ProblemCode.FILE_MISSING: "The file “{path}” is not there; check the name and the folder.",
    ProblemCode.FILE_UNREADABLE: "The file “{path}” cannot be read ({reason}); check it and try again.",
    ProblemCode.FILE_TOO_LARGE: "The file “{path}” is too large ({size}, at most {limit} is taken).",
    ProblemCode.FILE_CHANGED: ("The stored file “{name}” is no longer what was filed; restore it from a backup."),
    ProblemCode.FOLDER_NOT_WRITABLE: (
        "Nothing can be written to “{path}”; choose another folder or ask for the right to write there."
    ),
    ProblemCode.DISK_FULL: "The disk is full: “{path}” was not written. Make room, then try again.",
    ProblemCode.STORAGE_FAILED: (
        "The disk refused to write “{path}”; nothing was changed. Check the disk, then try again."
    ),
    ProblemCode.WORKSPACE_MISSING: (
        "There is no inspection data in “{path}”; make it first, or choose the right folder."
    ),
    ProblemCode.WORKSPACE_EXISTS: "There is inspection data in “{path}” already; choose an empty folder.",
    ProblemCode.WORKSPACE_NEWER: (
        "The data in “{path}” was made by a newer program (version {found}, this one knows "
        "{known}): it can only be read. Install the newer program."
    ),
    ProblemCode.WORKSPACE_BUSY: "The data in “{path}” is in use by another window; close it, then try again.",
    ProblemCode.WORKSPACE_DAMAGED: (
        "The data in “{path}” is damaged ({detail}); restore it from a backup and keep the damaged folder."
    ),
    ProblemCode.WORKSPACE_KEY: "The data in “{path}” does not open with this key; check the key.",
    ProblemCode.VALUE_MISSING: "“{field}” is missing; fill it in.",
    ProblemCode.VALUE_WRONG_TYPE: "“{field}” must be {expected}, here it is {found}.",
    ProblemCode.VALUE_NOT_ALLOWED: "“{field}” cannot be “{found}”; allowed: {allowed}.",
    ProblemCode.VALUE_UNKNOWN_KEY: "“{field}” is not known here and is passed over; check how it is written.",
    ProblemCode.TEXT_TOO_LONG: "“{field}” is too long: {length} characters, at most {limit}. Shorten it.",
    ProblemCode.ISSUE_DATE_IN_FUTURE: "The date of issue {issued_on} is still to come; today is {today}.",
    ProblemCode.DATE_WRONG: "“{found}” is no date; write “{field}” like 2026-12-05.",
    ProblemCode.TIME_WRONG: "“{found}” is no time; write “{field}” like 2026-11-20T09:05+08:00.",
    ProblemCode.TIME_ORDER: "“{earlier}” must come before “{later}”; correct the times.",
    ProblemCode.SYNTAX_WRONG: "“{path}” is not well written in line {line}: {reason}.",
    ProblemCode.NOT_FOUND: "The {kind} “{id}” is not there; check it against the list.",
    ProblemCode.CHANGED_MEANWHILE: (
        "The {kind} “{id}” was changed in the meantime; look at it again, then repeat the step."
    ),
    ProblemCode.NOTHING_TO_UNDO: "There is nothing to undo.",
    ProblemCode.UNDO_BARRIER: "“{op}” cannot be undone: it stands on paper already.",
    ProblemCode.CREDIT_CODE_LENGTH: (
        "The credit code “{found}” does not have 18 characters; copy it from the licence."
    ),
    ProblemCode.CREDIT_CODE_CHARACTER: (
        "The credit code “{found}” holds “{character}”, which never occurs there; perhaps "
        "“{suggestion}” is meant. Compare with the licence."
    ),
    ProblemCode.CREDIT_CODE_CHECK_DIGIT: (
        "The last character of the credit code “{found}” does not fit the others (computed: "
        "{expected}); one of them is wrong. Compare with the licence."
    ),
    ProblemCode.ENTERPRISE_DUPLICATE: ("The enterprise “{name}” ({credit_code}) is listed already; keep one entry."),
    ProblemCode.ENTERPRISE_NAME_DIFFERS: (
        "The credit code {credit_code} is registered for “{known}”, here it says “{found}”; compare with the licence."
    ),
    ProblemCode.PHONE_ODD: "“{found}” does not look like a phone number; check it.",
    ProblemCode.COLUMN_MISSING: "The table has no column “{column}”; add it to the first row.",
    ProblemCode.ROW_WRONG: ("Row {row}, column “{column}”: {reason}. Correct it in the table and import again."),
    ProblemCode.TABLE_EMPTY: "The table holds no rows; check whether it is the right file.",
    ProblemCode.ORGAN_INCOMPLETE: "The organ's “{field}” is not filled in; add it in the settings.",
    ProblemCode.ORGAN_WITHOUT_POWER: (
        "This organ has no power to issue “{form}”; hand the case to the organ that has."
    ),
    ProblemCode.OFFICER_DUPLICATE: ("The certificate number {certificate_no} ({name}) is on the roster already."),
    ProblemCode.OFFICER_NAME_DIFFERS: (
        "The certificate number {certificate_no} belongs to “{known}”, here it says “{found}”; check the certificate."
    ),
    ProblemCode.CERTIFICATE_LENGTH: (
        "The certificate number “{found}” is too short or too long; check the certificate."
    ),
    ProblemCode.CERTIFICATE_EXPIRED: (
        "The certificate of {name} is not valid on that day (valid until {valid_to}); let another officer act."
    ),
    ProblemCode.TOO_FEW_OFFICERS: (
        "An inspection needs at least {least} different officers, here there are {count}; add one."
    ),
    ProblemCode.NO_PACK: "No checklist is chosen; choose at least one.",
    ProblemCode.PACK_UNKNOWN: "The checklist “{pack}” is not there; choose one from the list.",
    ProblemCode.PACK_FAULTY: "The checklist “{pack}” has faults and cannot be used; check it first.",
    ProblemCode.ITEM_UNKNOWN: "The item “{item}” is in none of the chosen checklists; check its code.",
    ProblemCode.ITEM_SUPERSEDED: ("The item “{item}” is replaced by “{by}” of the industry's checklist; use that one."),
    ProblemCode.ANSWER_CONTRADICTS_FINDING: (
        "The item “{item}” has a finding, but is answered otherwise; correct the answer or withdraw the finding."
    ),
    ProblemCode.NONCOMPLIANT_WITHOUT_FINDING: (
        "The item “{item}” is noncompliant, but has no finding; record what was seen."
    ),
    ProblemCode.ITEMS_NOT_CHECKED: "{count} items are not checked yet; they never count as compliant.",
    ProblemCode.INSPECTION_FINISHED: "This inspection is finished and takes no more changes.",
    ProblemCode.INSPECTION_NOT_FINISHED: "This inspection is not finished yet; finish it first.",
    ProblemCode.INSPECTION_IN_FUTURE: "The time {found} lies in the future (now it is {now}); correct it.",
    ProblemCode.FINDING_DUPLICATE: (
        "This finding repeats “{first}”: same item, place and description. Keep one of them."
    ),
    ProblemCode.FINDING_FROZEN: ("This finding stands in the issued document {number} and can no longer be changed."),
    ProblemCode.FINDING_WITHDRAWN: "This finding was withdrawn and can no longer be changed.",
    ProblemCode.FINDING_NO_PLACE: "Finding {ordinal} says no place; write where it was seen.",
    ProblemCode.FINDING_NO_DESCRIPTION: "Finding {ordinal} says nothing; write what was seen.",
    ProblemCode.FINDING_SLOT_OPEN: "Finding {ordinal} still holds the blank {slot}; fill it in or delete it.",
    ProblemCode.FINDING_NO_BASIS: "Finding {ordinal} names no legal basis; add one.",
    ProblemCode.FINDING_NO_PHOTO: "Finding {ordinal} has no photo; add one if you can.",
    ProblemCode.FINDING_NO_MEASURE: "Finding {ordinal} asks for nothing; write what must be done.",
    ProblemCode.MAJOR_DISTANT_DEADLINE: (
        "Finding {ordinal} is a major hazard, but is due only far from now; check the deadline."
    ),
    ProblemCode.BASIS_NOT_IN_FORCE: ("Finding {ordinal}: “{clause}” is not in force on {date}; choose another basis."),
    ProblemCode.BASIS_UNVERIFIED: (
        "Finding {ordinal}: the basis “{clause}” has not been verified; look it up and confirm it before it is printed."
    ),
    ProblemCode.REASON_MISSING: "A reason is needed to {act}; write it down.",
    ProblemCode.PHOTO_BROKEN: (
        "The photo “{name}” cannot be taken: {reason}. Choose the original again, or take it anew."
    ),
    ProblemCode.PHOTO_FORMAT: ("“{name}” is not a photo that can be taken ({found}); use JPEG, PNG, WEBP or HEIC."),
    ProblemCode.PHOTO_TOO_LARGE: (
        "The photo “{name}” has {pixels} pixels, at most {limit} are taken; use a smaller one."
    ),
    ProblemCode.PHOTO_DUPLICATE: "The photo “{name}” is in this inspection already; it was not added again.",
    ProblemCode.NO_FINDINGS_CHOSEN: "No finding is chosen for this document; choose at least one.",
    ProblemCode.DEADLINE_MISSING: "Finding {ordinal} has no deadline; set one.",
    ProblemCode.DEADLINE_NOT_AFTER_ISSUE: (
        "Finding {ordinal}: the deadline {deadline} is not after the day of issue {issued_on}; correct it."
    ),
    ProblemCode.ISSUE_DATE_BEFORE_INSPECTION: (
        "The day of issue {issued_on} lies before the end of the inspection on {finished_on}; correct it."
    ),
    ProblemCode.DOCUMENT_EXISTS: (
        "“{kind}” was issued for this inspection already: {number}. Void it first if it is wrong."
    ),
    ProblemCode.DOCUMENT_VOID: "The document {number} is void.",
    ProblemCode.RECORD_NOT_ISSUED: "The on-site inspection record must be issued first.",
    ProblemCode.NUMBERS_USED_UP: "The numbers {word} of {year} are used up; ask for a new block.",
    ProblemCode.NUMBER_TAKEN: "The number {number} is taken already; try again.",
    ProblemCode.GLYPH_MISSING: (
        "No typeface has the character “{character}” ({code_point}), in {place}; write it another way."
    ),
    ProblemCode.CHARACTER_FORBIDDEN: (
        "An invisible control character ({code_point}) stands in {place}; delete it and type the text anew."
    ),
    ProblemCode.FORM_UNKNOWN: "There is no form for “{kind}”.",
    ProblemCode.FORM_FAULTY: "The form “{form}” has a fault: {detail}.",
    ProblemCode.FORM_UNVERIFIED: (
        "In the form “{form}” the part “{part}” has not been verified; compare it with the official text."
    ),
    ProblemCode.FORM_FIELD_MISSING: "In the form “{form}” the part “{field}” is missing.",
    ProblemCode.FORM_FIELD_WRONG: "In the form “{form}” the part “{field}” is written wrongly: {found}",
    ProblemCode.FORM_FIELD_UNKNOWN: ("In the form “{form}” the part “{field}” is not known; check how it is written."),
    ProblemCode.FORM_SLOT_UNKNOWN: "In the form “{form}” the blank “{slot}” in “{field}” is not known.",
    ProblemCode.FORM_SLOT_MISSING: "In the form “{form}” the blank “{slot}” is missing in “{field}”.",
    ProblemCode.FORM_REMEDY_MISSING: "The form “{form}” does not say where the party may seek remedy.",
    ProblemCode.INSPECTION_NOT_BEGUN: "The inspection has not begun; begin it first.",
    ProblemCode.FORM_NOT_FOR_SECTOR: (
        "“{form}” is not a document of your department; choose the one that your organ uses."
    ),
    ProblemCode.FORM_EXISTS: ("There is a version of your own already: “{path}”. Edit that one."),
    ProblemCode.DOCUMENT_NEEDS: ("“{kind}” needs {needs} first: {reason}"),
    ProblemCode.REFERENCE_NEEDED: ("Say to which document “{kind}” refers: {needs}."),
    ProblemCode.REASON_NEEDED: ("{rule}: {sentence} Give the reason why the document is issued all the same."),
    ProblemCode.RULE_BROKEN: ("{rule}: {sentence}"),
    ProblemCode.STATE_FORBIDS: ("“{verb}” is not possible now: the state of the {life} is “{state}”."),
    ProblemCode.DOCUMENT_NOT_SERVED: ("{number} has not been served yet; record the service first."),
    ProblemCode.DOCUMENT_SERVED: ("{number} has been served; it can no longer be voided. Issue a correction instead."),
    ProblemCode.DEADLINE_NOT_LATER: ("The new deadline {deadline} must be later than {before}."),
    ProblemCode.EXTENSION_TOO_LATE: (
        "The extension was asked for on {asked_on}, after the deadline {deadline}; only a request in "
        "time can be granted."
    ),
    ProblemCode.VERDICT_MISSING: ("Line {ordinal} has no verdict yet; say what was found of it."),
    ProblemCode.REINSPECTION_TOO_EARLY: (
        "The re-inspection on {on} is too early: the deadline {earliest} has not come and no completion was reported."
    ),
    ProblemCode.SIGN_OFF_SAME_PERSON: ("“{person}” rectified and may not accept as well; another person must accept."),
    ProblemCode.SIGN_OFF_NO_EVIDENCE: (
        "Finding {ordinal} has no photo or paper that shows the rectification; add one."
    ),
    ProblemCode.FOLLOW_UP_EXISTS: ("There is an open entry of “{kind}” for this already."),
    ProblemCode.ATTACHMENT_FORMAT: (
        "“{name}” is of a kind that cannot be attached ({found}); pictures, PDF, audio and video are taken."
    ),
    ProblemCode.ATTACHMENT_BROKEN: ("“{name}” cannot be read ({reason}); scan or copy it again."),
    ProblemCode.ATTACHMENT_IN_USE: (
        "“{title}” is the evidence of a service or a sign-off; withdraw that entry before removing the file."
    ),
    ProblemCode.EXTENSION_SHORT_NOTICE: (
        "The extension was asked for on {asked_on}, later than {last_day} (to be verified: {basis}); "
        "check whether this organ takes it."
    ),
    ProblemCode.NOT_FOR_SERVICE: ("“{kind}” is a paper of the organ's own and is not served."),
    ProblemCode.FOLLOW_UP_NEEDS_MAJOR: ("“{kind}” needs a major finding; choose the finding that it is about."),
    ProblemCode.ROWS_TOO_FEW: ("“{field}” has {count} entries; at least {least} are needed."),
    ProblemCode.ROWS_WITHOUT: ("“{field}” needs at least one entry with “{wanted}”."),
    ProblemCode.ROWS_BAR: ("“{field}” has an entry with “{wanted}”; this step is possible only without one."),
    ProblemCode.VISIT_CAP_REACHED: (
        "This would be visit {count} of the year, the cap is {cap}; give the reason why it is made all the same."
    ),
    ProblemCode.FOLDER_NOT_EMPTY: ("The folder “{path}” is not empty; choose an empty or a new one."),
    ProblemCode.NUMBER_BLOCK_OVERLAPS: (
        "The numbers {first} to {last} of {word} in {year} overlap with a block that is there already."
    ),
    ProblemCode.NUMBER_NOT_A_GAP: (
        "Number {serial} of {word} in {year} is not a gap; only a skipped number can be explained."
    ),
    ProblemCode.PERIOD_UNKNOWN: ("There is no period “{key}”; the list of periods has the right keys."),
    ProblemCode.LAW_DATA_FAULTY: ("“{file}” is faulty at {place}: {found}."),
    ProblemCode.HOLIDAY_FILE_FAULTY: ("The holiday file “{file}” is faulty at {place}: {found}."),
    ProblemCode.FORM_REMEDY_NOT_ALLOWED: (
        "The form “{form}” names remedies, though it decides nothing; take them out."
    ),
    ProblemCode.PACK_FIELD_MISSING: "“{field}” is missing.",
    ProblemCode.PACK_FIELD_WRONG: "“{field}” must be {expected}, here it is “{found}”.",
    ProblemCode.PACK_CODE_DUPLICATE: "The code “{code}” occurs twice; give each item its own.",
    ProblemCode.PACK_CODE_SHAPE: (
        "The code “{code}” does not begin with a letter, or holds something else than letters, digits, - . and _."
    ),
    ProblemCode.PACK_SECTION_UNKNOWN: "The section “{section}” is not listed.",
    ProblemCode.PACK_LAW_UNKNOWN: "The law “{law}” is not in the law library.",
    ProblemCode.PACK_TEXT_EMPTY: "“{field}” is empty.",
    ProblemCode.PACK_SLOT_BROKEN: "The brackets 〔〕 do not match in “{field}”: {text}",
    ProblemCode.PACK_SUPERSEDES_UNKNOWN: "The replaced item “{code}” is not there.",
    ProblemCode.PACK_EMPTY: "This checklist has no items.",
    ProblemCode.PACK_DAYS_MISMATCH: "{days} days do not fit a deadline of the kind “{class}”.",
    ProblemCode.PACK_VERSION_REUSED: (
        "Version {version} of the checklist “{pack}” has two different contents; give the changed one a new version."
    ),
    **CHECKLIST_SENTENCES,
    **HANDOFF_SENTENCES,
    **YEAR_SENTENCES,
    **PROTECTION_SENTENCES,
    **PLANNING_SENTENCES,
}

# Where the named field is empty: a shorter sentence instead of one with a hole.
SHORTER: Mapping[ProblemCode, tuple[str, str]] = {
    ProblemCode.ACCOUNTS_BY_OFFICE: (
        "name",
        "Who uses this laptop stands on the office's roster: give the name and the certificate number that stand "
        "there, or ask the office to add the person.",
    ),
    ProblemCode.FILE_UNREADABLE: ("reason", "The file “{path}” cannot be read; check it and try again."),
    ProblemCode.FILE_TOO_LARGE: ("size", "The file “{path}” is too large; use a smaller one."),
    ProblemCode.WORKSPACE_DAMAGED: (
        "detail",
        "The data in “{path}” is damaged; restore it from a backup and keep the damaged folder.",
    ),
    ProblemCode.WORKSPACE_NEWER: (
        "found",
        "The data in “{path}” was made by a newer program: it can only be read. Install the newer program.",
    ),
    ProblemCode.SYNTAX_WRONG: ("line", "“{path}” is not well written: {reason}."),
    ProblemCode.CREDIT_CODE_CHARACTER: (
        "suggestion",
        "The credit code “{found}” holds “{character}”, which never occurs there. Compare with the licence.",
    ),
    ProblemCode.ENTERPRISE_DUPLICATE: ("credit_code", "The enterprise “{name}” is listed already; keep one entry."),
    ProblemCode.CERTIFICATE_EXPIRED: (
        "valid_to",
        "The certificate of {name} is not valid on that day; let another officer act.",
    ),
    ProblemCode.BASIS_NOT_IN_FORCE: ("date", "Finding {ordinal}: “{clause}” is not in force; choose another basis."),
    ProblemCode.PHOTO_BROKEN: (
        "reason",
        "The photo “{name}” cannot be taken. Choose the original again, or take it anew.",
    ),
}
