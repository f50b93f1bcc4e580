# SPDX-License-Identifier: MulanPSL-2.0
"""Read a form from TOML; everything that is wrong with it is found in one go."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path

from inspector_app.documents.form import (
    UNSURE,
    Align,
    BlockKind,
    Condition,
    FootPages,
    Form,
    FormBlock,
    FormCell,
    FormClass,
    FormColumn,
    FormLayout,
    FormMark,
    FormRow,
    FormSigner,
    Part,
    SignerSource,
)
from inspector_app.documents.form_schema import BLOCK_KEYS, NONE, REQUIRABLE, WORDS, Key, Shape
from inspector_app.documents.form_table import Faults, Table
from inspector_app.documents.measures import LEAST_CONTENT, TEXT_WIDTH_MM
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.organ import EnforcementPower
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity

LARGEST_FILE = 512 * 1024


def load_form(folder: Path, kind: DocumentKind) -> Form:
    """Read the form of a kind: FORM_UNKNOWN, FILE_UNREADABLE and the codes of `read_form`."""
    path = folder / f"{kind}.toml"
    if not path.is_file():
        raise Refused([Problem(code=ProblemCode.FORM_UNKNOWN, where=str(path), fields={"kind": kind})])
    try:
        data = path.read_bytes()
    except OSError as error:
        fields = {"path": str(path), "reason": str(error.strerror)}
        raise Refused([Problem(code=ProblemCode.FILE_UNREADABLE, where=str(path), fields=fields)]) from error
    return read_form(data, path.name)


def read_form(data: bytes, name: str) -> Form:
    """Read a form or refuse with all its faults: FORM_FAULTY (no TOML at all) and FORM_FIELD_* and others."""
    faults = Faults(name)
    try:
        if len(data) > LARGEST_FILE:
            raise ValueError(f"{len(data)} > {LARGEST_FILE}")
        values = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        fields = {"form": name, "detail": str(error)}
        raise Refused([Problem(code=ProblemCode.FORM_FAULTY, where=name, fields=fields)]) from error
    top = Table(faults, "", values)
    form = _form(top, hashlib.sha256(data).hexdigest())
    top.close()
    _check_whole(form, faults)
    if faults.problems:
        raise Refused(faults.problems)
    return form


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


def _form(top: Table, sha256: str) -> Form:
    kind = top.word("kind", DocumentKind)
    return Form(
        id=top.text("id"),
        version=top.text("version"),
        kind=kind,
        form_class=top.word("class", FormClass),
        title=top.text("title"),
        number_word=top.text("number_word"),
        copies=int(top.number("copies", 1, 20)),
        copy_marks=top.texts("copy_marks"),
        least_officers=int(top.number("least_officers", 0, 20)),
        required=_required(top),
        powers=_powers(top.table("powers")),
        layout=_layout(top.table("layout")),
        words=_words(words := top.table("words")),
        foot=_foot(words),
        parts=_parts(top.table("parts")),
        blocks=tuple(block for table in top.tables("blocks") if (block := _block(table))),
        sha256=sha256,
    )


def _required(top: Table) -> tuple[str, ...]:
    names = top.texts("required")
    for name in names:
        if name not in REQUIRABLE:
            top.wrong("required", name)
    return names


def _powers(table: Table) -> Mapping[EnforcementPower, str]:
    powers = {}
    for key in table.keys():  # noqa: SIM118 - Table is not a mapping
        if key in tuple(EnforcementPower) and key != EnforcementPower.NONE:
            powers[EnforcementPower(key)] = table.text(key)
    table.close()
    return powers


def _layout(table: Table) -> FormLayout:
    layout = FormLayout(
        body_sizes=table.numbers("body_sizes", LEAST_CONTENT, 22),
        long_after=int(table.number("long_after", 1, 1000)),
        foot_pages=table.word("foot_pages", FootPages),
    )
    table.close()
    return layout


def _words(table: Table) -> Mapping[str, str]:
    return {name: table.text(name, slots) for name, slots in WORDS.items()}


def _foot(table: Table) -> tuple[str, ...]:
    foot = table.texts("foot")
    for label in foot:
        table.check_text("foot", label, NONE)
    table.close()
    return foot


def _parts(table: Table) -> tuple[Part, ...]:
    parts = []
    for key in table.keys():  # noqa: SIM118 - Table is not a mapping
        inner = table.table(key)
        parts.append(_part(inner))
        inner.close()
    return tuple(parts)


def _part(table: Table) -> Part:
    return Part(name=table.text("name"), mark=table.word("mark", FormMark), source=table.text("source"))


def _block(table: Table) -> FormBlock | None:
    found = str(table.keys() and table.word("kind", BlockKind))
    if found not in tuple(BlockKind):
        return None
    kind = BlockKind(found)
    part = _part(table)
    when = table.word("when", Condition, Condition.ALWAYS)
    closing = table.flag("closing")
    texts: dict[str, str] = {}
    numbers: dict[str, float] = {}
    columns: tuple[FormColumn, ...] = ()
    rows: tuple[FormRow, ...] = ()
    signers: tuple[FormSigner, ...] = ()
    for key in BLOCK_KEYS[kind]:
        if key.shape is Shape.TEXT:
            texts[key.name] = _text(table, key)
        elif key.shape is Shape.NUMBER:
            numbers[key.name] = table.number(key.name, 0, TEXT_WIDTH_MM)
        elif key.shape is Shape.COLUMNS:
            columns = _columns(table, key)
        elif key.shape is Shape.ROWS:
            rows = tuple(_row(inner, key) for inner in table.tables(key.name))
        else:
            signers = tuple(_signer(inner, key) for inner in table.tables(key.name))
    return FormBlock(
        kind=kind,
        part=part,
        when=when,
        closing=closing,
        texts=texts,
        numbers=numbers,
        columns=columns,
        rows=rows,
        signers=signers,
    )


def _text(table: Table, key: Key) -> str:
    text = table.text(key.name, key.slots, empty=key.may_be_empty)
    if key.choices and text and text not in key.choices:
        table.wrong(key.name, text)
    return text


def _columns(table: Table, key: Key) -> tuple[FormColumn, ...]:
    columns = []
    for inner in table.tables(key.name):
        column = FormColumn(
            title=inner.text("title"),
            width=inner.number("width", 8, TEXT_WIDTH_MM),
            text=inner.text("text", key.slots) if key.slots else "",
            align=inner.word("align", Align, Align.LEFT) if key.slots else Align.CENTER,
        )
        columns.append(column)
    if not columns or sum(column.width for column in columns) > TEXT_WIDTH_MM + 0.01:
        table.wrong(key.name, str(sum(column.width for column in columns)))
    return tuple(columns)


def _row(table: Table, key: Key) -> FormRow:
    cells = tuple(
        FormCell(label=inner.text("label", key.slots), value=inner.text("value", key.slots))
        for inner in table.tables("cells")
    )
    if not 1 <= len(cells) <= 2:
        table.wrong("cells", str(len(cells)))
    return FormRow(cells=cells, when=table.word("when", Condition, Condition.ALWAYS))


def _signer(table: Table, key: Key) -> FormSigner:
    return FormSigner(
        who=table.word("who", SignerSource),
        role=table.text("role", key.slots),
        detail=table.text("detail", key.slots, empty=True),
    )


def _check_whole(form: Form, faults: Faults) -> None:
    """Hold the form to what the law asks of its class: remedies on decisions, none on records."""
    remedies = [block for block in form.blocks if block.kind is BlockKind.REMEDY]
    if form.form_class is FormClass.ORDER and not remedies:
        faults.add(ProblemCode.FORM_REMEDY_MISSING, "blocks")
    if form.form_class is FormClass.RECORD and remedies:
        faults.add(ProblemCode.FORM_REMEDY_NOT_ALLOWED, "blocks")
    for block in remedies:
        for slot in ("review_organ", "court"):
            if "{" + slot + "}" not in block.texts["text"]:
                faults.add(ProblemCode.FORM_SLOT_MISSING, "remedy.text", slot=slot)
            if slot not in form.required:
                faults.add(ProblemCode.FORM_SLOT_MISSING, "required", slot=slot)
    for kind in (BlockKind.HEADING, BlockKind.SIGNATURES):
        if kind not in {block.kind for block in form.blocks}:
            faults.add(ProblemCode.FORM_FIELD_MISSING, f"blocks.{kind}")
