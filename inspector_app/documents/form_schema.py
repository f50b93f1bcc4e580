# SPDX-License-Identifier: MulanPSL-2.0
"""Which keys a form may have, and which slots `{...}` each text may use; the reader holds files to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.documents.form import BlockKind
from inspector_app.domain.document_fields import FieldType
from inspector_app.domain.enterprise import Industry

GENERAL = frozenset(
    [
        "organ",
        "organ_address",
        "organ_phone",
        "review_organ",
        "court",
        "form_title",
        "officer_word",
        "officers",
        "certificates",
        "officers_with_certificates",
        "unit",
        "credit_code",
        "address",
        "person_in_charge",
        "title",
        "phone",
        "place",
        "started_on",
        "started_at",
        "finished_at",
        "span",
        "issued_on",
        "number",
        "referred_number",
        "accompanied_by",
        "accompanied_by_detail",
        "experts",
        "witnesses",
        "party_remark",
        "findings_count",
        "photos_count",
        "stop_items",
        "compliant_count",
        "noncompliant_count",
        "not_applicable_count",
        "not_checked_count",
        "organ_short",
        "industry",
        "district",
        "remedy",
        "refers_title",
        "refers_number",
        "refers_date",
        "order_basis",
        "major_count",
        "last_deadline",
        "done_count",
        "partial_count",
        "not_done_count",
        "score_total",
        "score_grade",
        "score_line",
        "score_unlisted",
    ]
)
LINE = frozenset(
    [
        "ordinal",
        "place",
        "at_place",
        "description",
        "measure",
        "clauses",
        "order_clauses",
        "penalty_clauses",
        "deadline",
        "photos",
        "grade",
        "major",
        "stop",
    ]
)
ITEM = frozenset(["code", "section", "check", "remark", "value"])
PERSON = GENERAL | frozenset(["name", "certificate_no", "title", "unit", "phone", "officer_word"])
VERDICT = frozenset(["ordinal", "place", "at_place", "description", "deadline", "verdict", "fact", "photos"])
SCORE_ROW = frozenset(["ordinal", "row", "tables", "points", "score", "value"])
SCORE_ITEM = frozenset(["ordinal", "group", "name", "points", "off", "got", "reason"])
ROW = frozenset(["ordinal"])  # and the columns of the rows
NONE: frozenset[str] = frozenset()
WITH_FIELDS = (GENERAL, LINE, ITEM, PERSON, VERDICT)  # texts that may use the form's own fields as well
NUMBER_SLOTS = frozenset(["short_name", "numbering_word", "word", "year", "serial"])


class Shape(StrEnum):
    """What a key holds."""

    TEXT = "text"
    NUMBER = "number"
    COLUMNS = "columns"
    ROWS = "rows"
    SIGNERS = "signers"
    FIELD = "field"  # the name of one of the form's fields
    FLAG = "flag"
    OPINIONS = "opinions"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a block."""

    name: str
    shape: Shape = Shape.TEXT
    slots: frozenset[str] = NONE
    choices: tuple[str, ...] = ()
    may_be_empty: bool = False
    types: tuple[FieldType, ...] = ()  # of FIELD


PARAGRAPH_STYLES = ("body", "lead", "addressee", "note", "end", "title", "cut")
RESULTS = ("compliant", "noncompliant", "not_applicable", "not_checked", "recorded")

