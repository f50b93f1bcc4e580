# SPDX-License-Identifier: MulanPSL-2.0
"""The command that scores an inspection: total, grade, tables, what is not checked; the score sheet as a PDF."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from inspector_app.cli.files import prepare_file
from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import PATH
from inspector_app.cli.names import about
from inspector_app.cli.result import REFUSED, Result, as_object, problem_lines, table
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.jgj59 import ScoreRule
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.score_sheet import ItemScore, PartScore, RowScore, ScoreSheet, TableScore, shown
from inspector_app.domain.weight_score import WeightScore, WeightSection
from inspector_app.ledgers import inspections
from inspector_app.ledgers.score import InspectionScore, PackScore, score_of
from inspector_app.operations import score as verbs
from inspector_app.operations.file_exports import save_draft, save_issued
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

_KIND = DocumentKind.SCORE_SHEET


@click.command("score", cls=Command, help=about("score"))
@click.option("--inspection", required=True, metavar="INSPECTION", help=tr("the inspection"))
@click.option("--missing", multiple=True, metavar="TABLE", help=tr("a table that this site has nothing of: 缺项"))
@click.option("--present", multiple=True, metavar="TABLE", help=tr("a table to take in again after --missing"))
@click.option("--pdf", type=PATH, default=None, metavar="FILE", help=tr("write the score sheet, once there is a total"))
def score(inspection: str, missing: tuple[str, ...], present: tuple[str, ...], pdf: Path | None) -> Result:
    """Score an inspection; exit code 1 while something is not checked."""
    if pdf is not None:
        prepare_file(pdf)
    with opened() as ws:
        for name in missing:
            verbs.leave_out_table(ws, inspection, name)
        for name in present:
            verbs.take_in_table(ws, inspection, name)
        found = score_of(ws, inspection)
        if pdf is not None and found.sheet is None:
            raise Refused([Problem(code=ProblemCode.SCORE_NONE, where="--pdf")])
        written = _write(ws, inspection, pdf) if pdf is not None and not found.not_ready else {}
    said = _lines(found)
    if written:
        said.append(tr("Score sheet of {pages} pages: {path}", pages=written["pages"], path=written["path"]))
    data = {**_data(found), **written}
    problems = found.not_ready
    if problems:
        data["problems"] = [as_object(problem) for problem in problems]
        return Result(data=data, lines=said, code=REFUSED, notes=[*problem_lines(problems), *_open_lines(found)])
    return Result(data=data, lines=said)


def _write(ws: Workspace, inspection: str, path: Path) -> dict[str, object]:
    """Write the issued sheet, else a draft of it."""
    valid = [d for d in inspections.view(ws, inspection).documents if d.kind is _KIND and d.is_valid]
    if valid:
        save_issued(ws, valid[-1].id, path)
        return {"path": str(path), "pages": valid[-1].pages, "draft": False}
    drafted = save_draft(ws, inspection, _KIND, path)
    return {"path": str(path), "pages": drafted.pages, "draft": True}


# For people ------------------------------------------------------------------------------------------------


def _lines(found: InspectionScore) -> list[str]:
    return [*(_sheet_lines(found.sheet) if found.sheet is not None else ()), *map(_weight_line, found.weighted)]


def _weight_line(found: PackScore) -> str:
    score = found.score
    share = "-" if not score.is_ready or score.percent is None else f"{shown(score.percent)}%"
    facts = {"reached": shown(score.reached), "possible": shown(score.possible)}
    return tr("{pack}: {percent}, weight {reached} of {possible}", pack=found.pack.title, percent=share, **facts)


def _sheet_lines(sheet: ScoreSheet) -> list[str]:
    head = [(tr("Item"), tr("Points due"), tr("Table score"), tr("Points scored"))]
    rows = [
        (row.fact.name, shown(row.fact.points), _score(row, row.mean), _score(row, row.value)) for row in sheet.rows
    ]
    grade = sheet.grade_line or sheet.total_line
    lines = [*table([*head, *rows]), *([f"  {grade}"] if grade else []), ""]
    lines += table((t.fact.no, t.fact.name, _state(t), t.zero) for t in sheet.tables)
    if sheet.is_unsure:
        rules = "、".join(rule.id for rule in sheet.rules if rule.is_unsure)
        said = {"items": len(sheet.unsure_items), "rules": rules or "-"}
        lines += ["", tr("To be verified: names or points of {items} items, rules {rules}.", **said)]
    return [*lines, sheet.facts.unlisted]


def _score(row: RowScore, value: Decimal | None) -> str:
    if row.is_missing:
        return tr("not on this site")
    return "-" if value is None else shown(value)


def _state(found: TableScore) -> str:
    if found.score is not None:
        return tr("{points} points", points=shown(found.score))
    return tr("not on this site") if found.is_missing else tr("{count} not checked", count=len(found.open))


def _open_lines(found: InspectionScore) -> list[str]:
    """Every item that is not checked, with its table or section."""
    tables = found.sheet.tables if found.sheet is not None else ()
    rows = [(item.code, t.fact.name, item.name) for t in tables for item in t.items if item.is_open]
    rows += [(code, s.name, p.pack.title) for p in found.weighted for s in p.score.sections for code in s.not_checked]
    return table(rows)


# For machines ----------------------------------------------------------------------------------------------


def _data(found: InspectionScore) -> dict[str, object]:
    made: dict[str, object] = {"inspection": found.inspection_id}
    if found.sheet is not None and found.pack is not None:
        made["jgj59"] = {"pack": found.pack.id, "version": found.pack.version, **_sheet(found.sheet)}
    if found.weighted:
        made["weights"] = [_weights(scored) for scored in found.weighted]
    return made


def _weights(found: PackScore) -> dict[str, object]:
    parts = [{"name": s.name, "open": list(s.not_checked), **_share(s)} for s in found.score.sections]
    whole = {"open": list(found.score.not_checked), **_share(found.score)}
    return {"pack": found.pack.id, "version": found.pack.version, **whole, "sections": parts}


def _share(part: WeightScore | WeightSection) -> dict[str, object]:
    return {"percent": _number(part.percent), "reached": shown(part.reached), "possible": shown(part.possible)}


def _sheet(sheet: ScoreSheet) -> dict[str, object]:
    grade = sheet.grade
    return {
        "total": _number(sheet.total),
        "grade": grade.grade if grade else None,
        "grade_unsure": bool(grade and grade.is_unsure),
        "open": list(sheet.open),
        "due": shown(sheet.due),
        "got": shown(sheet.got),
        "rows": [
            {"name": r.fact.name, "points": shown(r.fact.points), "tables": list(r.tables), "mean": _number(r.mean),
             "value": _number(r.value), "missing": r.is_missing}
            for r in sheet.rows
        ],
        "tables": [_table(t) for t in sheet.tables],
        "working": list(sheet.lines),
        "rules": [_rule(rule) for rule in sheet.rules],
        "unsure_items": list(sheet.unsure_items),
    }  # fmt: skip


def _table(found: TableScore) -> dict[str, object]:
    return {
        "no": found.fact.no, "name": found.fact.name, "score": _number(found.score), "missing": found.is_missing,
        "zero": found.zero, "assured": _part(found.assured), "general": _part(found.general),
        "whole": _part(found.whole), "items": [_item(item) for item in found.items],
    }  # fmt: skip


def _item(item: ItemScore) -> dict[str, object]:
    return {
        "code": item.code, "name": item.name, "points": shown(item.due), "deducted": _number(item.off),
        "score": _number(item.got), "missing": item.is_missing, "reason": item.reason,
        "unsure": item.name_unsure or item.points_unsure,
    }  # fmt: skip


def _part(part: PartScore) -> dict[str, object]:
    return {"due": shown(part.due), "deducted": shown(part.off), "score": shown(part.got), "missing": part.missing}


def _rule(rule: ScoreRule) -> dict[str, object]:
    return {"id": rule.id, "text": rule.text, "clause": rule.clause, "mark": rule.mark}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else shown(value)
