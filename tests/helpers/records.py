# SPDX-License-Identifier: MulanPSL-2.0
"""Files that people write: an ORGAN.toml and RECORD.json, with overrides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.problems import ProblemCode, Refused, blocking
from inspector_app.operations.paper_records import RecordedInspection, record_inspection_file
from inspector_app.workspace import Workspace

ORGAN = """
name = "青岚县应急管理局"
short_name = "青"
review_organ = "青岚县人民政府"
court = "青岚县人民法院"
numbering_word = "应急"
enforcement_power = "full"

[[officers]]
name = "林知远"
certificate_no = "99012301001"
valid_to = 2030-12-31

[[officers]]
name = "苏晓棠"
certificate_no = "99012301002"
"""


def a_record(**changes: Any) -> dict[str, Any]:
    """Give a record that is accepted."""
    record: dict[str, Any] = {
        "enterprise": {
            "name": "青岚县恒达化工有限公司",
            "credit_code": "91110000802100433B",
            "address": "青岚县东山一路18号",
            "district": "东山工业园",
            "industry": "危险化学品",
            "person_in_charge": "赵国栋",
            "phone": "15400000001",
        },
        "packs": ["common", "hazmat"],
        "officers": [
            {"name": "林知远", "certificate_no": "99012301001"},
            {"name": "苏晓棠", "certificate_no": "99012301002"},
        ],
        "experts": [],
        "accompanied_by": {"name": "钱立群", "title": "安全总监"},
        "started_at": "2026-11-20T09:05+08:00",
        "finished_at": "2026-11-20T11:40+08:00",
        "answers": {"HZ-LIC-07": "noncompliant", "HZ-SYS-07": "compliant", "CM-TRN-04": "not_applicable"},
        "findings": [
            a_paper_finding(),
            a_paper_finding(item=None, description="托盘占用消防车通道约8米", clauses=["《消防法》第二十八条"]),
        ],
    }
    return {**record, **changes}


def a_paper_finding(**changes: Any) -> dict[str, Any]:
    """Give a finding of a record that is accepted."""
    finding: dict[str, Any] = {
        "item": "HZ-LIC-07",
        "place": "甲类仓库",
        "description": "二甲苯铁桶未贴安全标签，共14只",
        "grade": "general",
        "measure": "补贴安全标签",
        "deadline": "2099-12-05",
        "photos": [],
    }
    return {**finding, **changes}


def write_record(folder: Path, record: object, name: str = "RECORD.json") -> Path:
    """Write a record into a folder."""
    path = folder / name
    try:
        path.write_bytes(json.dumps(record, ensure_ascii=False).encode())
    except UnicodeEncodeError:  # half a character can only be written as an escape
        path.write_text(json.dumps(record), encoding="ascii")
    return path


TABLES = ("organ", "officers", "enterprises", "inspections", "answers", "findings", "photos", "operations")


def counted(ws: Workspace) -> dict[str, int]:
    """Count the rows of the tables that a record may touch."""
    with ws.reader() as db:
        return {table: int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in TABLES}


def record(ws: Workspace, folder: Path, content: object) -> RecordedInspection:
    """Record the content as a file in the folder."""
    return record_inspection_file(ws, write_record(folder, content)).value


def refused(ws: Workspace, folder: Path, content: object) -> list[tuple[ProblemCode, str]]:
    """Give code and path of everything that was refused; nothing may have been written."""
    before = counted(ws)
    with pytest.raises(Refused) as caught:
        record(ws, folder, content)
    assert counted(ws) == before
    assert not list((ws.folder / "files").glob("??/*"))
    return [(p.code, p.where) for p in blocking(caught.value.problems)]
