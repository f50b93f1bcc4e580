# SPDX-License-Identifier: MulanPSL-2.0
"""What pyxform 4.5 says, as faults with a place; what nobody foresaw is passed on in its own words.

`CODED` follows `pyxform.errors.ErrorCode` (a test compares them); `SPOKEN` has the messages without a code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from string import Formatter

from inspector_app.packs.xlsform.faults import Fault, Place

_ROW = re.compile(r"\[row : (\d+|unknown|None)\]\s*")
_ADVICE = re.compile(
    r" If you do not mean to include a sheet, to suppress this message, prefix the sheet name.*", re.DOTALL
)
_UNKNOWN = "unknown"  # what pyxform writes where it does not know a part of its own message
_PLACES = ("row", "sheet", "column", "sheet_name")
_SURVEY, _CHOICES, _ENTITIES, _SETTINGS = "survey", "choices", "entities", "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message: which fault, where; `name` is the question it speaks of where it gives no row."""

    fault: Fault
    sheet: str = ""
    row: int = 0
    column: str = ""
    name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


CODED: Mapping[str, tuple[Fault, str, str]] = {
    "ENTITY_001": (Fault.SAVE_TO_NO_ENTITY, _SURVEY, "save_to"),
    "ENTITY_002": (Fault.SAVE_TO_TWICE, _SURVEY, "save_to"),
    "ENTITY_003": (Fault.SAVE_TO_GROUP, _SURVEY, "save_to"),
    "ENTITY_004": (Fault.SAVE_TO_LIST, _SURVEY, "save_to"),
    "ENTITY_005": (Fault.ENTITY_LABEL, _ENTITIES, "label"),
    "ENTITY_006": (Fault.ENTITY_UPDATE_IF, _ENTITIES, "update_if"),
    "ENTITY_007": (Fault.ENTITY_ID, _ENTITIES, "entity_id"),
    "ENTITY_008": (Fault.SAVE_TO_PREFIX, _SURVEY, "save_to"),
    "ENTITY_009": (Fault.ENTITY_PLACE, _ENTITIES, ""),
    "ENTITY_011": (Fault.SAVE_TO_SCOPE, _SURVEY, "save_to"),
    "ENTITY_012": (Fault.ENTITY_SCOPE, _ENTITIES, ""),
    "ENTITY_013": (Fault.SAVE_TO_MARKS, _SURVEY, "save_to"),
    "HEADER_001": (Fault.HEADING_UNUSABLE, "", ""),
    "HEADER_002": (Fault.HEADING_TWICE, "", ""),
    "HEADER_003": (Fault.HEADING_MISSING, "", ""),
    "HEADER_004": (Fault.HEADING_BLANK, _CHOICES, ""),
    "HEADER_005": (Fault.ENTITY_COLUMNS, _ENTITIES, ""),
    "INTERNAL_001": (Fault.PYXFORM, "", ""),
    "INTERNAL_002": (Fault.PYXFORM, "", ""),
    "LABEL_001": (Fault.CHOICE_LABEL, _CHOICES, "label"),
    "NAMES_001": (Fault.NAME_TWICE, _SURVEY, "name"),
    "NAMES_002": (Fault.NAME_CASE, _SURVEY, "name"),
    "NAMES_003": (Fault.NAME_ROOT, _SURVEY, "name"),
    "NAMES_004": (Fault.NAME_REPEAT, _SURVEY, "name"),
    "NAMES_005": (Fault.NAME_RESERVED, _SURVEY, "name"),
    "NAMES_006": (Fault.CHOICE_NAME_MISSING, _CHOICES, "name"),
    "NAMES_007": (Fault.CHOICE_TWICE, _CHOICES, "name"),
    "NAMES_008": (Fault.NAME_XML, "", ""),
    "NAMES_009": (Fault.NAME_XML, "", "name"),
    "NAMES_010": (Fault.ENTITY_UNDERSCORES, "", ""),
    "NAMES_011": (Fault.ENTITY_PERIOD, "", ""),
    "NAMES_012": (Fault.ENTITY_RESERVED, "", ""),
    "NAMES_013": (Fault.SHEET_SIMILAR, "", ""),
    "NAMES_014": (Fault.ENTITY_TWICE, _ENTITIES, "list_name"),
    "NAMES_015": (Fault.ENTITY_NAME, _ENTITIES, "list_name"),
    "PYREF_001": (Fault.REFERENCE_SHAPE, "", ""),
    "PYREF_002": (Fault.REFERENCE_LIST, "", ""),
    "PYREF_003": (Fault.REFERENCE_UNKNOWN, "", ""),
    "PYREF_004": (Fault.REFERENCE_TWICE, "", ""),
    "RANGE_001": (Fault.RANGE_NUMBER, _SURVEY, "parameters"),
    "RANGE_002": (Fault.RANGE_ZERO, _SURVEY, "parameters"),
    "RANGE_003": (Fault.RANGE_STEP, _SURVEY, "parameters"),
    "RANGE_004": (Fault.RANGE_MULTIPLE, _SURVEY, "parameters"),
    "RANGE_005": (Fault.RANGE_OUTSIDE, _SURVEY, "parameters"),
    "RANGE_006": (Fault.RANGE_LABELS, _SURVEY, "parameters"),
    "RANGE_007": (Fault.RANGE_LABELS_TWO, _SURVEY, "parameters"),
    "RANGE_008": (Fault.RANGE_APPEARANCE, _SURVEY, "parameters"),
    "RANGE_009": (Fault.RANGE_LABEL_NUMBER, _SURVEY, "parameters"),
    "RANGE_010": (Fault.RANGE_LABEL_OUTSIDE, _SURVEY, "parameters"),
    "RANGE_011": (Fault.RANGE_LABEL_MULTIPLE, _SURVEY, "parameters"),
    "RANGE_012": (Fault.RANGE_LABELS_TWO, _SURVEY, "parameters"),
    "SURVEY_001": (Fault.END_UNMATCHED, _SURVEY, "type"),
    "SURVEY_002": (Fault.BEGIN_OPEN, _SURVEY, "type"),
    "SURVEY_003": (Fault.GEO_INCREMENTAL, _SURVEY, "parameters"),
    "SURVEY_004": (Fault.PARAMETERS_SHAPE, _SURVEY, "parameters"),
    "SURVEY_005": (Fault.PARAMETERS_UNKNOWN, _SURVEY, "parameters"),
    "SURVEY_006": (Fault.GEO_REFERENCE, _SURVEY, "parameters"),
    "SURVEY_007": (Fault.PARAMETER_VALUE, _SURVEY, "parameters"),
    "SURVEY_008": (Fault.PARAMETER_VALUE, _SURVEY, "parameters"),
    "SURVEY_009": (Fault.PARAMETER_VALUE, _SURVEY, "parameters"),
}
"""Which fault each code is, and the sheet and column that its message does not name itself."""
_FIELD_OF: Mapping[str, str] = {
    "saveto": "found", "dataset": "found", "value": "found", "q": "found", "other": "name", "header": "found",
    "missing": "name", "columns": "found", "type": "kind", "name": "found", "rejected": "found", "accepted": "wanted",
    "candidates": "names", "question": "found", "tick_labelset": "found",
}  # fmt: skip
"""What pyxform calls a part of its message, and what our sentences call it."""
_FIXED: Mapping[str, str] = {
    "SURVEY_007": "capture-accuracy", "SURVEY_008": "warning-accuracy", "SURVEY_009": "allow-mock-accuracy",
}  # fmt: skip

