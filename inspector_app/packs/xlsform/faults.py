# SPDX-License-Identifier: MulanPSL-2.0
"""What can be wrong with an XLSForm, and the list in which faults are gathered with their places.

The values are words that `wording.xlsform_sentences` turns into sentences; each is a `reason` of XLSFORM_FAULT.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum

from inspector_app.domain.problems import Problem, ProblemCode, Severity

MOST_PROBLEMS = 300
MOST_SHOWN = 120
MOST_SUGGESTIONS = 100
MOST_LOOKED_AT = 2000
MOST_ROWS_NAMED = 30
_JOINER = ", "
_AND_MORE = " …"


class Fault(StrEnum):
    """Every fault of a form. Those that only pyxform finds stand at the end."""

    # workbook and headings
    SURVEY_SHEET_MISSING = "survey_sheet_missing"  # names
    SHEET_SIMILAR = "sheet_similar"  # name, names
    SURVEY_EMPTY = "survey_empty"
    NOTHING_ASKED = "nothing_asked"
    HEADINGS_LOWER = "headings_lower"
    HEADING_MISSING = "heading_missing"  # name
    HEADING_TWICE = "heading_twice"  # name
    HEADING_UNUSABLE = "heading_unusable"
    HEADING_BLANK = "heading_blank"
    HEADING_FULL_WIDTH = "heading_full_width"  # name
    ROWS_TOO_MANY = "rows_too_many"  # limit
    FORM_LARGE = "form_large"  # limit
    CHOICES_MANY = "choices_many"  # limit
    CHARACTER = "character"  # found
    TEXT_LONG = "text_long"  # limit
    LOGIC_LONG = "logic_long"  # limit
    SLOT_BROKEN = "slot_broken"
    FORM_ID_TWICE = "form_id_twice"
    # types
    TYPE_MISSING = "type_missing"
    TYPE_UNKNOWN = "type_unknown"  # found
    TYPE_UNKNOWN_LIKE = "type_unknown_like"  # found, like
    LIST_MISSING = "list_missing"  # found
    LIST_BLANK = "list_blank"  # found
    ROW_SKIPPED = "row_skipped"
    ROW_DISABLED = "row_disabled"
    DISABLED_OLD = "disabled_old"
    # names
    NAME_MISSING = "name_missing"
    NAME_BLANK = "name_blank"  # found
    NAME_START = "name_start"  # found
    NAME_SHAPE = "name_shape"  # found, characters
    NAME_XML = "name_xml"
    NAME_RESERVED = "name_reserved"  # found
    NAME_TWICE = "name_twice"  # found, first
    NAME_CASE = "name_case"  # found
    NAME_REPEAT = "name_repeat"  # found
    NAME_ROOT = "name_root"  # found
    AUDIT_NAME = "audit_name"
    # structure
    END_UNMATCHED = "end_unmatched"  # kind
    END_CROSSED = "end_crossed"  # kind, first
    BEGIN_OPEN = "begin_open"  # kind, found
    NESTED_DEEP = "nested_deep"  # limit
    REPEAT_INSIDE = "repeat_inside"
    LABEL_MISSING = "label_missing"  # found
    REPEAT_LABEL = "repeat_label"
    CALCULATION_MISSING = "calculation_missing"
    # lists and choices
    LIST_UNKNOWN = "list_unknown"  # found
    LIST_UNKNOWN_LIKE = "list_unknown_like"  # found, like
    CHOICES_SHEET_MISSING = "choices_sheet_missing"  # found
    EXTERNAL_SHEET_MISSING = "external_sheet_missing"
    EXTERNAL_LIST_UNKNOWN = "external_list_unknown"  # found
    LIST_NAME_MISSING = "list_name_missing"
    CHOICE_NAME_MISSING = "choice_name_missing"
    CHOICE_TWICE = "choice_twice"  # found, first
    CHOICE_LABEL = "choice_label"
    CHOICE_BLANK = "choice_blank"  # found, list
    OTHER_FILTERED = "other_filtered"
    OTHER_EMPTY = "other_empty"
    OTHER_TRANSLATED = "other_translated"
    FILE_SUFFIX = "file_suffix"  # found
    EXTERNAL_UNFILTERED = "external_unfiltered"
    FAILS_UNCLEAR = "fails_unclear"
    # expressions
    REFERENCE_SHAPE = "reference_shape"
    REFERENCE_UNKNOWN = "reference_unknown"  # found
    REFERENCE_LIKE = "reference_like"  # found, like
    REFERENCE_TWICE = "reference_twice"  # found
    REFERENCE_LIST = "reference_list"
    EXPRESSION_FULL_WIDTH = "expression_full_width"  # characters
    EXPRESSION_OPEN = "expression_open"  # characters
    FILTER_COLUMN = "filter_column"  # found
    WORD_YES = "word_yes"  # found, wanted
    DEFAULT_WRONG = "default_wrong"  # found
    TRIGGER_HIDDEN = "trigger_hidden"  # found
    # parameters
    PARAMETERS_SHAPE = "parameters_shape"
    PARAMETERS_UNKNOWN = "parameters_unknown"  # found, wanted
    RANGE_NUMBER = "range_number"  # found
    RANGE_ZERO = "range_zero"  # found
    RANGE_STEP = "range_step"  # found
    RANGE_MULTIPLE = "range_multiple"  # found
    RANGE_OUTSIDE = "range_outside"  # found
    RANGE_LABELS = "range_labels"
    RANGE_LABELS_TWO = "range_labels_two"
    RANGE_APPEARANCE = "range_appearance"
    RANGE_LABEL_NUMBER = "range_label_number"
    RANGE_LABEL_OUTSIDE = "range_label_outside"
    RANGE_LABEL_MULTIPLE = "range_label_multiple"
    PARAMETER_WHOLE = "parameter_whole"  # found
    PARAMETER_VALUE = "parameter_value"  # found
    PHOTO_PIXELS = "photo_pixels"
    PACKAGE_NAME = "package_name"
    # settings
    VERSION_SHAPE = "version_shape"  # found, made
    LANGUAGE_UNKNOWN = "language_unknown"  # found, made
    ENCRYPTION_ID = "encryption_id"
    # what only pyxform judges
    TRANSLATION_MISSING = "translation_missing"  # found, names
    TRANSLATION_PLAIN = "translation_plain"  # names
    LANGUAGE_CODE = "language_code"  # found
    DEVICE_OLD = "device_old"  # found
    LOOP_LIST = "loop_list"
    TABLE_LIST_FILTER = "table_list_filter"
    TABLE_LIST_MIXED = "table_list_mixed"
    BIG_IMAGE = "big_image"  # found
    SEARCH_FILE = "search_file"  # found
    SEARCH_SHARED = "search_shared"  # found, list
    INSTANCE_TWICE = "instance_twice"  # found
    GEOPOINT_TRIGGER = "geopoint_trigger"
    GEOPOINT_CALCULATION = "geopoint_calculation"
    GEO_INCREMENTAL = "geo_incremental"
    GEO_REFERENCE = "geo_reference"
    SAVE_TO_NO_ENTITY = "save_to_no_entity"
    SAVE_TO_TWICE = "save_to_twice"  # found
    SAVE_TO_GROUP = "save_to_group"
    SAVE_TO_LIST = "save_to_list"  # found
    SAVE_TO_PREFIX = "save_to_prefix"
    SAVE_TO_SCOPE = "save_to_scope"  # found
    SAVE_TO_MARKS = "save_to_marks"
    ENTITY_LABEL = "entity_label"  # found
    ENTITY_UPDATE_IF = "entity_update_if"  # found
    ENTITY_ID = "entity_id"  # found
    ENTITY_PLACE = "entity_place"
    ENTITY_SCOPE = "entity_scope"  # found
    ENTITY_COLUMNS = "entity_columns"  # found
    ENTITY_NAME = "entity_name"
    ENTITY_TWICE = "entity_twice"
    ENTITY_UNDERSCORES = "entity_underscores"
    ENTITY_PERIOD = "entity_period"
    ENTITY_RESERVED = "entity_reserved"
    PYXFORM = "pyxform"  # message
    PYXFORM_FAILED = "pyxform_failed"  # message
    PYXFORM_WARNS = "pyxform_warns"  # message
    MORE = "more"  # count


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the workbook; row 0 and empty texts where it is not known. Row 1 holds the headings."""

    sheet: str = ""
    row: int = 0
    column: str = ""

    @property
    def text(self) -> str:
        """The place as one word, `survey:12:relevant`, as `LeftOut.where` has it."""
        return ":".join(part for part in (self.sheet, str(self.row or ""), self.column) if part)


