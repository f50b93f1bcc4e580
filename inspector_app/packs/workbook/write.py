# SPDX-License-Identifier: MulanPSL-2.0
"""A pack as the bytes of a workbook that a safety officer can edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from inspector_app.domain.checklist import ChecklistPack
from inspector_app.packs.draft import FORMAT
from inspector_app.packs.laws import LawLibrary
from inspector_app.packs.workbook.columns import (
    CHOICE_COLUMNS,
    CHOICES,
    DATA,
    DATA_COLUMNS,
    EXTRA_MARK,
    FORMAT_HEAD,
    GUIDE,
    LANGUAGE,
    LAW_COLUMNS,
    LAWS,
    LEFT_OUT,
    LEFT_OUT_COLUMNS,
    SETTING_COLUMNS,
    SETTINGS,
    SURVEY,
    SURVEY_COLUMNS,
    Column,
)
from inspector_app.packs.workbook.guide import GUIDE_ROWS
from inspector_app.packs.workbook.lists import tick_rows
from inspector_app.packs.workbook.out import SurveyOut, most_common
from inspector_app.packs.workbook.side_sheets import data_rows, law_rows, left_out_rows
from inspector_app.packs.workbook.types import SELECT_MULTIPLE, SELECT_ONE
from inspector_app.sheets import ColumnPlan, SheetPlan, Tone, write_book

_FROZEN = 3  # type, name and label stay in sight
_OTHER_WIDTH = 18


def write_workbook(pack: ChecklistPack, library: LawLibrary) -> bytes:
    """Give the workbook; the same pack and laws give the same bytes.

    Refuses TEXT_TOO_LONG where a cell would pass what spreadsheets hold.
    """
    survey = SurveyOut(frozenset(item.code for item in pack.items))
    survey.add_pack(pack)
    choices = [*tick_rows(), *survey.lists.rows]
    sheets = [
        _sheet(SURVEY, _survey_columns(survey), survey.rows, row_tones=survey.tones, frozen=_FROZEN),
        _sheet(CHOICES, CHOICE_COLUMNS, choices),
        _sheet(SETTINGS, SETTING_COLUMNS, [_settings(pack, has_twins=survey.lists.has_twins)]),
        _sheet(LAWS, LAW_COLUMNS, law_rows(pack, library), frozen=2),
        _guide(),
    ]
    if pack.left_out:
        sheets.append(_sheet(LEFT_OUT, LEFT_OUT_COLUMNS, left_out_rows(pack.left_out)))
    if pack.data:
        sheets.append(_sheet(DATA, DATA_COLUMNS, data_rows(pack.data), is_hidden=True))
    return write_book(sheets, title=f"{pack.title} {pack.version}")


def _survey_columns(survey: SurveyOut) -> tuple[Column, ...]:
    """Give the columns; the list of types offers the lists of this very workbook, too."""
    first, *rest = SURVEY_COLUMNS
    lists = dict.fromkeys(row["list_name"] for row in survey.lists.rows)
    types = (f"{command} {name}" for name in lists for command in (SELECT_ONE, SELECT_MULTIPLE))
    return (replace(first, choices=(*first.choices, *types)), *rest)


def _settings(pack: ChecklistPack, *, has_twins: bool) -> Mapping[str, str]:
    return {
        "form_title": pack.title,
        "form_id": pack.id,
        "version": pack.version,
        "发布单位": pack.issuer,
        "行业": pack.industry,
        "启用日期": pack.valid_from.isoformat() if pack.valid_from else "",
        "责令主体": most_common(item.authority for item in pack.items),
        "来源": pack.origin,
        "default_language": pack.default_language,
        "语言": "\n".join(pack.languages),
        "allow_choice_duplicates": "yes" if has_twins else "",
        FORMAT_HEAD: str(FORMAT),
    }


def _sheet(
    name: str,
    columns: tuple[Column, ...],
    rows: Sequence[Mapping[str, str]],
    *,
    row_tones: Mapping[int, Tone] | None = None,
    frozen: int = 0,
    is_hidden: bool = False,
) -> SheetPlan:
    """Lay rows out under our columns, then under those that only these rows have."""
    used = {head for row in rows for head, text in row.items() if text}
    ours = {column.head for column in columns}
    others = [head for head in _in_order(rows) if head in used and head not in ours]
    plans = [*(column.plan(is_used=column.head in used) for column in columns), *map(_other_column, others)]
    heads = [plan.head for plan in plans]
    return SheetPlan(
        name=name,
        columns=tuple(plans),
        rows=[[row.get(head, "") for head in heads] for row in rows],
        row_tones=row_tones or {},
        frozen_columns=frozen,
        is_hidden=is_hidden,
    )


def _in_order(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Give all heads in the order in which they first occur, translations before foreign columns."""
    heads = list(dict.fromkeys(head for row in rows for head in row))
    return sorted(heads, key=lambda head: LANGUAGE not in head or head.endswith(EXTRA_MARK))


def _other_column(head: str) -> ColumnPlan:
    return ColumnPlan(head=head, width=_OTHER_WIDTH, tone=Tone.PLAIN)


def _guide() -> SheetPlan:
    columns = (ColumnPlan(head="", width=14), ColumnPlan(head="", width=110))
    tones = {index: Tone.PART for index, (title, _) in enumerate(GUIDE_ROWS) if title}
    return SheetPlan(name=GUIDE, columns=columns, rows=GUIDE_ROWS, row_tones=tones, has_heads=False)
