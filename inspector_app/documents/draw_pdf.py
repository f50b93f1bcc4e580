# SPDX-License-Identifier: MulanPSL-2.0
"""The record of a random draw as blocks for printing and signing; before the draw, the sheet of the frozen lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from inspector_app.documents.blocks import (
    Block,
    Cell,
    Column,
    DocumentContent,
    Grid,
    Heading,
    Paragraph,
    Running,
    SignatureRow,
    Signatures,
    Table,
)
from inspector_app.documents.form import Align
from inspector_app.documents.plain import content_of

Say = Callable[..., str]  # one word of the record, its slots filled
_LABEL = 30.0  # millimetres
_HASH_LINE = 34  # characters: half a hash stands on a line of its column
_C, _L = Align.CENTER, Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPaper:
    """What is printed of a draw; every text as it is printed, empty texts are left out."""

    organ: str
    title: str
    name: str
    people: tuple[tuple[str, str], ...]  # label, value; in pairs
    bases: tuple[tuple[str, str, str, str], ...]  # list, registered, can be drawn, hash
    conditions: tuple[str, ...]
    strata: tuple[tuple[str, ...], ...]  # name, rule, registered, can be drawn, drawn
    excluded: tuple[tuple[str, ...], ...]  # reason, units, officers
    named: tuple[tuple[str, ...], ...]  # unit, reason
    avoided: tuple[tuple[str, ...], ...]  # officer, unit, reason
    algorithm: str
    seed: tuple[tuple[str, str], ...]  # label, value; empty before the draw
    picks: tuple[tuple[str, ...], ...]  # number, unit with code, stratum and rank, officers, remark
    hashes: tuple[str, ...]
    notes: tuple[str, ...]  # publication, voiding, how to recompute
    is_drawn: bool
    notice: str = ""


def draw_content(paper: DrawPaper, say: Say) -> DocumentContent:
    """Make the content of the record, or of the sheet of frozen lists."""
    blocks: list[Block] = [Heading(part=paper.title, organ=paper.organ, title=paper.title, number=paper.name)]
    pairs = list(paper.people)
    rows = [tuple(pairs[n : n + 2]) for n in range(0, len(pairs), 2)]
    blocks.append(Grid(part=paper.title, label_width=_LABEL, rows=tuple(rows)))
    blocks += _bases(paper, say)
    blocks += _conditions(paper, say)
    blocks += _seed(paper, say)
    if paper.is_drawn:
        blocks += [_lead(say("result")), _result(paper, say)]
    texts = [*paper.hashes, *paper.notes]
    blocks += [Paragraph(part=paper.title, style="note", text=text) for text in texts]
    blocks.append(_signatures(say))
    running = Running(
        number=paper.name, continued=say("continued", title=paper.title), page=say("page"), notice=paper.notice,
        watermarks=(), foot=(),
    )  # fmt: skip
    return content_of(paper.title, running, blocks)


def _lead(text: str) -> Paragraph:
    return Paragraph(part=text, style="lead", text=text)


def _table(
    part: str, say: Say, columns: Sequence[tuple[str, float, Align]], rows: Sequence[Sequence[str]], *,
    caption: str = "", end_row: str = "",
) -> Table:  # fmt: skip
    return Table(
        part=part, caption=caption,
        columns=tuple(Column(title=say(name), width=width, align=align) for name, width, align in columns),
        rows=tuple(tuple(Cell(text=text) for text in row) for row in rows), end_row=end_row, middle=True,
    )  # fmt: skip


def _bases(paper: DrawPaper, say: Say) -> Iterator[Block]:
    yield _lead(say("bases"))
    columns = (("base", 34.0, _L), ("listed", 22.0, _C), ("drawable", 22.0, _C), ("sha256", 82.0, _L))
    rows = [(name, listed, free, _broken(digest)) for name, listed, free, digest in paper.bases]
    yield _table(say("bases"), say, columns, rows)


def _broken(digest: str) -> str:
    """Break a hash into two lines, so that it can be compared by eye."""
    half = len(digest) // 2
    return f"{digest[:half]}\n{digest[half:]}" if len(digest) > _HASH_LINE else digest


def _conditions(paper: DrawPaper, say: Say) -> Iterator[Block]:
    yield _lead(say("filter"))
    for text in paper.conditions:
        yield Paragraph(part=say("filter"), style="list", text=text)
    columns: tuple[tuple[str, float, Align], ...] = (
        ("stratum", 40.0, _L), ("rule", 54.0, _L), ("listed", 22.0, _C), ("drawable", 22.0, _C), ("quota", 22.0, _C),
    )  # fmt: skip
    yield _table(say("strata"), say, columns, paper.strata, caption=say("strata"))
    if paper.excluded:
        columns = (("excluded_why", 80.0, _L), ("excluded_objects", 40.0, _C), ("excluded_officers", 40.0, _C))
        yield _table(say("excluded"), say, columns, paper.excluded, caption=say("excluded"))
    if paper.named:
        columns = (("unit", 80.0, _L), ("reason", 80.0, _L))
        yield _table(say("excluded_named"), say, columns, paper.named, caption=say("excluded_named"))
    if paper.avoided:
        columns = (("officer", 40.0, _L), ("unit", 70.0, _L), ("reason", 50.0, _L))
        yield _table(say("avoidances"), say, columns, paper.avoided, caption=say("avoidances"))


def _seed(paper: DrawPaper, say: Say) -> Iterator[Block]:
    yield _lead(say("seed"))
    rows = paper.seed or ((say("seed_by_hand"), ""), (say("seed_source"), ""), (say("witness"), ""))
    yield Grid(part=say("seed"), label_width=_LABEL if paper.seed else 54.0, rows=tuple((pair,) for pair in rows))
    yield _lead(say("algorithm", name=paper.algorithm))
    yield Paragraph(part=say("seed"), style="list", text=say("algorithm_text"))


def _result(paper: DrawPaper, say: Say) -> Table:
    columns = (
        ("ordinal", 11.0, _C), ("unit", 52.0, _L), ("rank", 24.0, _C), ("officer", 47.0, _L), ("remark", 26.0, _L),
    )  # fmt: skip
    return _table(say("result"), say, columns, paper.picks, end_row=say("end_row"))


def _signatures(say: Say) -> Signatures:
    columns = (("signer", 40.0), ("signature", 70.0), ("date", 50.0))
    widths = tuple(Column(title=say(name), width=width, align=_C) for name, width in columns)
    rows = tuple(SignatureRow(role=say(name), detail="") for name in ("operator", "supervisor", "witness"))
    return Signatures(
        part=say("signature"), columns=widths, rows=rows, blank_date=say("blank_date"), note_label="", note_height=0.0
    )