_ANY = r"(?P<found>.*?)"
SPOKEN: tuple[tuple[str, Fault, str, str], ...] = (
    (r"You must have a sheet named 'survey'\..*", Fault.SURVEY_SHEET_MISSING, "", ""),
    (r"The form_id and id_string column headers are both specified.*", Fault.FORM_ID_TWICE, _SETTINGS, ""),
    (r"The 'disabled' column header is not part of the current spec\..*", Fault.DISABLED_OLD, _SURVEY, "disabled"),
    (r"Row without name, text, or label is being skipped:.*", Fault.ROW_SKIPPED, _SURVEY, ""),
    (r"Question with no type\..*", Fault.TYPE_MISSING, _SURVEY, "type"),
    (r"Audits must always be named 'audit\.'.*", Fault.AUDIT_NAME, _SURVEY, "name"),
    (r"(?:Parameter )?(?P<found>[\w-]+) must be set to .*", Fault.PARAMETER_VALUE, _SURVEY, "parameters"),
    (r"Parameter (?P<found>[\w-]+) must have an integer value\.", Fault.PARAMETER_WHOLE, _SURVEY, "parameters"),
    (r"Parameter (?P<found>[\w-]+) must be greater\s+than .*", Fault.PARAMETER_VALUE, _SURVEY, "parameters"),
    (r"To include location information in the audit, (?P<found>.*) are required parameters\.",
     Fault.PARAMETER_VALUE, _SURVEY, "parameters"),
    (r"Invalid value for (?P<found>[\w-]+)\.", Fault.PARAMETER_VALUE, _SURVEY, "parameters"),
    (r"(?P<found>seed) value must be a number.*", Fault.PARAMETER_VALUE, _SURVEY, "parameters"),
    (r"Parameters must include (?P<found>randomize=true) to use a seed\.",
     Fault.PARAMETER_VALUE, _SURVEY, "parameters"),
    (r"Missing calculation\.", Fault.CALCULATION_MISSING, _SURVEY, "calculation"),
    (r"(?P<found>\w+) is no longer supported on most devices\..*", Fault.DEVICE_OLD, _SURVEY, "type"),
    (r"Question or group with no name\.", Fault.NAME_MISSING, _SURVEY, "name"),
    (r"Repeat has no label: .*", Fault.REPEAT_LABEL, _SURVEY, "label"),
    (r"Repeat loop without list name\.", Fault.LOOP_LIST, _SURVEY, "type"),
    (rf"List name not in columns sheet: {_ANY}", Fault.LIST_UNKNOWN, _SURVEY, "type"),
    (r"select one external is only meant for filtered selects\.", Fault.EXTERNAL_UNFILTERED, _SURVEY, "type"),
    (r"There should be an external_choices sheet in this xlsform\..*", Fault.EXTERNAL_SHEET_MISSING, "", ""),
    (rf"List name not in external choices sheet: {_ANY}", Fault.EXTERNAL_LIST_UNKNOWN, _SURVEY, "type"),
    (r"File name for '(?P<found>.*)' should end with one of .*", Fault.FILE_SUFFIX, _SURVEY, "type"),
    (r"There should be a choices sheet in this xlsform\..*", Fault.CHOICES_SHEET_MISSING, "", ""),
    (rf"List name not in choices sheet: {_ANY}", Fault.LIST_UNKNOWN, _SURVEY, "type"),
    (r"Choice names with spaces cannot be added to multiple choice selects\. See \[(?P<found>.*)\] in \[(?P<list>.*)\]",
     Fault.CHOICE_BLANK, _CHOICES, "name"),
    (r"Choice filter not supported with or_other\.", Fault.OTHER_FILTERED, _SURVEY, "choice_filter"),
    (r"Please specify choices for this 'or other' question\.", Fault.OTHER_EMPTY, _SURVEY, "type"),
    (r"There should be choices for this question\.", Fault.OTHER_EMPTY, _SURVEY, "type"),
    (r"Choice filter not supported for table-list appearance\.", Fault.TABLE_LIST_FILTER, _SURVEY, "choice_filter"),
    (r"Badly formatted table list, list names don't match: .*", Fault.TABLE_LIST_MIXED, _SURVEY, "type"),
    (r"Use the max-pixels parameter to speed up submission.*", Fault.PHOTO_PIXELS, _SURVEY, "parameters"),
    (r"Parameter 'app' has an invalid Android package name - .*", Fault.PACKAGE_NAME, _SURVEY, "parameters"),
    (r"For 'background-geopoint' questions, the 'calculation' column must be empty\.",
     Fault.GEOPOINT_CALCULATION, _SURVEY, "calculation"),
    (r"For 'background-geopoint' questions, the 'trigger' column must not be empty\.",
     Fault.GEOPOINT_TRIGGER, _SURVEY, "trigger"),
    (r"Cannot omit instanceID, it is required for encryption\.", Fault.ENCRYPTION_ID, _SETTINGS, "public_key"),
    (r"This form uses or_other and translations, which is not recommended\..*", Fault.OTHER_TRANSLATED, _SURVEY, ""),
    (r"Language 'default' is missing the survey (?:columns )?(?P<names>.*?)(?: column)?\.",
     Fault.TRANSLATION_PLAIN, _SURVEY, ""),
    (r"Language 'default' is missing the choices (?:columns )?(?P<names>.*?)(?: column)?\.",
     Fault.TRANSLATION_PLAIN, _CHOICES, ""),
    (r"Language '(?P<found>.*?)' is missing the survey (?:columns )?(?P<names>.*?)(?: column)?\.",
     Fault.TRANSLATION_MISSING, _SURVEY, ""),
    (r"Language '(?P<found>.*?)' is missing the choices (?:columns )?(?P<names>.*?)(?: column)?\.",
     Fault.TRANSLATION_MISSING, _CHOICES, ""),
    (r"This section has not been included\.", Fault.TYPE_UNKNOWN, _SURVEY, "type"),
    (rf"The following language declarations do not contain valid machine-readable codes: {_ANY}\. Learn more.*",
     Fault.LANGUAGE_CODE, "", ""),
    (rf"Unknown question type '{_ANY}'\.", Fault.TYPE_UNKNOWN, _SURVEY, "type"),
    (rf"The survey element named '{_ANY}' has no label or hint\.", Fault.LABEL_MISSING, _SURVEY, "label"),
    (rf"To use big-image, you must also specify an image for the survey element named {_ANY}\.",
     Fault.BIG_IMAGE, _SURVEY, "big-image"),
    (r"The question \$\{(?P<found>.*?)\} is not user-visible so it can't be used as a calculation trigger for question"
     r" \$\{(?P<at>.*?)\}\.",
     Fault.TRIGGER_HIDDEN, _SURVEY, "trigger"),
    (rf"Question '{_ANY}' is a select from file type, using 'search\(\)'\..*",
     Fault.SEARCH_FILE, _SURVEY, "appearance"),
    (r"Question '(?P<found>.*?)' uses 'search\(\)', and its select type references the choice list name '(?P<list>.*?)'"
     r"\..*", Fault.SEARCH_SHARED, _SURVEY, "appearance"),
    (rf".*Instance names must be unique within a form\. The name '{_ANY}' was found.*", Fault.INSTANCE_TWICE, _SURVEY,
     "name"),
    (r"The same instance id will be generated for different external instance source URIs\..*"
     r"Instance name: '(?P<found>.*?)'.*", Fault.INSTANCE_TWICE, _SURVEY, "name"),
    (rf".*There is no survey element named '{_ANY}'\.", Fault.REFERENCE_UNKNOWN, _SURVEY, ""),
    (rf".*There are multiple survey elements named '{_ANY}'\.", Fault.REFERENCE_TWICE, _SURVEY, ""),
    (r"Duplicate column header: (?P<name>.*)", Fault.HEADING_TWICE, "", ""),
)  # fmt: skip
"""Pattern, fault, sheet, column. Each is tried on the message without its `[row : N]`."""