BLOCK_KEYS: Mapping[BlockKind, tuple[Key, ...]] = {
    BlockKind.HEADING: (
        Key("organ", slots=GENERAL),
        Key("title", slots=GENERAL),
        Key("number", slots=GENERAL, may_be_empty=True),
    ),
    BlockKind.FIELDS: (Key("label_width", Shape.NUMBER), Key("rows", Shape.ROWS, GENERAL)),
    BlockKind.PARAGRAPH: (Key("style", choices=PARAGRAPH_STYLES), Key("text", slots=GENERAL)),
    BlockKind.FACTS: (Key("text", slots=LINE), Key("empty", slots=GENERAL)),
    BlockKind.FINDINGS: (
        Key("columns", Shape.COLUMNS, LINE),
        Key("end_row", may_be_empty=True),
    ),
    BlockKind.ITEMS_TABLE: (
        Key("result", choices=RESULTS),
        Key("caption"),
        Key("columns", Shape.COLUMNS, ITEM),
    ),
    BlockKind.ITEMS_LIST: (
        Key("result", choices=RESULTS),
        Key("caption", slots=frozenset({"count"})),
        Key("item", slots=ITEM),
        Key("item_remark", slots=ITEM),
        Key("group", slots=frozenset({"section"}), may_be_empty=True),
        Key("stop", may_be_empty=True),
    ),
    BlockKind.DEADLINES: (
        Key("immediate", slots=frozenset({"items"})),
        Key("dated", slots=frozenset({"items", "deadline"})),
        Key("undated", slots=frozenset({"items"})),
        Key("separator"),
        Key("stop"),
    ),
    BlockKind.REMEDY: (Key("text", slots=GENERAL),),
    BlockKind.REMARK: (Key("prompt", slots=GENERAL), Key("lines", Shape.NUMBER)),
    BlockKind.SIGNATURES: (
        Key("columns", Shape.COLUMNS),
        Key("blank_date"),
        Key("signers", Shape.SIGNERS, PERSON),
        Key("note_label", may_be_empty=True),
        Key("note_height", Shape.NUMBER),
    ),
    BlockKind.SEAL: (
        Key("organ", slots=GENERAL),
        Key("date", slots=GENERAL),
        Key("placeholder"),
    ),
    BlockKind.ANNEX: (
        Key("title", slots=GENERAL),
        Key("number", slots=frozenset({"number"})),
        Key("taken_at"),
        Key("place"),
        Key("taker"),
        Key("proves"),
        Key("caption"),
        Key("hash"),
    ),
    BlockKind.ROWS: (
        Key("field", Shape.FIELD, types=(FieldType.ROWS,)),
        Key("caption", slots=GENERAL, may_be_empty=True),
        Key("columns", Shape.COLUMNS, ROW),
        Key("least_rows", Shape.NUMBER),
        Key("end_row", may_be_empty=True),
    ),
    BlockKind.ROW_TEXTS: (
        Key("field", Shape.FIELD, types=(FieldType.ROWS,)),
        Key("text", slots=ROW),
        Key("empty", slots=GENERAL, may_be_empty=True),
    ),
    BlockKind.CHOICES: (
        Key("field", Shape.FIELD, types=(FieldType.CHOICE, FieldType.CHOICES)),
        Key("caption", slots=GENERAL, may_be_empty=True),
        Key("per_line", Shape.FLAG),
    ),
    BlockKind.VERDICTS: (
        Key("columns", Shape.COLUMNS, VERDICT),
        Key("done"),
        Key("partial"),
        Key("not_done"),
        Key("end_row", may_be_empty=True),
    ),
    BlockKind.OPINIONS: (Key("label_width", Shape.NUMBER), Key("rows", Shape.OPINIONS, GENERAL)),
    BlockKind.SCORE_SUMMARY: (
        Key("caption", slots=frozenset({"name"})),
        Key("columns", Shape.COLUMNS, SCORE_ROW),
        Key("sum"),
        Key("missing"),
        Key("open"),
        Key("total_open", slots=frozenset({"count"})),
    ),
    BlockKind.SCORE_TABLES: (
        Key("caption", slots=frozenset({"no", "name", "clause"})),
        Key("columns", Shape.COLUMNS, SCORE_ITEM),
        Key("assured"),
        Key("general"),
        Key("whole"),
        Key("missing"),
        Key("open"),
        Key("unsure_name", slots=frozenset({"text"})),
        Key("unsure_points", slots=frozenset({"text"})),
        Key("all_missing", slots=frozenset({"title", "items", "count"})),
        Key("line", slots=frozenset({"line"})),
    ),
    BlockKind.SCORE_WORKING: (Key("caption"), Key("line", slots=frozenset({"line"}))),
    BlockKind.SCORE_RULES: (
        Key("caption"),
        Key("rule", slots=frozenset({"id", "text", "clause", "unsure", "note"})),
        Key("clause", slots=frozenset({"clause"})),
        Key("unsure"),
        Key("note", slots=frozenset({"note"})),
    ),
}

WORDS: Mapping[str, frozenset[str]] = {
    "number": NUMBER_SLOTS,
    "date": frozenset({"year", "month", "day"}),
    "date_stacked": frozenset({"year", "month", "day"}),
    "date_cell": frozenset({"year", "month", "day"}),
    "time": frozenset({"hour", "minute"}),
    "span": frozenset({"start", "end"}),
    "join": NONE,
    "range": frozenset({"first", "last"}),
    "citation": frozenset({"name", "clause"}),
    "citation_standard": frozenset({"name", "standard", "clause"}),
    "citation_join": NONE,
    "photos": frozenset({"numbers"}),
    "photo_found": frozenset({"number"}),
    "photo_after": frozenset({"number"}),
    "at_place": frozenset({"place"}),
    "officer": frozenset({"name", "certificate_no"}),
    "person_of": frozenset({"name", "detail"}),
    "stops": NONE,
    "immediate": NONE,
    "major": NONE,
    "grade_general": NONE,
    "grade_major": NONE,
    "yes": NONE,
    "no": NONE,
    **{f"industry_{industry}": NONE for industry in Industry},
    "none": NONE,
    "by_hand": NONE,
    "pending": NONE,
    "no_number": NONE,
    "control": frozenset({"code"}),
    "continued": frozenset({"title"}),
    "page": frozenset({"page", "pages"}),
    "draft": NONE,
    "demo": NONE,
    "demo_header": NONE,
}
# What an order rests on where a line does not say: the first is needed by a form that uses {order_basis}, the
# second takes its place when such a line is to be mended at once.
# The words of results stand at the places of an item that was checked at several.
OPTIONAL_WORDS = ("order_basis", "order_basis_immediate", *(f"result_{result}" for result in RESULTS))
REQUIRABLE = GENERAL
