# SPDX-License-Identifier: MulanPSL-2.0
"""Commands around the orders: planning, follow-ups, numbers, what is due, the file of a case."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import icalendar
import pypdfium2
import pytest

from tests.cli.conftest import Cli
from tests.helpers.pictures import photo as a_photo

CHINA = timezone(timedelta(hours=8))
NOW = datetime.now(CHINA).replace(second=0, microsecond=0)
TODAY = NOW.date()
CRITERION = "《化工和危险化学品生产经营单位重大生产安全事故隐患判定标准（试行）》第四条"


def moment(**back: float) -> str:
    return (NOW - timedelta(**back)).isoformat("T", "minutes")


@pytest.fixture
def plant(unit_cli: Cli) -> str:
    """An enterprise by its name."""
    where = ["--address", "青岚县工业路1号", "--person-in-charge", "钱立群", "--visit-cap", "1"]
    name = "青岚县安康化工有限公司"
    assert unit_cli.json("enterprises", "add", "--name", name, *where)["enterprise"]["visit_cap"] == 1
    return name


def planned(cli: Cli, plant: str, **more: str) -> dict[str, Any]:
    words = ["--enterprise", plant, "--pack", "hazmat", "--at", moment(hours=-1), "--source", "plan"]
    words += ["--officer", "林知远", "--officer", "99012301002", "--accompanied-by", "钱立群", "--place", "罐区"]
    made: dict[str, Any] = cli.json("inspections", "plan", *words, *(w for pair in more.items() for w in pair))
    return made


def visited(cli: Cli, plant: str) -> str:
    """A finished visit with a photographed finding."""
    inspection: str = planned(cli, plant)["inspection"]
    for command in ("submit", "approve", "dispatch"):
        cli("inspections", command, inspection, *(["--approver", "周正"] if command == "approve" else []), expect=0)
    begin = ["--started-at", moment(hours=3), "--notice-served-at", moment(hours=3), "--avoidance"]
    cli("inspections", "begin", inspection, *begin, "--entry-scan", "QR-7", expect=0)
    words = ["--place", "甲类仓库", "--description", "可燃气体报警器GD-03被人为关闭，显示屏无读数"]
    words += ["--measure", "恢复报警器", "--deadline", (TODAY + timedelta(days=2)).isoformat()]
    words += ["--clause", "《中华人民共和国安全生产法》第三十六条第二款"]
    finding = cli.json("findings", "add", inspection, *words)["finding"]
    picture = cli.folder / "a.jpg"
    picture.write_bytes(a_photo())
    cli("photos", "add", inspection, picture, "--finding", finding, "--taker", "林知远", expect=0)
    cli("inspections", "finish", inspection, "--at", moment(hours=1), expect=0)
    return inspection


def issued(cli: Cli, inspection: str, kind: str) -> dict[str, Any]:
    words = ["--inspection", inspection, "--kind", kind, "--confirm-unverified"]
    made: dict[str, Any] = cli.json("documents", "issue", *words)
    return made


def test_a_visit_is_planned_approved_begun_and_refused(unit_cli: Cli, plant: str) -> None:
    cli = unit_cli
    plan = planned(cli, plant)
    assert (plan["state"], plan["task"]["source"], plan["visits"], plan["cap"]) == ("planned", "plan", 0, 1)
    inspection = plan["inspection"]
    assert cli("inspections", "approve", inspection, "--approver", "周正", "--json", expect=1).codes == [
        "state_forbids"
    ]
    assert cli.json("inspections", "submit", inspection)["state"] == "submitted"
    assert cli.json("inspections", "return", inspection, "--reason", "改期")["state"] == "planned"
    cli("inspections", "submit", inspection, expect=0)
    approved = cli.json("inspections", "approve", inspection, "--approver", "周正")
    assert (approved["state"], approved["task"]["approved_on"]) == ("approved", TODAY.isoformat())
    assert cli.json("inspections", "dispatch", inspection)["state"] == "dispatched"
    begun = cli.json(
        "inspections", "begin", inspection, "--no-notice-reason", "四不两直", "--started-at", moment(hours=1)
    )
    assert begun["state"] == "open" and begun["task"]["no_notice_reason"] == "四不两直"
    changed = cli.json("inspections", "task", inspection, "--entry-scan", "QR-9", "--avoidance")["task"]
    assert (changed["entry_scan"], changed["avoidance_declared"], changed["approver"]) == ("QR-9", True, "周正")
    assert cli.json("inspections", "refuse", inspection, "--reason", "门卫拒绝")["state"] == "refused"
    assert "进行中" in cli("inspections", "begin", inspection, expect=0).out, "let in after all"
    second = planned(cli, plant)["inspection"]
    cli("inspections", "submit", second, expect=0)
    said = cli("inspections", "approve", second, "--approver", "周正", "--json", expect=1)
    assert said.codes == ["visit_cap_reached"] and "第2次" in said.json["problems"][0]["message"]
    cli("inspections", "approve", second, "--approver", "周正", "--cap-reason", "重大隐患", expect=0)
    assert cli.json("inspections", "terminate", second, "--reason", "企业停产")["state"] == "terminated"
    assert cli.json("inspections", "file", second)["state"] == "filed"


def test_follow_ups_step_by_step(unit_cli: Cli, plant: str) -> None:
    cli = unit_cli
    inspection = visited(cli, plant)
    words = ["--place", "罐区", "--description", "液位高高联锁被摘除，储罐仍在进料", "--grade", "major"]
    words += ["--measure", "恢复联锁", "--deadline", (TODAY + timedelta(days=9)).isoformat()]
    begun = cli.json("inspections", "begin", inspection, expect=1)
    assert begun["problems"][0]["code"] == "state_forbids"
    other = planned(cli, plant, **{"--source": "report"})["inspection"]
    for command in ("submit", "approve", "begin"):
        more = ["--approver", "周正"] if command == "approve" else []
        more += ["--started-at", moment(minutes=50)] if command == "begin" else []
        cli("inspections", command, other, *more, expect=0)
    finding = cli.json("findings", "add", other, *words)["finding"]
    opening = ["--inspection", other, "--kind", "supervision"]
    assert cli("follow-ups", "open", *opening, "--json", expect=1).codes == ["follow_up_needs_major"]
    one = cli.json("follow-ups", "open", *opening, "--subject", finding)["id"]
    fields = cli.json("follow-ups", "fields", "--kind", "supervision", "--step", "list")["fields"]
    needed = {f["spec"]["name"]: f["spec"]["type"] for f in fields if f["spec"]["required"]}
    assert (
        len(needed) == 16 and "督办编号" in cli("follow-ups", "fields", "--kind", "supervision", "--step", "list").out
    )
    said = cli("follow-ups", "advance", one, "list", "--json", expect=1)
    assert len(said.codes) == len(needed) and set(said.codes) == {"value_missing"}
    file = cli.folder / "FIELDS.json"
    day = (TODAY + timedelta(days=20)).isoformat()
    values = {name: {"day": day, "choice": "city"}.get(kind, "内容") for name, kind in needed.items()}
    file.write_text(json.dumps({**values, "colour": "red"}, ensure_ascii=False), encoding="utf-8")
    listed = cli.json("follow-ups", "advance", one, "list", "--fields", file, "--person", "周正")
    assert listed["state"] == "listed" and listed["warnings"][0]["code"] == "value_unknown_key"
    shown = cli.json("follow-ups", "show", one)
    assert {f["name"] for f in shown["fulfilments"]} == {"责任", "措施", "资金", "期限", "应急预案"}
    assert shown["events"][0]["person"] == "周正" and "treat" in shown["verbs"]
    assert [r["id"] for r in cli.json("follow-ups", "list", "--open")["follow_ups"]] == [one]
    text = cli("follow-ups", "list").out
    assert "挂牌督办" in text and "已挂牌" in text
    assert cli("follow-ups", "advance", "nobody", "note", "--json", expect=1).codes == ["not_found"]
    assert cli("follow-ups", "fields", "--kind", "talk", "--step", "sing", expect=2)


def test_numbers_blocks_gaps_and_the_register(unit_cli: Cli, plant: str) -> None:
    cli = unit_cli
    year = TODAY.year
    block = ["--word", "应急责改", "--year", year]
    made = cli.json("numbers", "add-block", *block, "--first", 11, "--last", 20)["block"]
    assert (made["first"], made["last"]) == (11, 20)
    said = cli("numbers", "add-block", *block, "--first", 20, "--last", 30, "--json", expect=1)
    assert said.codes == ["number_block_overlaps"]
    inspection = visited(cli, plant)
    issued(cli, inspection, "inspection_record")
    order = issued(cli, inspection, "rectification_order")
    assert order["number"] == f"（青）应急责改〔{year}〕11号", "out of the block"
    blocks = cli.json("numbers", "blocks", "--year", year)["blocks"]
    assert [(b["word"], b["first"], b["is_own"]) for b in blocks] == [("应急检记", 1, True), ("应急责改", 11, True)]
    assert cli.json("numbers", "gaps")["gaps"] == []
    explain = [*block, "--serial", 12, "--reason", "纸质文书"]
    assert cli("numbers", "explain", *explain, "--json", expect=1).codes == ["number_not_a_gap"]
    out = cli.folder / "out" / "register.pdf"
    register = cli.json("numbers", "register", "--year", year, "--out", out)
    assert (register["documents"], register["gaps"], register["path"]) == (2, 0, str(out))
    text = "".join(pypdfium2.PdfDocument(out)[0].get_textpage().get_text_bounded().split())
    assert order["number"] in text and "文号登记簿" in text


def test_what_is_due_as_a_list_and_as_a_calendar(unit_cli: Cli, plant: str) -> None:
    cli = unit_cli
    assert cli.json("due")["due"] == []
    inspection = visited(cli, plant)
    issued(cli, inspection, "inspection_record")
    order = issued(cli, inspection, "rectification_order")
    out = cli.folder / "due.ics"
    found = cli.json("due", "--days", 30, "--ics", out)
    kinds = {entry["kind"]: entry for entry in found["due"]}
    deadline = kinds["deadline"]
    assert deadline["number"] == order["number"] and deadline["day"] == (TODAY + timedelta(days=2)).isoformat()
    assert deadline["where"] == f"document:{order['document']}" and not deadline["is_overdue"]
    assert kinds["service"]["period"] == "penalty.serve" and "7个工作日" in kinds["service"]["why"]
    events = icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert len(events) == len(found["due"]) and found["path"] == str(out)
    text = cli("due").out
    assert "整改期限届满" in text and order["number"] in text and "即将到期" in text


def test_a_case_is_exported_whole_and_closed_only_when_it_is(unit_cli: Cli, plant: str) -> None:
    cli = unit_cli
    inspection = visited(cli, plant)
    record = issued(cli, inspection, "inspection_record")
    out = cli.folder / "case"
    made = cli.json("case", "export", "--inspection", inspection, "--out", out, "--retention", "十年")
    assert made["clean"] is False and made["blocks"] >= 1 and made["open"][0]["message"]
    manifest = json.loads((Path(made["path"]) / "manifest.json").read_text(encoding="utf-8"))
    assert made["pages"] == len(pypdfium2.PdfDocument(made["pdf"])) == manifest["pages"]
    assert [p["number"] for p in manifest["pieces"]] == [record["number"]]
    again = cli("case", "export", "--inspection", inspection, "--out", out, "--json", expect=1)
    assert again.codes == ["folder_not_empty"]
    shown = cli("case", "export", "--inspection", inspection, "--out", cli.folder / "case2")
    assert f"{made['pages']}页" in shown.out and "评查" in shown.out
    closed = cli("case", "close", "--inspection", inspection, "--json", expect=1)
    assert set(closed.codes) and all(p["message"] for p in closed.json["problems"])
    assert cli("case", "export", "--inspection", "nobody", "--out", cli.folder / "n", "--json", expect=1).codes == [
        "not_found"
    ]
