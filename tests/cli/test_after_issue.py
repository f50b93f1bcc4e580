# SPDX-License-Identifier: MulanPSL-2.0
"""After the issue on the command line: served, extended, reported, looked at again, signed off."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli
from tests.helpers.after_issue import a_pdf
from tests.helpers.clock import CHINA
from tests.helpers.pictures import photo
from tests.helpers.records import a_paper_finding, a_record, write_record

NOW = datetime.now(CHINA)
YESTERDAY = NOW - timedelta(days=1)
DAY = YESTERDAY.date().isoformat()
LATER = (NOW + timedelta(days=30)).date().isoformat()


def at(hour: int) -> str:
    return YESTERDAY.replace(hour=hour, minute=0, second=0, microsecond=0).isoformat("T", "minutes")


@pytest.fixture
def order(unit_cli: Cli) -> dict[str, Any]:
    """An order of yesterday with two lines, and the ids of its findings."""
    found = [a_paper_finding(deadline=LATER), a_paper_finding(place="乙类库", deadline=LATER)]
    content = a_record(started_at=at(9), finished_at=at(11), findings=found)
    made = unit_cli.json("inspect", write_record(unit_cli.folder, content))
    subject = ["--inspection", made["inspection"], "--date", DAY, "--confirm-unverified"]
    unit_cli.json("documents", "issue", *subject, "--kind", "inspection_record")
    paper: dict[str, Any] = unit_cli.json("documents", "issue", *subject, "--kind", "rectification_order")
    return {**paper, "inspection": made["inspection"], "findings": made["findings"]}


def a_file(folder: Path, name: str, **content: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def served(cli: Cli, order: dict[str, Any], **changes: object) -> dict[str, Any]:
    content = {
        "method": "direct", "served_at": at(15), "place": "厂区", "receiver": "赵国栋",
        "capacity": "person_in_charge", "servers": ["林知远", "苏晓棠"],
    }  # fmt: skip
    path = a_file(cli.folder, "SERVICE.json", **{**content, **changes})
    made: dict[str, Any] = cli.json("documents", "serve", order["number"], "--data", path)
    return made


def a_round(cli: Cli, order: dict[str, Any], **changes: object) -> Path:
    content = {
        "document": order["number"],
        "started_at": (NOW - timedelta(minutes=2)).isoformat("T", "minutes"),
        "finished_at": (NOW - timedelta(minutes=1)).isoformat("T", "minutes"),
        "officers": ["99012301001", "苏晓棠"], "accompanied_by": {"name": "钱立群", "title": "安全总监"},
    }  # fmt: skip
    return a_file(cli.folder, "ROUND.json", **{**content, **changes})


def test_the_whole_life_of_an_order(unit_cli: Cli, order: dict[str, Any]) -> None:
    a_pdf(unit_cli.folder, "签收.pdf")
    made = served(unit_cli, order, scans=["签收.pdf"])
    assert made.keys() == {"service", "number", "document", "method", "served_on"}
    assert made["served_on"] == DAY
    refused = unit_cli("documents", "void", order["number"], "--reason", "写错", "--json", expect=1)
    assert refused.codes == ["document_served"]

    until = (NOW + timedelta(days=60)).date().isoformat()
    asked = unit_cli.json(
        "extend", order["number"], "--asked-on", DAY, "--reason", "阀门未到货", "--until", until, "--line", 2
    )
    assert (asked["state"], asked["findings"]) == ("extension_asked", order["findings"][1:])
    granted = unit_cli.json("extend", order["number"], "--grant", "--on", DAY, "--person", "周局长")
    assert (granted["state"], granted["deadlines"]) == ("extended", {"1": LATER, "2": until})

    reported = unit_cli.json("report-done", order["document"], "--on", DAY, "--person", "赵国栋", "--text", "已整改")
    assert reported["state"] == "done_reported"
    assert reported["reinspect_by"] is not None

    (unit_cli.folder / "后.jpg").write_bytes(photo())
    verdicts = [{"line": 1, "verdict": "done", "photos": ["后.jpg"]},
                {"line": 2, "verdict": "not_done", "fact": "未更换"}]  # fmt: skip
    first = unit_cli.json("reinspect", a_round(unit_cli, order, verdicts=verdicts))
    assert (first["round"], first["state"]) == (1, "part")
    assert {"renew", "open_case"} <= {step["act"] for step in first["next_steps"]}
    second = unit_cli.json("reinspect", a_round(unit_cli, order, all_done=True))
    assert (second["round"], second["state"]) == (2, "fulfilled")
    assert [v["line"] for v in second["verdicts"]] == [2]

    a_pdf(unit_cli.folder, "报告.pdf")
    people = ["--checked-by", "林知远", "--checked-on", DAY, "--rectified-by", "赵国栋", "--rectified-on", DAY,
              "--accepted-by", "孙审核", "--accepted-on", DAY]  # fmt: skip
    same = [word if word != "孙审核" else "赵国栋" for word in people]
    said = unit_cli("sign-off", *order["findings"], *same, "--json", expect=1)
    assert "sign_off_same_person" in said.codes
    signed = unit_cli.json("sign-off", *order["findings"], *people, "--evidence", unit_cli.folder / "报告.pdf")
    assert [s["finding_id"] for s in signed["findings"]] == order["findings"]
    state = unit_cli.json("documents", "state", order["number"])
    assert state["state"] == "closed"
    assert [[r["verdict"] for r in line["rounds"]] for line in state["lines"]] == [["done"], ["not_done", "done"]]
    assert [line["status"] for line in state["lines"]] == ["closed", "closed"]
    assert unit_cli.json("orders", "list")["orders"] == []
    assert unit_cli.json("verify")["well"] is True


def test_a_service_that_lacks_something_is_refused_with_its_rules(unit_cli: Cli, order: dict[str, Any]) -> None:
    path = a_file(unit_cli.folder, "S.json", method="left", served_at=at(15), servers=["林知远"], place="厂区")
    said = unit_cli("documents", "serve", order["number"], "--data", path, "--json", expect=1)
    assert said.codes == ["rule_broken"] * 3
    assert {p["where"] for p in said.json["problems"]} == {"$.refusal", "$.witnesses", "$.servers"}
    assert any("拒收的理由" in p["message"] for p in said.json["problems"])
    assert unit_cli.json("documents", "state", order["number"])["state"] == "issued"
    lines = unit_cli("documents", "serve", order["number"], "--data", path, expect=1).err
    assert "R37" in lines


def test_a_wrong_service_is_withdrawn(unit_cli: Cli, order: dict[str, Any]) -> None:
    made = served(unit_cli, order)
    unit_cli.json("documents", "unserve", made["service"], "--reason", "送错单位")
    assert unit_cli.json("documents", "state", order["number"])["state"] == "issued"
    assert unit_cli("documents", "unserve", "nothing", "--reason", "x", "--json", expect=1).codes == ["not_found"]


def test_files_of_a_case(unit_cli: Cli, order: dict[str, Any]) -> None:
    scan = a_pdf(unit_cli.folder, pages=2)
    made = unit_cli.json("documents", "attach", order["number"], scan, "--kind", "signed_scan", "--title", "签收件")
    attachment = made["attachment"]
    assert (attachment["pages"], attachment["document_id"]) == (2, order["document"])
    assert attachment["sha256"] == hashlib.sha256(scan.read_bytes()).hexdigest()
    licence = unit_cli.folder / "执照.jpg"
    licence.write_bytes(photo())
    unit_cli.json("attachments", "add", order["inspection"], licence, "--kind", "licence")
    listed = unit_cli.json("attachments", "list", order["inspection"])["attachments"]
    assert [(a["kind"], a["number"]) for a in listed] == [("signed_scan", order["number"]), ("licence", "")]
    copy = unit_cli.folder / "copy.pdf"
    unit_cli.json("attachments", "export", attachment["id"], "--out", copy)
    assert copy.read_bytes() == scan.read_bytes()
    unit_cli.json("attachments", "remove", attachment["id"], "--reason", "扫描不清")
    assert len(unit_cli.json("attachments", "list", order["inspection"])["attachments"]) == 1
    broken = unit_cli.folder / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4")
    said = unit_cli("documents", "attach", order["number"], broken, "--kind", "signed_scan", "--json", expect=1)
    assert said.codes == ["attachment_broken"]
    assert "坏.pdf" in said.json["problems"][0]["message"]


def test_extend_takes_a_request_or_an_answer(unit_cli: Cli, order: dict[str, Any]) -> None:
    served(unit_cli, order)
    request = ["--asked-on", DAY]
    for words in ([], [*request, "--grant"], request, ["--grant"], [*request, "--line", "9", "--until", LATER]):
        assert unit_cli("extend", order["number"], *words, "--json", expect=2).codes == ["wrong_use"]
    said = unit_cli("extend", order["number"], "--refuse", "--on", DAY, "--person", "周局长", "--json", expect=1)
    assert said.codes == ["state_forbids"]


def test_orders_are_moved_by_a_person(unit_cli: Cli, order: dict[str, Any]) -> None:
    served(unit_cli, order)
    assert unit_cli.json("orders", "list")["orders"][0]["number"] == order["number"]
    words = ["--on", DAY, "--person", "周局长", "--reason", "复议机关决定停止执行"]
    assert unit_cli.json("orders", "move", order["number"], "suspend", *words)["state"] == "suspended"
    assert unit_cli.json("orders", "move", order["number"], "resume", *words)["state"] == "served"
    assert unit_cli("orders", "move", order["number"], "fulfil", *words, "--json", expect=2).codes == ["wrong_use"]
    assert unit_cli("orders", "move", order["number"], "open_case", *words, "--json", expect=1).codes == [
        "state_forbids"
    ]


def test_a_round_lists_every_fault(unit_cli: Cli, order: dict[str, Any]) -> None:
    served(unit_cli, order)
    path = a_round(unit_cli, order, officers=["99012301001"], verdicts=[{"line": 9, "verdict": "done"}])
    said = unit_cli("reinspect", path, "--json", expect=1)
    assert set(said.codes) == {"too_few_officers", "reinspection_too_early", "rule_broken"}
    assert "复查的第9项" in said.out


def test_findings_are_fixed_merged_and_reopened(unit_cli: Cli) -> None:
    content = a_record(started_at=at(9), finished_at=at(11))
    made = unit_cli.json("inspect", write_record(unit_cli.folder, content))
    first, second = made["findings"]
    assert unit_cli("findings", "fix", first, "--json", expect=1).codes == ["finding_no_photo"]
    after = unit_cli.folder / "后.jpg"
    after.write_bytes(photo())
    fixed = unit_cli.json("findings", "fix", first, "--photo", after)
    assert (fixed["status"], [w["code"] for w in fixed["warnings"]]) == ("fixed_on_site", ["finding_no_photo"])
    assert unit_cli.json("findings", "merge", second, "--into", first)["status"] == "duplicate"
    assert unit_cli.json("findings", "separate", second)["status"] == "recorded"
    assert unit_cli("findings", "reopen", second, "--json", expect=1).codes == ["state_forbids"]


def test_people_read_the_state(unit_cli: Cli, order: dict[str, Any]) -> None:
    served(unit_cli, order)
    unit_cli("report-done", order["number"], "--on", DAY, "--person", "赵国栋", expect=0)
    said = unit_cli("documents", "state", order["number"], expect=0).out
    assert "已报完成" in said
    assert "依法可以采取的下一步" in said
    assert "待核" in said, "the period of the re-inspection was not read in its source"
    assert "复查" in unit_cli("orders", "list", expect=0).out or order["number"] in unit_cli("orders", "list").out