def read_message(text: str, code: str = "", *, is_warning: bool = False) -> tuple[Said, ...]:
    """Say what a message means; several rows in one message (choices named twice) are several faults."""
    parts = [part for part in re.split(r"\n(?=\[row : |Language ')", text) if part.strip()]
    return tuple(_said(" ".join(part.split()), code, is_warning=is_warning) for part in parts or [text])


def _said(text: str, code: str, *, is_warning: bool) -> Said:
    row = _ROW.search(text)
    number = int(row[1]) if row and row[1].isdecimal() else 0
    bare = _ADVICE.sub("", _ROW.sub("", text, count=1)).strip()
    found = _coded(bare, code) or _spoken(bare)
    if found is None:
        fault = Fault.PYXFORM_WARNS if is_warning else Fault.PYXFORM
        found = Said(fault=fault, sheet=_SURVEY if number else "", fields={"message": bare})
    return Said(
        fault=found.fault, sheet=found.sheet, row=number, column=found.column, name=found.name, fields=found.fields
    )


def _coded(text: str, code: str) -> Said | None:
    for name, pattern in _patterns().items():
        if code in ("", name) and (found := pattern.fullmatch(text)) and name in CODED:
            fault, sheet, column = CODED[name]
            parts = found.groupdict()
            fields = {_FIELD_OF[key]: value for key, value in parts.items() if key in _FIELD_OF}
            if name in _FIXED:
                fields["found"] = _FIXED[name]
            if fault is Fault.SHEET_SIMILAR:
                fields = {"name": parts.get("sheet") or "", "names": fields.get("names", "").replace("'", "")}
                return Said(fault=fault, fields=fields)
            if fault is Fault.PYXFORM:
                fields = {"message": text}
            parts = {key: value for key, value in parts.items() if value != _UNKNOWN}
            where = parts.get("sheet") or parts.get("sheet_name") or sheet
            heading = parts.get("column") or (parts.get("header") or "" if name == "HEADER_002" else column)
            return Said(fault=fault, sheet=where, column=heading, fields=fields)
    return None


