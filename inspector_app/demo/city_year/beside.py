# SPDX-License-Identifier: MulanPSL-2.0
"""What goes on beside the findings of the made-up city: listed supervision, talks, penalty cases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from inspector_app.demo.city_year.city import City, Totals, new_ids
from inspector_app.demo.city_year.visits import Visit
from inspector_app.storage.rows import fields_out

Row = Mapping[str, object]
PLAN_OF_TREATMENT = {
    "organ": "青岚市人民政府安全生产委员会", "level": "city", "department": "青岚市应急管理局",
    "person": "企业主要负责人",
    "measures": "按治理方案整改", "methods": "更换失效设备并重新检测", "funds": "企业安全生产费用列支",
    "staff": "成立治理小组，主要负责人任组长",
    "term": "督办时限内完成", "safety": "治理期间停用相关装置，专人值守", "standard": "符合国家标准",
    "goal": "消除重大隐患",
    "procedure": "企业自验、部门验收、公示后摘牌",
}  # fmt: skip


def supervision_rows(visits: Sequence[Visit], totals: Totals, chance: Random) -> Iterator[Row]:
    """List major findings under supervision, the earliest first."""
    new_id = new_ids(chance)
    major = [(v, f) for v in visits for f in v.found if f.major]
    for visit, found in major[: totals.supervised]:
        yield {
            "id": new_id(), "inspection_id": visit.id, "kind": "supervision", "subject": found.id,
            "state": "delisted" if found.accepted_on else "treating",
            "opened_on": (visit.day + timedelta(days=3)).isoformat(),
            "fields": fields_out({**PLAN_OF_TREATMENT, "deadline": str(found.row["deadline"])}),
        }  # fmt: skip


def talk_rows(visits: Sequence[Visit], totals: Totals, chance: Random) -> Iterator[Row]:
    """Summon units to a talk, each once."""
    new_id = new_ids(chance)
    firsts = {v.entry.id: v for v in visits if any(f.major for f in v.found)}
    for visit in list(firsts.values())[: totals.talks]:
        yield {
            "id": new_id(), "inspection_id": visit.id, "kind": "talk", "subject": "", "state": "settled",
            "opened_on": (visit.day + timedelta(days=7)).isoformat(), "fields": "{}",
        }  # fmt: skip


def talk_event_rows(talks: Sequence[Row], chance: Random) -> Iterator[Row]:
    """Hold every talk two days after it was called for."""
    new_id = new_ids(chance)
    for talk in talks:
        held = date.fromisoformat(str(talk["opened_on"])) + timedelta(days=2)
        for ordinal, (verb, state) in enumerate((("hold", "held"), ("settle", "settled")), start=1):
            yield {
                "id": new_id(), "follow_up_id": talk["id"], "ordinal": ordinal, "verb": verb, "state": state,
                "happened_on": held.isoformat(), "person": "方卫国", "text": "", "fields": "{}",
            }  # fmt: skip


def case_rows(visits: Sequence[Visit], city: City, totals: Totals, chance: Random) -> Iterator[Row]:
    """Open cases from visits with many findings; nearly all are decided and paid within the year."""
    new_id = new_ids(chance)
    worst = sorted((v for v in visits if v.found), key=lambda v: (-len(v.found), v.day, v.entry.id))[: totals.cases]
    for n, visit in enumerate(sorted(worst, key=lambda v: (v.day, v.entry.id)), start=1):
        fine = chance.choice((500_000, 1_000_000, 1_500_000, 2_000_000, 4_900_000))
        opened = visit.day + timedelta(days=2)
        paid = chance.random() < 0.93
        decided = opened + timedelta(days=chance.randint(5, 45))
        suspended = chance.random() < 0.04
        yield {
            "id": new_id(), "enterprise_id": visit.entry.id, "inspection_id": visit.id,
            "number": f"（青岚）应急立〔{opened.year}〕{n}号", "cause": chance.choice(city.words["causes"]),
            "subject": "unit", "person": "", "procedure": "ordinary", "state": "closed" if paid else "decided",
            "opened_on": opened.isoformat(), "decided_on": decided.isoformat(),
            "decision_no": f"（青岚）应急罚〔{decided.year}〕{n}号",
            "penalties": json.dumps(["fine", "suspension"] if suspended else ["fine"]), "fine": fine,
            "received": fine if paid else 0,
            "received_on": (decided + timedelta(days=10)).isoformat() if paid else None,
            "closed_on": (decided + timedelta(days=12)).isoformat() if paid else None, "note": "",
        }  # fmt: skip
