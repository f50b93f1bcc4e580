# SPDX-License-Identifier: MulanPSL-2.0
"""The catalogue of problem codes: a new refusal gets its word here and its sentence in `wording`."""

from __future__ import annotations

from enum import StrEnum


class ProblemCode(StrEnum):
    """One word for each thing that can be wrong; the comment names its fields."""

    # Files, folders, storage
    FILE_MISSING = "file_missing"  # path
    FILE_UNREADABLE = "file_unreadable"  # path, reason
    FILE_TOO_LARGE = "file_too_large"  # path, size, limit
    FILE_CHANGED = "file_changed"  # name, sha256
    FILE_EXISTS = "file_exists"  # path
    FOLDER_NOT_WRITABLE = "folder_not_writable"  # path
    DISK_FULL = "disk_full"  # path
    STORAGE_FAILED = "storage_failed"  # path
    WORKSPACE_MISSING = "workspace_missing"  # path
    WORKSPACE_EXISTS = "workspace_exists"  # path
    WORKSPACE_NEWER = "workspace_newer"  # path, found, known
    WORKSPACE_BUSY = "workspace_busy"  # path
    WORKSPACE_DAMAGED = "workspace_damaged"  # path, detail
    WORKSPACE_KEY = "workspace_key"  # path
    # Any typed or read value
    VALUE_MISSING = "value_missing"  # field
    VALUE_WRONG_TYPE = "value_wrong_type"  # field, expected, found
    VALUE_NOT_ALLOWED = "value_not_allowed"  # field, found, allowed
    VALUE_UNKNOWN_KEY = "value_unknown_key"  # field
    TEXT_TOO_LONG = "text_too_long"  # field, length, limit
    DATE_WRONG = "date_wrong"  # field, found
    TIME_WRONG = "time_wrong"  # field, found
    TIME_ORDER = "time_order"  # earlier, later
    SYNTAX_WRONG = "syntax_wrong"  # path, line, reason
    NOT_FOUND = "not_found"  # kind, id
    CHANGED_MEANWHILE = "changed_meanwhile"  # kind, id
    NOTHING_TO_UNDO = "nothing_to_undo"
    UNDO_BARRIER = "undo_barrier"  # op
    # Enterprises
    CREDIT_CODE_LENGTH = "credit_code_length"  # found
    CREDIT_CODE_CHARACTER = "credit_code_character"  # found, character, suggestion
    CREDIT_CODE_CHECK_DIGIT = "credit_code_check_digit"  # found, expected
    ENTERPRISE_DUPLICATE = "enterprise_duplicate"  # name, credit_code
    ENTERPRISE_NAME_DIFFERS = "enterprise_name_differs"  # credit_code, known, found
    PHONE_ODD = "phone_odd"  # found
    COLUMN_MISSING = "column_missing"  # column
    ROW_WRONG = "row_wrong"  # row, column, reason
    TABLE_EMPTY = "table_empty"
    TABLE_TOO_LARGE = "table_too_large"  # path, limit, kind
    # Organ and officers
    ORGAN_INCOMPLETE = "organ_incomplete"  # field
    ORGAN_WITHOUT_POWER = "organ_without_power"  # form
    OFFICER_DUPLICATE = "officer_duplicate"  # name, certificate_no
    OFFICER_NAME_DIFFERS = "officer_name_differs"  # certificate_no, known, found
    CERTIFICATE_LENGTH = "certificate_length"  # found
    CERTIFICATE_EXPIRED = "certificate_expired"  # name, valid_to
    # Inspection
    TOO_FEW_OFFICERS = "too_few_officers"  # count, least
    NO_PACK = "no_pack"
    PACK_UNKNOWN = "pack_unknown"  # pack
    PACK_FAULTY = "pack_faulty"  # pack
    ITEM_UNKNOWN = "item_unknown"  # item
    ITEM_SUPERSEDED = "item_superseded"  # item, by
    ANSWER_CONTRADICTS_FINDING = "answer_contradicts_finding"  # item
    NONCOMPLIANT_WITHOUT_FINDING = "noncompliant_without_finding"  # item
    ITEMS_NOT_CHECKED = "items_not_checked"  # count
    INSPECTION_FINISHED = "inspection_finished"  # id
    INSPECTION_NOT_BEGUN = "inspection_not_begun"  # id
    INSPECTION_NOT_FINISHED = "inspection_not_finished"  # id
    INSPECTION_IN_FUTURE = "inspection_in_future"  # found, now
    # Findings and photos
    FINDING_DUPLICATE = "finding_duplicate"  # item, first
    FINDING_FROZEN = "finding_frozen"  # number
    FINDING_WITHDRAWN = "finding_withdrawn"  # id
    FINDING_NO_PLACE = "finding_no_place"  # ordinal
    FINDING_NO_DESCRIPTION = "finding_no_description"  # ordinal
    FINDING_SLOT_OPEN = "finding_slot_open"  # ordinal, slot
    FINDING_NO_BASIS = "finding_no_basis"  # ordinal
    FINDING_NO_PHOTO = "finding_no_photo"  # ordinal
    FINDING_NO_MEASURE = "finding_no_measure"  # ordinal
    MAJOR_DISTANT_DEADLINE = "major_distant_deadline"  # ordinal
    BASIS_NOT_IN_FORCE = "basis_not_in_force"  # ordinal, clause, date
    BASIS_UNVERIFIED = "basis_unverified"  # ordinal, clause
    REASON_MISSING = "reason_missing"  # act
    PHOTO_BROKEN = "photo_broken"  # name, reason
    PHOTO_FORMAT = "photo_format"  # name, found
    PHOTO_TOO_LARGE = "photo_too_large"  # name, pixels, limit
    PHOTO_DUPLICATE = "photo_duplicate"  # name
    # Documents
    NO_FINDINGS_CHOSEN = "no_findings_chosen"
    DEADLINE_MISSING = "deadline_missing"  # ordinal
    DEADLINE_NOT_AFTER_ISSUE = "deadline_not_after_issue"  # ordinal, deadline, issued_on
    ISSUE_DATE_BEFORE_INSPECTION = "issue_date_before_inspection"  # issued_on, finished_on
    ISSUE_DATE_IN_FUTURE = "issue_date_in_future"  # issued_on, today
    DOCUMENT_EXISTS = "document_exists"  # kind, number
    DOCUMENT_VOID = "document_void"  # number
    RECORD_NOT_ISSUED = "record_not_issued"
    NUMBERS_USED_UP = "numbers_used_up"  # word, year
    NUMBER_TAKEN = "number_taken"  # number
    GLYPH_MISSING = "glyph_missing"  # character, code_point, place
    CHARACTER_FORBIDDEN = "character_forbidden"  # code_point, place
    FORM_UNKNOWN = "form_unknown"  # kind
    FORM_FAULTY = "form_faulty"  # form, detail
    FORM_UNVERIFIED = "form_unverified"  # form, part
    FORM_FIELD_MISSING = "form_field_missing"  # form, field
    FORM_FIELD_WRONG = "form_field_wrong"  # form, field, found
    FORM_FIELD_UNKNOWN = "form_field_unknown"  # form, field
    FORM_SLOT_UNKNOWN = "form_slot_unknown"  # form, field, slot
    FORM_SLOT_MISSING = "form_slot_missing"  # form, field, slot
    FORM_REMEDY_MISSING = "form_remedy_missing"  # form
    FORM_REMEDY_NOT_ALLOWED = "form_remedy_not_allowed"  # form
    FORM_NOT_FOR_SECTOR = "form_not_for_sector"  # form
    FORM_EXISTS = "form_exists"  # path
    DOCUMENT_NEEDS = "document_needs"  # kind, needs, reason
    REFERENCE_NEEDED = "reference_needed"  # kind, needs
    REASON_NEEDED = "reason_needed"  # rule, sentence
    # The law's day
    RULE_BROKEN = "rule_broken"  # rule, sentence
    STATE_FORBIDS = "state_forbids"  # life, state, verb
    DOCUMENT_NOT_SERVED = "document_not_served"  # number
    DOCUMENT_SERVED = "document_served"  # number
    DEADLINE_NOT_LATER = "deadline_not_later"  # deadline, before
    EXTENSION_TOO_LATE = "extension_too_late"  # asked_on, deadline
    VERDICT_MISSING = "verdict_missing"  # ordinal
    REINSPECTION_TOO_EARLY = "reinspection_too_early"  # on, earliest
    SIGN_OFF_SAME_PERSON = "sign_off_same_person"  # person
    SIGN_OFF_NO_EVIDENCE = "sign_off_no_evidence"  # ordinal
    FOLLOW_UP_EXISTS = "follow_up_exists"  # kind
    ATTACHMENT_FORMAT = "attachment_format"  # name, found
    ATTACHMENT_BROKEN = "attachment_broken"  # name, reason
    ATTACHMENT_IN_USE = "attachment_in_use"  # title
    EXTENSION_SHORT_NOTICE = "extension_short_notice"  # asked_on, last_day, basis
    NOT_FOR_SERVICE = "not_for_service"  # kind
    FOLLOW_UP_NEEDS_MAJOR = "follow_up_needs_major"  # kind
    ROWS_TOO_FEW = "rows_too_few"  # field, count, least
    ROWS_WITHOUT = "rows_without"  # field, wanted
    ROWS_BAR = "rows_bar"  # field, wanted
    VISIT_CAP_REACHED = "visit_cap_reached"  # count, cap
    FOLDER_NOT_EMPTY = "folder_not_empty"  # path
    NUMBER_BLOCK_OVERLAPS = "number_block_overlaps"  # word, year, first, last
    NUMBER_NOT_A_GAP = "number_not_a_gap"  # word, year, serial
    PERIOD_UNKNOWN = "period_unknown"  # key
    LAW_DATA_FAULTY = "law_data_faulty"  # file, place, found
    HOLIDAY_FILE_FAULTY = "holiday_file_faulty"  # file, place, found
    # Packs (checklists and the law library): `where` is `file:item`
    PACK_FIELD_MISSING = "pack_field_missing"  # field
    PACK_FIELD_WRONG = "pack_field_wrong"  # field, expected, found
    PACK_CODE_DUPLICATE = "pack_code_duplicate"  # code
    PACK_CODE_SHAPE = "pack_code_shape"  # code
    PACK_SECTION_UNKNOWN = "pack_section_unknown"  # section
    PACK_LAW_UNKNOWN = "pack_law_unknown"  # law
    PACK_TEXT_EMPTY = "pack_text_empty"  # field
    PACK_SLOT_BROKEN = "pack_slot_broken"  # field, text
    PACK_SUPERSEDES_UNKNOWN = "pack_supersedes_unknown"  # code
    PACK_EMPTY = "pack_empty"
    PACK_DAYS_MISMATCH = "pack_days_mismatch"  # class, days
    PACK_VERSION_REUSED = "pack_version_reused"  # pack, version
    # Checklists that an office writes and exchanges, answers beyond ticks
    PACK_CODES_COLLIDE = "pack_codes_collide"  # code, first, second
    PACK_IN_USE = "pack_in_use"  # pack, version, count
    PACK_BUNDLED = "pack_bundled"  # pack
    PACK_EXISTS = "pack_exists"  # pack, version
    PACK_NOT_NEWEST = "pack_not_newest"  # pack, version, newest
    PACK_DISABLED = "pack_disabled"  # pack
    ANSWER_WRONG = "answer_wrong"  # item, found, expected
    ANSWER_OUT_OF_RANGE = "answer_out_of_range"  # item, found, least, most
    ANSWER_NOT_A_CHOICE = "answer_not_a_choice"  # item, found
    ANSWER_CONSTRAINT = "answer_constraint"  # item, message
    ANSWER_REQUIRED = "answer_required"  # item, message
    ANSWER_NOT_ASKED = "answer_not_asked"  # item
    ANSWER_AT_PLACES = "answer_at_places"  # item
    ANSWER_FAILS = "answer_fails"  # item, found
    FINDING_NOT_ASKED = "finding_not_asked"  # ordinal, item
    SPOT_EXISTS = "spot_exists"  # item, place
    SPOT_NOT_POSSIBLE = "spot_not_possible"  # item
    SPOTS_TOO_MANY = "spots_too_many"  # item, count
    ENTRIES_MISSING = "entries_missing"  # item, count, wanted
    EXPRESSION_WRONG = "expression_wrong"  # field, text, reason
    EXPRESSION_NAME = "expression_name"  # field, name
    EXPRESSION_CYCLE = "expression_cycle"  # items
    SHEET_MISSING = "sheet_missing"  # sheet
    SHEET_COLUMN_MISSING = "sheet_column_missing"  # sheet, column
    SHEET_COLUMN_TWICE = "sheet_column_twice"  # sheet, column
    SHEET_CELL_WRONG = "sheet_cell_wrong"  # sheet, row, column, found, expected
    SHEET_CELL_MISSING = "sheet_cell_missing"  # sheet, row, column
    SHEET_LAW_DIFFERS = "sheet_law_differs"  # sheet, row, column, law, found, known
    XLSFORM_FAULT = "xlsform_fault"  # sheet, row, column, reason
    AUDIT_SHAPE = "audit_shape"  # place, reason
    AUDIT_EXISTS = "audit_exists"  # name, inspection
    LAW_UPDATE_EMPTY = "law_update_empty"  # path
    LAW_UPDATE_OLDER = "law_update_older"  # path, key
    LAW_UPDATE_TWICE = "law_update_twice"  # path, day, person
    LAW_UPDATE_FUTURE = "law_update_future"  # found, today
    SCORE_NOT_READY = "score_not_ready"  # count, item
    SCORE_NONE = "score_none"
    SCORE_ALL_MISSING = "score_all_missing"
    SCORE_TABLE_UNKNOWN = "score_table_unknown"  # table
    SCORE_TABLE_BEGUN = "score_table_begun"  # table, count, item
    WORKING_FAILS = "working_fails"  # item, result
    NEED_PHOTO = "need_photo"  # item
    NEED_NOTE = "need_note"  # item
    CALCULATION_INPUT = "calculation_input"  # field, reason
    CALCULATION_ROW = "calculation_row"  # row, field, reason
    EQUIPMENT_DUPLICATE = "equipment_duplicate"  # name, code
    EQUIPMENT_CODE_ODD = "equipment_code_odd"  # found
    TOO_DEEP = "too_deep"  # path