def _spoken(text: str) -> Said | None:
    for pattern, fault, sheet, column in SPOKEN:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            fields = {key: value for key, value in found.groupdict().items() if value is not None}
            name = fields.pop("at", fields.get("found", ""))
            return Said(fault=fault, sheet=sheet, column=column, name=name, fields=fields)
    return None


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Make a pattern of every message with a code, so that texts are known however pyxform raised them."""
    from pyxform.errors import ErrorCode

    found: dict[str, re.Pattern[str]] = {}
    for code in ErrorCode:
        pattern, seen = "", set[str]()
        for text, name, _, _ in Formatter().parse(_ROW_BLANK.sub("", code.value.msg)):
            pattern += r"\s+".join(re.escape(word) for word in re.split(r"\s+", text))
            if name is not None:
                pattern += f"(?P={name})" if name in seen else f"(?P<{name}>.*?)"
                seen.add(name)
        found[code.name] = re.compile(pattern.strip(), re.DOTALL)
    return found


_ROW_BLANK = re.compile(r"^\[row : \{row\}\]\s*|^\[row : \d+\]\s*")


def unmapped_fields(name: str) -> frozenset[str]:
    """Give the parts of a coded message that neither name a place nor have a field; for the tests."""
    return frozenset(_patterns()[name].groupindex) - set(_FIELD_OF) - set(_PLACES)


__all__ = ["CODED", "SPOKEN", "Place", "Said", "read_message", "unmapped_fields"]
