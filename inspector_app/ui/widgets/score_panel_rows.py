# SPDX-License-Identifier: MulanPSL-2.0
"""The lines of the score panel: summary, tables, items that are not checked, the working."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from inspector_app.domain.score_sheet import PartScore, RowScore, ScoreSheet, TableScore, shown
from inspector_app.domain.weight_score import WeightScore, WeightSection
from inspector_app.ledgers.score import InspectionScore, PackScore
from inspector_app.ui.widgets.row_list import Row
from inspector_app.wording import tr


def summary_rows(sheet: ScoreSheet) -> list[Row]:
    """Give the lines of the summary table."""
    return [_summary(sheet, row) for row in sheet.rows]


def _summary(sheet: ScoreSheet, row: RowScore) -> Row:
    tables = [table for table in sheet.tables if table.fact.summary_item == row.fact.name]
    left = sum(len(table.open) for table in tables)
    zeros = [table for table in tables if table.zero]
    chip, role = "", "muted"
    if row.is_missing:
        chip = tr("not on this site")
    elif left:
        chip, role = tr("{count} not checked", count=left), "accent"
    elif zeros:
        chip, role = tr("{count} tables at 0", count=len(zeros)), "bad"
    side = tr("of {points}", points=shown(row.fact.points))
    if row.value is not None:
        side = tr("{value} of {points}", value=shown(row.value), points=shown(row.fact.points))
    detail = row.line or "、".join(table.fact.name for table in tables)
    return Row(id=row.fact.name, title=row.fact.name, detail=detail, side=side, chip=chip, chip_role=role, leads=True)


def table_rows(sheet: ScoreSheet) -> list[Row]:
    """Give a line for each of the 19 tables: how far it is, its parts, its score."""
    return [_table(table) for table in sheet.tables]


def _table(table: TableScore) -> Row:
    done = len(table.items) - len(table.open)
    parts = [tr("{done} of {count} items", done=done, count=len(table.items))]
    if table.fact.assured_points and not table.is_untouched:
        parts.append(tr("assured items {points}", points=_of(table.assured)))
    lost = [item.name for item in table.items if item.is_assured and item.got == 0]
    if lost:
        parts.append(tr("0 points for {items}", items="、".join(lost)))
    unsure = sum(item.name_unsure or item.points_unsure for item in table.items)
    if table.is_missing:
        parts = [tr("{count} items not applicable", count=len(table.items))]
    elif unsure:
        parts.append(tr("{count} items to be verified", count=unsure))
    chip, role, side = "", "muted", ""
    if table.is_missing:
        chip = tr("not on this site")
    elif table.open:
        chip, role = tr("{count} not checked", count=len(table.open)), "accent"
    elif table.zero:
        chip, role = tr("0 points"), "bad"
    elif table.score is not None:
        side = tr("{points} points", points=shown(table.score))
    return Row(
        id=table.fact.no, title=f"{table.fact.no}　{table.fact.name}", detail=" · ".join(parts), side=side, chip=chip,
        chip_role=role, leads=True, tip=table.line,
    )  # fmt: skip


def _of(part: PartScore) -> str:
    return f"{shown(part.got)}/{shown(part.due)}"


def open_rows(found: InspectionScore) -> list[Row]:
    """Give a line for each item that is not checked."""
    return [*_open_of(found.sheet), *(_open_weight(code, p) for p in found.weighted for code in p.score.not_checked)]


def _open_of(sheet: ScoreSheet | None) -> Iterator[Row]:
    for table in sheet.tables if sheet is not None else ():
        for item in table.items:
            if item.is_open:
                side = f"{item.code} · {tr('{points} points', points=shown(item.due))}"
                detail = f"{table.fact.no}　{table.fact.name} · {item.group}"
                yield Row(id=item.code, title=item.name, detail=detail, side=side, leads=True)


def _open_weight(code: str, found: PackScore) -> Row:
    section = next(s.name for s in found.score.sections if code in s.not_checked)
    return Row(id=code, title=code, detail=f"{found.pack.title} · {section}", leads=True)


def working_text(sheet: ScoreSheet) -> str:
    """Give the working as far as it goes, then the rules with what is 待核 of them."""
    rules = []
    for rule in sheet.rules:
        clause = f"（{rule.clause}）" if rule.clause else ""
        pending = f"（{sheet.facts.pending}）" if rule.is_unsure else ""
        note = f"　{rule.note}" if rule.note else ""
        rules.append(f"{rule.id}　{rule.text}{clause}{pending}{note}".strip("　"))
    return "\n".join((*sheet.lines, "", *rules))


def weight_rows(scored: tuple[PackScore, ...]) -> list[Row]:
    """Give a line for each checklist with weights, and under it one for each of its sections."""
    return [line for found in scored for line in _weights(found)]


def _weights(found: PackScore) -> Iterator[Row]:
    whole = found.score
    yield _weight(found.pack.title or found.pack.id, found.pack.id, whole)
    for section in whole.sections:
        yield _weight(section.name, f"{found.pack.id}|{section.name}", section)


def _weight(title: str, row_id: str, part: WeightScore | WeightSection) -> Row:
    left = len(part.not_checked)
    detail = tr("weight {reached} of {possible}", reached=shown(part.reached), possible=shown(part.possible))
    return Row(
        id=row_id, title=title, detail=detail, side=percent_words(part.percent),
        chip=tr("{count} not checked", count=left) if left else "", chip_role="accent", leads=bool(left),
    )  # fmt: skip


def percent_words(percent: Decimal | None) -> str:
    """Write a share."""
    return "—" if percent is None else f"{shown(percent)}%"


def total_words(total: Decimal | None) -> str:
    """Write the large figure."""
    return "—" if total is None else shown(total)
