# SPDX-License-Identifier: MulanPSL-2.0
"""The year's plan of the made-up city with what became of it, and one random draw that was really drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from inspector_app.demo.city_year.city import City, Totals, new_ids
from inspector_app.demo.city_year.visits import Visit
from inspector_app.operations import draws
from inspector_app.operations.draw_bases import DrawDraft
from inspector_app.workspace import Workspace

Row = Mapping[str, object]
PLAN_ID = "city-year-plan"
NOT_DONE = 12  # one unit in so many was not visited when it was planned
PLANNED = 0.05  # of all units are in the plan


def plan_row(city: City, totals: Totals, year: int) -> Row:
    """Make the plan: approved at the beginning of the year, with its three figures of workdays."""
    days = 250
    return {
        "id": PLAN_ID, "year": year, "version": 1, "title": f"青岚市{year}年度安全生产监督检查计划",
        "state": "approved",
        "officers": totals.officers, "statutory_days": days, "other_days": totals.officers * days // 3,
        "idle_days": totals.officers * days // 4, "approved_by": city.organ["review_organ"],
        "texts": json.dumps({"guiding": "统筹发展和安全，突出重点，提高执法质量。"}, ensure_ascii=False),
        "approval_no": f"青政函〔{year}〕6号", "approved_on": f"{year}-01-02", "filed_with": "上一级应急管理部门",
        "filed_on": f"{year}-01-02", "made_at": f"{year}-01-02T00:00:00.000000Z",
    }  # fmt: skip


def unit_rows(visits: Sequence[Visit], totals: Totals, chance: Random) -> Iterator[Row]:
    """Make the units of the plan, the riskier ones first; nearly all were visited in their month."""
    new_id = new_ids(chance)
    order = {"red": 0, "orange": 1, "yellow": 2, "blue": 3}
    firsts: dict[str, Visit] = {}
    for visit in visits:
        firsts.setdefault(visit.entry.id, visit)
    wanted = sorted(firsts.values(), key=lambda v: (order[v.entry.risk], v.day, v.entry.id))
    for visit in wanted[: max(1, round(totals.enterprises * PLANNED))]:
        state = "done" if chance.randrange(NOT_DONE) else chance.choice(("pending", "cancelled", "postponed"))
        yield {
            "id": new_id(), "plan_id": PLAN_ID, "enterprise_id": visit.entry.id,
            "kind": "key" if visit.entry.risk in ("red", "orange") else "general", "month": visit.day.month,
            "reason": "安全风险等级较高" if visit.entry.risk in ("red", "orange") else "", "items": "[]",
            "officers": "[]", "workdays": 10, "state": state,
            "state_reason": {"cancelled": "已停产", "postponed": "企业检修，改期"}.get(state, ""),
            "inspection_id": visit.id if state == "done" else "", "note": "",
        }  # fmt: skip


def draw_once(ws: Workspace, totals: Totals, year: int) -> None:
    """Freeze the lists, enter the seed before a witness and draw, as an office does it."""
    frozen = draws.freeze(ws, DrawDraft(
        name=f"{year}年第一季度双随机抽查", wanted=max(1, totals.enterprises // 400), place="青岚市应急管理局会议室",
        operator="方卫国", supervisor="许静宜",
    )).value  # fmt: skip
    draws.make_draw(
        ws,
        frozen.id,
        seed=f"{year}001-07-12-19-23-28-31-05",
        seed_source="公证处现场摇号结果",
        witness="青岚市公证处钱明",
    )
