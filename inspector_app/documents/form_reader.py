# SPDX-License-Identifier: MulanPSL-2.0
"""Read a form from TOML; everything that is wrong with it is found in one go."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inspector_app.documents.form import (
    UNSURE,
    BlockKind,
    FootPages,
    Form,
    FormBlock,
    FormClass,
    FormLayout,
    Part,
)
from inspector_app.documents.form_blocks import BlockReader, read_part
from inspector_app.documents.form_fields import read_fields
from inspector_app.documents.form_schema import NONE, NUMBER_SLOTS, OPTIONAL_WORDS, REQUIRABLE, WORDS
from inspector_app.documents.form_table import SLOT, Faults, Table
from inspector_app.documents.measures import LEAST_CONTENT
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.organ import EnforcementPower, OrganSector
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.domain.toml_text import TomlWrong, read_toml_bytes

LARGEST_FILE = 512 * 1024
COMMON = "common.toml"
# Which kinds of blocks one of which a class must have: what is decided or recorded is signed for.
_NEEDED = {
    FormClass.ORDER: (BlockKind.SIGNATURES,),
    FormClass.RECORD: (BlockKind.SIGNATURES,),
    FormClass.NOTICE: (BlockKind.SIGNATURES, BlockKind.SEAL),
}


def load_form(folder: Path, kind: DocumentKind, common_folder: Path | None = None) -> Form:
    """Read the form of a kind: FORM_UNKNOWN, FILE_UNREADABLE and the codes of `read_form`.

    `common.toml` is that of `folder`, else that of `common_folder` (the bundled forms).
    """
    path = folder / f"{kind}.toml"
    if not path.is_file():
        raise Refused([Problem(code=ProblemCode.FORM_UNKNOWN, where=str(path), fields={"kind": kind})])
    return read_form(_bytes(path), path.name, common_words(folder, common_folder))


def common_words(folder: Path, common_folder: Path | None = None) -> bytes:
    """Give the bytes of `common.toml`; none at all are a form's own business, which then has all words itself."""
    for place in (folder, common_folder):
        if place is not None and (place / COMMON).is_file():
            return _bytes(place / COMMON)
    return b""


def _bytes(path: Path) -> bytes:
    """Give the bytes of a form, at most one more than a form may have. Refuses FILE_UNREADABLE."""
    try:
        if path.exists() and not path.is_file():  # a pipe would wait for ever
            raise OSError(0, "not a file")
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        fields = {"path": str(path), "reason": getattr(error, "strerror", None) or ""}
        raise Refused([Problem(code=ProblemCode.FILE_UNREADABLE, where=str(path), fields=fields)]) from error


@functools.lru_cache(maxsize=64)  # the same bytes are the same form: each look at a document asks for it
def read_form(data: bytes, name: str, common: bytes = b"") -> Form:
    """Read a form or refuse with all its faults: FORM_FAULTY (no TOML at all) and FORM_FIELD_* and others."""
    faults, common_faults = Faults(name), Faults(COMMON)
    values = _parsed(data, name)
    shared = Table(common_faults, "", _parsed(common, COMMON))
    top = Table(faults, "", values)
    form = _form(top, shared, hashlib.sha256(data + b"\n" + common).hexdigest())
    top.close()
    shared.close()
    _check_whole(form, faults)
    problems = (*common_faults.problems, *faults.problems)
    if problems:
        raise Refused(problems)
    return form


