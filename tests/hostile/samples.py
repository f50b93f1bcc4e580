# SPDX-License-Identifier: MulanPSL-2.0
"""Sound files, one for each door: what the hostile ones are made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

from tests.hostile.kinds import ROOT
from tests.hostile.stage import Stage
from tests.sheets.makers import text_cell, xlsx


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _ring() -> list[list[float]]:
    return [[117.0, 39.0], [117.5, 39.0], [117.5, 39.5], [117.0, 39.0]]


def _features(geometry: dict[str, object], **words: str) -> bytes:
    feature = {"type": "Feature", "properties": words, "geometry": geometry}
    return as_json({"type": "FeatureCollection", "coord_datum": "WGS-84", "features": [feature]})


def outlines(_: Stage) -> bytes:
    return _features({"type": "Polygon", "coordinates": [_ring()]}, name="东山")


def points(_: Stage) -> bytes:
    return _features({"type": "Point", "coordinates": [117.1, 39.1]}, name="青岚县第1化工有限公司")


def holidays(_: Stage) -> bytes:
    days = [{"name": "节", "date": (date(2027, 1, 1) + timedelta(n)).isoformat(), "isOffDay": True} for n in range(13)]
    return as_json({"year": 2027, "papers": [], "days": days})


def a_table(*rows: str) -> Callable[[Stage], bytes]:
    def made(_: Stage) -> bytes:
        cells = [
            f'<row r="{n}">'
            + "".join(text_cell(f"{chr(64 + c)}{n}", t) for c, t in enumerate(r.split(","), 1))
            + "</row>"
            for n, r in enumerate(rows, 1)
        ]
        return xlsx("".join(cells))

    return made


def service(stage: Stage) -> bytes:
    return as_json({
        "method": "direct", "served_at": stage.names["day"] + "T15:00+08:00", "place": "厂区",
        "receiver": "赵国栋", "capacity": "person_in_charge", "servers": ["林知远", "苏晓棠"],
    })  # fmt: skip


def a_round(stage: Stage) -> bytes:
    return as_json({
        "document": stage.names["order"], "started_at": f"{stage.names['day']}T18:00+08:00",
        "finished_at": f"{stage.names['day']}T18:30+08:00", "all_done": True,
        "officers": ["99012301001", "苏晓棠"], "accompanied_by": {"name": "钱立群", "title": "安全总监"},
    })  # fmt: skip


def named(name: str) -> Callable[[Stage], bytes]:
    return lambda stage: stage.file(name)


def bundled(name: str) -> Callable[[Stage], bytes]:
    return lambda _: (ROOT / name).read_bytes()


def fixed(text: str) -> Callable[[Stage], bytes]:
    return lambda _: text.encode()


PERIOD = """format = 1
[[period]]
key = "em.reinspect"
length = 10
unit = "W"
basis = "《安全生产违法行为行政处罚办法》"
mark = "V"
"""
CODES = "# edition: 本单位 2027\n# source: 标准原文\n# mark: V\n# covers: 省级\ncode,name,now\n"
CODES += "990000,演示省,\n990100,甲市,\n"
TALK = {
    "unit": "青岚县恒达化工有限公司", "person": "赵国栋", "matter": "整改迟缓", "planned_at": "2026-12-01T09:00+08:00",
    "place": "三楼会议室",
}  # fmt: skip
HAZMAT = {"persons": 12, "units": [{"name": "罐区", "declared": "三级", "substances": [{"name": "氨", "q": 12}]}]}
FIREWORKS = {
    "rows": [{"place": "甲店", "kind": "retail", "amount": 51, "unit": "箱", "limit_amount": 50, "limit_source": "证"}]
}
MARKS = {"version": 1, "marks": [{"kind": "arrow", "x1": 0.1, "y1": 0.1, "x2": 0.5, "y2": 0.5}]}
