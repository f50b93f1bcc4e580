# SPDX-License-Identifier: MulanPSL-2.0
"""A form: one official document as data, with every word of law in it and how sure each part is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.document_fields import FieldSpec
from inspector_app.domain.organ import EnforcementPower, OrganSector


class FormMark(StrEnum):
    """How sure a part of a form is (handbook 0.1)."""

    V = "V"  # read in its source
    V2ND = "V2nd"  # only in a secondary source
    FM = "FM"  # from memory
    P = "P"  # our own wording, not law


UNSURE = frozenset({FormMark.V2ND, FormMark.FM})


class FormClass(StrEnum):
    """What the document does: only one that decides something names the remedies against it."""

    ORDER = "order"  # decides
    NOTICE = "notice"  # goes out, decides nothing
    RECORD = "record"
    INTERNAL = "internal"  # stays in the file: approvals


class BlockKind(StrEnum):
    """What a form is built of; `form_schema` names the keys of each."""

    HEADING = "heading"
    FIELDS = "fields"
    PARAGRAPH = "paragraph"
    FACTS = "facts"
    FINDINGS = "findings"
    ITEMS_TABLE = "items_table"
    ITEMS_LIST = "items_list"
    DEADLINES = "deadlines"
    REMEDY = "remedy"
    REMARK = "remark"
    SIGNATURES = "signatures"
    SEAL = "seal"
    ANNEX = "annex"
    ROWS = "rows"
    ROW_TEXTS = "row_texts"
    CHOICES = "choices"
    VERDICTS = "verdicts"
    OPINIONS = "opinions"
    SCORE_SUMMARY = "score_summary"
    SCORE_TABLES = "score_tables"
    SCORE_WORKING = "score_working"
    SCORE_RULES = "score_rules"


class Condition(StrEnum):
    """When a block or a row is printed."""

    ALWAYS = "always"
    IS_REFERRED = "is_referred"
    IS_NOT_REFERRED = "is_not_referred"
    HAS_IMMEDIATE = "has_immediate"
    HAS_NO_IMMEDIATE = "has_no_immediate"
    HAS_STOP = "has_stop"
    HAS_ITEMS = "has_items"
    HAS_EXPERTS = "has_experts"
    HAS_WITNESSES = "has_witnesses"
    HAS_FINDINGS = "has_findings"
    HAS_NO_FINDINGS = "has_no_findings"
    HAS_MAJOR = "has_major"
    ALL_DONE = "all_done"  # every verdict is that the line is mended
    HAS_NOT_DONE = "has_not_done"  # some line is mended in part or not at all


class FootPages(StrEnum):
    """Which pages carry a line for signatures at their foot."""

    ALL = "all"
    ANNEX = "annex"
    NONE = "none"


class SignerSource(StrEnum):
    """Who signs in a row of the signature block."""

    OFFICERS = "officers"
    ACCOMPANIED_BY = "accompanied_by"
    EXPERTS = "experts"
    WITNESSES = "witnesses"
    BLANK = "blank"  # somebody not known before
    DATE = "date"  # a date written by hand


class Align(StrEnum):
    """How the text of a column stands."""

    LEFT = "left"
    CENTER = "center"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a form that somebody has to answer for."""

    name: str
    mark: FormMark
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """A column: its head, its width in millimetres, what its cells say."""

    title: str
    width: float
    text: str = ""
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCell:
    """A label and its value in the field grid."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """When a block, a row or a signer is printed: when all that is given holds."""

    when: Condition = Condition.ALWAYS
    filled: str = ""  # a field that is not empty
    empty: str = ""  # a field that is empty
    chosen: tuple[str, str] | None = None  # a field and the word that is chosen in it


ALWAYS = Guard()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row of the field grid."""

    cells: tuple[FormCell, ...]
    guard: Guard = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSigner:
    """One kind of signer."""

    who: SignerSource
    role: str
    detail: str = ""
    guard: Guard = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOpinion:
    """A box of an approval: what stands at its left, in it, and at its foot where somebody signs."""

    label: str
    text: str
    sign: str
    height: float  # millimetres, at least
    guard: Guard = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBlock:
    """One block; `texts` (also names of fields), `numbers` and `flags` hold the keys of its kind."""

    kind: BlockKind
    part: Part
    guard: Guard = ALWAYS
    closing: bool = False  # kept together with the signatures
    flags: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    columns: tuple[FormColumn, ...] = ()
    rows: tuple[FormRow, ...] = ()
    signers: tuple[FormSigner, ...] = ()
    opinions: tuple[FormOpinion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLayout:
    """The few measures that a form may choose."""

    body_sizes: tuple[float, ...]  # points, the wished one first
    long_after: int  # more lines than this take the smallest size
    foot_pages: FootPages


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as read; `sha256` is of the file's bytes and those of `common.toml`."""

    id: str
    version: str
    kind: DocumentKind
    form_class: FormClass
    title: str
    short_title: str  # 指令书, 决定书: how the document calls itself
    number_word: str
    number_pattern: str  # slots short_name, numbering_word, word, year, serial (`numbering.number_of`)
    own_series: bool  # the number is one of an inner register and is not printed as a 文号
    copies: int
    copy_marks: tuple[str, ...]  # whose each copy is, printed in its corner: 存档, 交被检查单位
    least_officers: int
    required: tuple[str, ...]
    powers: Mapping[EnforcementPower, str]  # the word for an officer; no entry: may not use the form
    sectors: frozenset[OrganSector]  # departments that use the form: all when it names none
    names_sectors: bool
    layout: FormLayout
    words: Mapping[str, str]
    foot: tuple[str, ...]
    parts: tuple[Part, ...]  # parts that are no block: entries of [parts], fields
    fields: tuple[FieldSpec, ...]  # what a person fills in
    signed: bool  # whether somebody signs it
    blocks: tuple[FormBlock, ...]
    sha256: str
