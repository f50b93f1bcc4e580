# SPDX-License-Identifier: MulanPSL-2.0
"""The blocks of a score sheet (JGJ 59): the summary, the 19 tables, the working in words and the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from inspector_app.documents.blocks import Block, Cell, Paragraph, TitledTable
from inspector_app.documents.filler import Filler, columns_of
from inspector_app.documents.form import BlockKind, Form, FormBlock
from inspector_app.documents.phrases import put
from inspector_app.domain.document import DocumentFacts
from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.domain.score_sheet import ItemScore, PartScore, RowScore, ScoreSheet, TableScore, shown

_KINDS = frozenset({BlockKind.SCORE_SUMMARY, BlockKind.SCORE_TABLES, BlockKind.SCORE_WORKING, BlockKind.SCORE_RULES})


def missing_score(form: Form, facts: DocumentFacts, severity: Severity) -> Iterator[Problem]:
    """Say why there is no score to print: SCORE_NONE, SCORE_NOT_READY, SCORE_ALL_MISSING."""
    if _KINDS.isdisjoint(block.kind for block in form.blocks):
        return
    score, where = facts.score, form.id
    if score is None:
        yield Problem(code=ProblemCode.SCORE_NONE, where=where, severity=severity)
    elif score.open:
        fields = {"count": str(len(score.open)), "item": score.open[0]}
        place = f"item:{score.open[0]}"
        yield Problem(code=ProblemCode.SCORE_NOT_READY, where=place, fields=fields, severity=severity)
    elif not score.is_ready:
        yield Problem(code=ProblemCode.SCORE_ALL_MISSING, where=where, severity=severity)


def _summary(block: FormBlock, filler: Filler) -> Iterator[Block]:
    score = filler.facts.score
    if score is None:
        return
    words = filler.form.words
    none = words["none"]
    rows = [_line(block, _row_slots(block, score, row, n, words)) for n, row in enumerate(score.rows, start=1)]
    sums = {"ordinal": "", "row": block.texts["sum"], "tables": "", "score": "", "points": shown(score.due)}
    value = "" if score.open else shown(score.got)
    rows.append(_line(block, {name: text or none for name, text in {**sums, "value": value}.items()}, strong=True))
    part, table = block.part.name, filler.phrases.typed(score.facts.summary_table)
    title = put(block.texts["caption"], {"name": table})
    yield TitledTable(part=part, title=title, columns=columns_of(block), rows=tuple(rows))


def _row_slots(
    block: FormBlock, score: ScoreSheet, row: RowScore, ordinal: int, words: Mapping[str, str]
) -> dict[str, str]:
    empty = block.texts["missing"] if row.is_missing else block.texts["open"]
    none, between = words["none"], words["range"]
    own = [t.fact.no for t in score.tables if t.fact.summary_item == row.fact.name]
    return {
        "ordinal": str(ordinal),
        "row": row.fact.name,
        "tables": "、".join(_runs(own, row.tables or own, between)) or none,
        "points": shown(row.fact.points),
        "score": empty if row.mean is None else shown(row.mean),
        "value": empty if row.value is None else shown(row.value),
    }


def _runs(own: Sequence[str], taken: Sequence[str], between: str) -> Iterator[str]:
    """Name the tables of a line that were checked; three and more that follow each other by first and last."""
    run: list[str] = []
    for no in (*own, ""):
        if no in taken:
            run.append(no)
        elif len(run) > 2:
            yield put(between, {"first": run[0], "last": run[-1]})
            run = []
        else:
            yield from run
            run = []


def _line(block: FormBlock, slots: Mapping[str, str], *, strong: bool = False) -> tuple[Cell, ...]:
    texts = (put(column.text, slots) for column in block.columns)
    return tuple(Cell(text="", strong=text) if strong else Cell(text=text) for text in texts)


def _tables(block: FormBlock, filler: Filler) -> Iterator[Block]:
    score = filler.facts.score
    for table in score.tables if score is not None else ():
        part, typed = f"{block.part.name} {table.fact.no}", filler.phrases.typed
        slots = {"no": table.fact.no, "name": typed(table.fact.name), "clause": typed(table.fact.clause)}
        title = put(block.texts["caption"], slots)
        if table.is_missing:
            names = "、".join(typed(item.name) for item in table.items)
            missing = {"title": title, "items": names, "count": str(len(table.items))}
            yield Paragraph(part=part, style="note", text=put(block.texts["all_missing"], missing))
            continue
        rows = [_item(block, filler, table, item, n) for n, item in enumerate(table.items, start=1)]
        rows += [_sum(block, filler, label, sums) for label, sums in _sums(block, table)]
        yield TitledTable(part=part, title=title, columns=columns_of(block), rows=tuple(rows))
        if table.zero or table.whole.missing or table.open:  # else the sums say it all
            yield Paragraph(part=part, style="note", text=put(block.texts["line"], {"line": typed(table.line)}))


def _item(block: FormBlock, filler: Filler, table: TableScore, item: ItemScore, ordinal: int) -> tuple[Cell, ...]:
    typed, none = filler.phrases.typed, filler.form.words["none"]
    empty = block.texts["missing"] if item.is_missing else block.texts["open"]
    name, points = typed(item.name), shown(item.due)
    return _line(block, {
        "ordinal": str(ordinal),
        "group": typed(item.group) if table.fact.assured_points else none,
        "name": put(block.texts["unsure_name"], {"text": name}) if item.name_unsure else name,
        "points": put(block.texts["unsure_points"], {"text": points}) if item.points_unsure else points,
        "off": (none if item.is_missing else empty) if item.off is None else shown(item.off),
        "got": empty if item.got is None else shown(item.got),
        "reason": typed(item.reason) or ("" if item.off else none),  # a deduction without one is written by hand
    })  # fmt: skip


def _sums(block: FormBlock, table: TableScore) -> Iterator[tuple[str, PartScore]]:
    if table.fact.assured_points:
        yield block.texts["assured"], table.assured
        yield block.texts["general"], table.general
    yield block.texts["whole"], table.whole


def _sum(block: FormBlock, filler: Filler, label: str, part: PartScore) -> tuple[Cell, ...]:
    none = filler.form.words["none"]
    numbers = {"points": shown(part.due), "off": shown(part.off), "got": shown(part.got)}
    return _line(block, {"ordinal": none, "group": none, "name": label, "reason": none, **numbers}, strong=True)


def _working(block: FormBlock, filler: Filler) -> Iterator[Block]:
    score = filler.facts.score
    lines = () if score is None else (*(row.line for row in score.rows), score.total_line, score.grade_line)
    said = [filler.phrases.typed(line) for line in lines if line]
    if said:
        yield Paragraph(part=block.part.name, style="caption", text=block.texts["caption"])
    for line in said:
        yield Paragraph(part=block.part.name, style="list", text=put(block.texts["line"], {"line": line}))


def _rules(block: FormBlock, filler: Filler) -> Iterator[Block]:
    score, typed = filler.facts.score, filler.phrases.typed
    if score is None:
        return
    yield Paragraph(part=block.part.name, style="caption", text=block.texts["caption"])
    for rule in score.rules:
        slots = {
            "id": rule.id,
            "text": typed(rule.text),
            "clause": put(block.texts["clause"], {"clause": typed(rule.clause)}) if rule.clause else "",
            "unsure": block.texts["unsure"] if rule.is_unsure else "",
            "note": put(block.texts["note"], {"note": typed(rule.note)}) if rule.note else "",
        }
        text = put(block.texts["rule"], slots).strip("\u3000 ")
        yield Paragraph(part=block.part.name, style="list", text=text)


SCORE_MAKERS: Mapping[BlockKind, Callable[[FormBlock, Filler], Iterator[Block]]] = {
    BlockKind.SCORE_SUMMARY: _summary,
    BlockKind.SCORE_TABLES: _tables,
    BlockKind.SCORE_WORKING: _working,
    BlockKind.SCORE_RULES: _rules,
}