class Faults:
    """Gathers the faults of one form; a hostile file cannot make the list endless."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._found: list[Problem] = []
        self._keys: set[tuple[str, str]] = set()
        self._dropped = 0
        self._suggestions = MOST_SUGGESTIONS

    def add(self, fault: Fault, place: Place, /, *, warn: bool = False, **fields: str) -> None:
        """Note a fault at its place; the same one at the same place is noted once."""
        self.put(fault, place, fields, warn=warn)

    def put(self, fault: Fault, place: Place, fields: Mapping[str, str], *, warn: bool = False) -> None:
        """Note a fault whose fields are at hand as a table."""
        key = (place.text, f"{fault} {sorted(fields.items())}")
        if key in self._keys:
            return
        self._keys.add(key)
        if len(self._found) >= MOST_PROBLEMS:
            self._dropped += 1
            return
        self._found.append(
            Problem(
                code=ProblemCode.XLSFORM_FAULT,
                where=":".join(part for part in (self._name, place.text) if part),
                fields={
                    "reason": fault.value,
                    "sheet": place.sheet,
                    "row": str(place.row or ""),
                    "column": place.column,
                    **{name: shown(text) for name, text in fields.items()},
                },
                severity=Severity.WARN if warn else Severity.BLOCK,
            )
        )

    def near(self, word: str, words: Collection[str], cutoff: float = 0.6) -> str:
        """Give the word that was probably meant; only for the first faults, for looking takes its time."""
        if self._suggestions <= 0 or len(words) > MOST_LOOKED_AT:
            return ""
        self._suggestions -= 1
        return next(iter(get_close_matches(word, list(words), n=1, cutoff=cutoff)), "")

    @property
    def blocks(self) -> bool:
        """Whether one of them stops the import."""
        return self._dropped > 0 or any(p.severity is Severity.BLOCK for p in self._found)

    def has(self, fault: Fault, place: Place) -> bool:
        """Whether this fault is noted already, or another blocking one in its row or in the headings above it."""
        for known in self._found:
            if known.severity is not Severity.BLOCK:
                continue
            same_row = place.row and known.fields["row"] in ("1", str(place.row))
            if (same_row and known.fields["sheet"] == place.sheet) or (
                not place.row and known.fields["reason"] == fault.value
            ):
                return True
        return False

    def problems(self) -> tuple[Problem, ...]:
        """Give them in the order of sheets and rows, equal warnings of one column joined into one."""
        found = _joined(sorted(self._found, key=_order))
        if self._dropped:
            fields = {"reason": Fault.MORE.value, "sheet": "", "row": "", "column": "", "count": str(self._dropped)}
            found.append(Problem(code=ProblemCode.XLSFORM_FAULT, where=self._name, fields=fields))
        return tuple(found)


def shown(text: str) -> str:
    """Shorten a text for a message."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _order(problem: Problem) -> tuple[int, str, int]:
    sheets = ("", "settings", "survey", "choices")
    sheet = problem.fields["sheet"].lower()
    rank = sheets.index(sheet) if sheet in sheets else len(sheets)
    return rank, sheet, int(problem.fields["row"] or 0)


def _joined(problems: list[Problem]) -> list[Problem]:
    """Join warnings that differ only in their row: forty photos without a size are one sentence with forty rows."""
    kept: list[Problem] = []
    places: dict[tuple[tuple[str, str], ...], int] = {}
    for problem in problems:
        key = tuple(sorted((name, text) for name, text in problem.fields.items() if name != "row"))
        if problem.severity is Severity.BLOCK or not problem.fields["row"]:
            kept.append(problem)
        elif key in places:
            first = kept[places[key]]
            known = first.fields["row"]
            more = known if known.endswith(_AND_MORE) else f"{known}{_AND_MORE}"
            rows = f"{known}{_JOINER}{problem.fields['row']}" if known.count(_JOINER) < MOST_ROWS_NAMED else more
            kept[places[key]] = replace(first, fields={**first.fields, "row": rows})
        else:
            places[key] = len(kept)
            kept.append(problem)
    return kept