def _parsed(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > LARGEST_FILE:
        sizes = {"path": name, "size": str(len(data)), "limit": str(LARGEST_FILE)}
        raise Refused([Problem(code=ProblemCode.FILE_TOO_LARGE, where=name, fields=sizes)])
    try:
        return read_toml_bytes(data)
    except TomlWrong as wrong:
        where = f"{name}:{wrong.line}" if wrong.line else name
        fields = {"form": where, "detail": wrong.reason}
        raise Refused([Problem(code=ProblemCode.FORM_FAULTY, where=where, fields=fields)]) from wrong


def unverified_parts(form: Form) -> tuple[Problem, ...]:
    """Warn of every part that rests on memory or on a secondary source: FORM_UNVERIFIED."""
    parts = [*form.parts, *(block.part for block in form.blocks)]
    names = dict.fromkeys(part.name for part in parts if part.mark in UNSURE)
    return tuple(
        Problem(
            code=ProblemCode.FORM_UNVERIFIED,
            where=f"{form.id}:{name}",
            fields={"form": form.title, "part": name},
            severity=Severity.WARN,
        )
        for name in names
    )


def _form(top: Table, shared: Table, sha256: str) -> Form:
    fields, field_parts = read_fields(top)
    blocks = BlockReader(fields)
    own = top.table("words", needed=False)
    words, foot = _words(own, shared.table("words", needed=False))
    form_class = top.word("class", FormClass)
    title = top.text("title")
    own_series = top.flag("own_series")
    short = top.text("short_title", needed=form_class is FormClass.ORDER)
    return Form(
        id=top.text("id"),
        version=top.text("version"),
        kind=top.word("kind", DocumentKind),
        form_class=form_class,
        title=title,
        short_title=short or title,
        number_word=top.text("number_word"),
        number_pattern=_pattern(top, words),
        own_series=own_series,
        copies=int(top.number("copies", 1, 20)),
        copy_marks=top.texts("copy_marks"),
        least_officers=int(top.number("least_officers", 0, 20)),
        required=_required(top),
        powers=_powers(top.table("powers")),
        sectors=_sectors(top),
        names_sectors=top.has("sectors"),
        layout=_layout(top.table("layout")),
        words=words,
        foot=foot,
        parts=(*_parts(top.table("parts", needed=False)), *field_parts),
        fields=fields,
        signed=_signed(top),
        blocks=tuple(block for table in top.tables("blocks") if (block := blocks.read(table))),
        sha256=sha256,
    )


def _signed(top: Table) -> bool:
    """Whether somebody signs: yes, unless the form says that nobody does."""
    return top.flag("signatures") if top.has("signatures") else True


def _pattern(top: Table, words: Mapping[str, str]) -> str:
    """The pattern of numbers, own or common: year and serial once each."""
    own = top.text("number_pattern", NUMBER_SLOTS, needed=False)
    pattern = own or words["number"]
    slots = SLOT.findall(pattern)
    for slot in ("year", "serial"):
        if pattern and slots.count(slot) != 1:
            top.faults.add(ProblemCode.FORM_SLOT_MISSING, "number_pattern" if own else "words.number", slot=slot)
    return pattern


def _required(top: Table) -> tuple[str, ...]:
    names = top.texts("required")
    for name in names:
        if name not in REQUIRABLE:
            top.wrong("required", name)
    return names


def _powers(table: Table) -> Mapping[EnforcementPower, str]:
    powers = {
        EnforcementPower(key): table.text(key)
        for key in table.keys()  # noqa: SIM118 - Table is not a mapping
        if key in tuple(EnforcementPower)
    }
    table.close()
    return powers


def _sectors(top: Table) -> frozenset[OrganSector]:
    """The departments that use the form; all when it names none."""
    found = set()
    for name in top.texts("sectors", needed=False):
        if name in tuple(OrganSector):
            found.add(OrganSector(name))
        else:
            top.wrong("sectors", name)
    return frozenset(found or OrganSector)


def _layout(table: Table) -> FormLayout:
    layout = FormLayout(
        body_sizes=table.numbers("body_sizes", LEAST_CONTENT, 22),
        long_after=int(table.number("long_after", 1, 1000)),
        foot_pages=table.word("foot_pages", FootPages),
    )
    table.close()
    return layout


def _words(own: Table, shared: Table) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Take every word from the form itself, else from the common ones."""
    words: dict[str, str] = {}
    for name, slots in WORDS.items():
        both = [table.text(name, slots, needed=table is own and not shared.has(name)) for table in (own, shared)]
        words[name] = both[0] or both[1]
    for name in OPTIONAL_WORDS:
        words[name] = own.text(name, needed=False) or shared.text(name, needed=False)
    feet = [_foot(table, needed=table is own and not shared.has("foot")) for table in (own, shared)]
    own.close()
    shared.close()
    return words, feet[0] or feet[1]


def _foot(table: Table, *, needed: bool) -> tuple[str, ...]:
    foot = table.texts("foot", needed=needed)
    for label in foot:
        table.check_text("foot", label, NONE)
    return foot


def _parts(table: Table) -> tuple[Part, ...]:
    parts = []
    for key in table.keys():  # noqa: SIM118 - Table is not a mapping
        inner = table.table(key)
        parts.append(read_part(inner))
        inner.close()
    return tuple(parts)


def _check_whole(form: Form, faults: Faults) -> None:
    """Hold the form to what the law asks of its class: remedies on decisions only, somebody who signs."""
    remedies = [block for block in form.blocks if block.kind is BlockKind.REMEDY]
    is_order = form.form_class is FormClass.ORDER
    if is_order and not remedies:
        faults.add(ProblemCode.FORM_REMEDY_MISSING, "blocks")
    if not is_order and remedies:
        faults.add(ProblemCode.FORM_REMEDY_NOT_ALLOWED, "blocks")
    for block in remedies:
        if "{remedy}" not in block.texts["text"]:
            faults.add(ProblemCode.FORM_SLOT_MISSING, "remedy.text", slot="remedy")
        for slot in ("review_organ", "court"):
            if slot not in form.required:
                faults.add(ProblemCode.FORM_SLOT_MISSING, "required", slot=slot)
    kinds = {block.kind for block in form.blocks}
    needed = _NEEDED.get(form.form_class, ()) if form.signed else ()
    if BlockKind.HEADING not in kinds:
        faults.add(ProblemCode.FORM_FIELD_MISSING, f"blocks.{BlockKind.HEADING}")
    if needed and kinds.isdisjoint(needed):
        faults.add(ProblemCode.FORM_FIELD_MISSING, f"blocks.{needed[0]}")
    if not form.words["order_basis"] and any("{order_basis}" in text for text in _texts(form.blocks)):
        faults.add(ProblemCode.FORM_FIELD_MISSING, "words.order_basis")


def _texts(blocks: tuple[FormBlock, ...]) -> list[str]:
    """The texts that use general slots."""
    texts = [text for block in blocks for text in block.texts.values()]
    texts += [cell.value for block in blocks for row in block.rows for cell in row.cells]
    return texts + [opinion.text for block in blocks for opinion in block.opinions]
