# SPDX-License-Identifier: MulanPSL-2.0
"""Building sites to score: the bundled JGJ 59 pack, and what was taken off, written as a table of a few words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from inspector_app.domain.checklist import ChecklistPack
from inspector_app.domain.inspection import AnswerResult, Inspection
from inspector_app.domain.jgj59 import ScoreFacts, read_facts
from inspector_app.domain.score_sheet import ScoreSheet, Taken, score_sheet
from inspector_app.operations import answers
from inspector_app.operations.score import leave_out_table
from inspector_app.packs.catalogue import load_catalogue
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise, an_inspection

ROOT = Path(__file__).parents[2]
MISSING = "缺项"


@cache
def score_pack() -> ChecklistPack:
    """The bundled pack that scores by JGJ 59."""
    pack = load_catalogue([ROOT / "checklists"]).pack("construction_score")
    assert pack is not None
    return pack


@cache
def score_facts() -> ScoreFacts:
    """What the standard says."""
    reading = read_facts(score_pack().data)
    assert reading is not None
    assert reading.facts is not None
    return reading.facts


def taken(off: Mapping[str, object]) -> dict[str, Taken]:
    """What was answered: by code (B1-03) points taken off or 缺项, by table (B5) 缺项 for all of it; the rest 0."""
    found = {}
    for item in score_pack().items:
        short = item.code.removeprefix("JGJ59-")
        said = off.get(short, off.get(short.partition("-")[0], 0))
        found[item.code] = Taken(is_missing=True) if said == MISSING else Taken(off=Decimal(str(said)))
    return found


def scored(off: Mapping[str, object], **changes: Taken) -> ScoreSheet:
    """Score a site."""
    return score_sheet(score_facts(), score_pack().items, {**taken(off), **changes})


def a_site(ws: Workspace, **changes: object) -> Inspection:
    """Begin the inspection of a building site with the checklist that scores."""
    values = {"name": "清河建工集团有限公司", "industry": "construction", "credit_code": ""}
    site = an_enterprise(ws, 7, **values)
    return an_inspection(ws, site, **{"pack_ids": ("construction_score",), "place": "门诊综合楼工程", **changes})


def answer_site(
    ws: Workspace, inspection: Inspection, off: Mapping[str, object], *, leave: tuple[str, ...] = ()
) -> None:
    """Answer every item as `taken` says, through the operations that people use; not those in `leave`."""
    whole = [table for table, said in off.items() if "-" not in table and said == MISSING]
    for table in whole:
        leave_out_table(ws, inspection.id, f"表{table[:1]}.{table[1:]}")
    for code, said in taken(off).items():
        short = code.removeprefix("JGJ59-")
        if short.partition("-")[0] in whole or short in leave:
            continue
        result = AnswerResult.NOT_APPLICABLE if said.is_missing else None
        answers.answer_value(ws, inspection.id, code, "" if said.is_missing else str(said.off), result=result)


WEIGHTED = """
format = 1
id = 'gate'
version = '2026.11.1'
title = '门卫室'
industry = 'other'
issuer = '示例'
authority = '应急管理部门'
sections = ['出入', '消防']
"""
WEIGHTED_ITEM = """
[[item]]
code = '{code}'
section = '{section}'
applies_to = '全部'
check = '{code}是否合格'
method = ['看现场']
criterion = '合格'
verified = 'V'
basis = [{{ law = 'AQF', clause = '第三十六条第二款', verified = 'V' }}]
grade = 'general'
finding = '{code}不合格'
measure = '整改'
deadline = {{ class = 'immediate' }}
weight = {weight}
"""


def a_weighted_pack(ws: Workspace) -> str:
    """Put a checklist with weights (3 and 1 in 出入, 4 in 消防) into the unit's folder; gives its id."""
    folder = ws.folder / "checklists" / "gate"
    folder.mkdir(parents=True)
    rows = (("G-1", "出入", 3), ("G-2", "出入", 1), ("G-3", "消防", 4))
    items = [WEIGHTED_ITEM.format(code=code, section=section, weight=weight) for code, section, weight in rows]
    (folder / "pack.toml").write_text(WEIGHTED, encoding="utf-8")
    (folder / "items.toml").write_text("".join(items), encoding="utf-8")
    ws.forget_catalogue()
    return "gate"
