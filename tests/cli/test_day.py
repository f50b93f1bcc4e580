# SPDX-License-Identifier: MulanPSL-2.0
"""A whole day on the command line: from a file, and step by step, to the printed papers."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli
from tests.helpers.clock import CHINA
from tests.helpers.ordinary_user import as_ordinary_user, let_others_in
from tests.helpers.pictures import corners
from tests.helpers.pictures import photo as a_photo
from tests.helpers.records import a_paper_finding, a_record, write_record

NOW = datetime.now(CHINA)
YESTERDAY = NOW - timedelta(days=1)


def times(day: datetime = YESTERDAY) -> dict[str, str]:
    start = day.replace(hour=9, minute=5, second=0, microsecond=0)
    return {
        "started_at": start.isoformat("T", "minutes"),
        "finished_at": (start + timedelta(hours=2)).isoformat("T", "minutes"),
    }


def inspected(cli: Cli, **changes: Any) -> dict[str, Any]:
    content = a_record(**{**times(), **changes})
    made: dict[str, Any] = cli.json("inspect", write_record(cli.folder, content))
    return made


def test_inspect_gives_the_keys_of_the_contract(unit_cli: Cli) -> None:
    made = inspected(unit_cli)
    assert made.keys() == {"inspection", "findings"}
    assert len(made["findings"]) == 2
    listed = unit_cli.json("findings", "list")["findings"]
    assert {f["id"] for f in listed} == set(made["findings"])
    assert unit_cli.json("findings", "list", "--search", "托盘")["findings"][0]["item_code"] is None
    assert unit_cli.json("findings", "list", "--status", "ordered")["findings"] == []


def test_a_refused_record_lists_everything_and_writes_nothing(unit_cli: Cli) -> None:
    content = a_record(officers=[], packs=["x"], findings=[a_paper_finding(deadline="soon")])
    said = unit_cli("inspect", write_record(unit_cli.folder, content), "--json", expect=1)
    assert said.json.keys() == {"problems"}
    assert all(problem.keys() == {"code", "where", "message"} for problem in said.json["problems"])
    assert {"too_few_officers", "pack_unknown", "date_wrong"} <= set(said.codes)
    assert unit_cli.json("inspections", "list")["inspections"] == []
    assert "$.findings[0].deadline" in unit_cli("inspect", unit_cli.folder / "RECORD.json", expect=1).err


def test_both_documents_are_issued_listed_exported_and_frozen(unit_cli: Cli) -> None:
    (unit_cli.folder / "a.jpg").write_bytes(a_photo())
    made = inspected(unit_cli, findings=[a_paper_finding(photos=["a.jpg"]), a_paper_finding(place="乙类库")])
    inspection, out = made["inspection"], unit_cli.folder / "papers" / "deep"
    issued = []
    for kind, word in (("inspection_record", "检记"), ("rectification_order", "责改")):
        said = unit_cli("documents", "issue", "--inspection", inspection, "--kind", kind, "--out", out,
                        "--confirm-unverified", "--json", expect=0)  # fmt: skip
        paper = said.json
        assert paper.keys() == {"number", "document", "path", "sha256"}
        assert word in paper["number"] and paper["number"].startswith("（青）应急")
        data = Path(paper["path"]).read_bytes()
        assert data.startswith(b"%PDF") and hashlib.sha256(data).hexdigest() == paper["sha256"]
        issued.append(paper)
    assert sorted(p.name for p in out.iterdir()) == sorted(Path(p["path"]).name for p in issued)
    listed = unit_cli.json("documents", "list")["documents"]
    assert {d["id"] for d in listed} == {p["document"] for p in issued}
    assert "content" not in listed[0]
    for name in (issued[1]["document"], issued[1]["number"]):
        target = unit_cli.folder / "copy.pdf"
        copy = unit_cli.json("documents", "export", name, "--out", target)
        assert copy["sha256"] == issued[1]["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert unit_cli.json("documents", "export", name, "--out", out)["path"] == issued[1]["path"]
    assert {f["status"] for f in unit_cli.json("findings", "list")["findings"]} == {"ordered"}
    again = unit_cli(
        "documents", "issue", "--inspection", inspection, "--kind", "inspection_record", "--json", expect=1
    )
    assert "document_exists" in again.codes
    assert unit_cli("undo", "--json", expect=1).codes == ["undo_barrier"]
    frozen = unit_cli("findings", "withdraw", made["findings"][0], "--reason", "误记", "--json", expect=1)
    assert frozen.codes == ["finding_frozen"]
    void = unit_cli.json("documents", "void", issued[1]["number"], "--reason", "期限写错")
    assert void["state"] == "void"
    found = unit_cli.json("verify")
    assert found["well"] is True and found["problems"] == []


def test_no_number_is_spent_on_a_folder_that_cannot_be_written(unit_cli: Cli) -> None:
    made = inspected(unit_cli)
    (unit_cli.folder / "file").write_text("x")
    words = ["documents", "issue", "--inspection", made["inspection"], "--kind", "inspection_record"]
    said = unit_cli(*words, "--out", unit_cli.folder / "file", "--json", expect=1)
    assert said.codes == ["folder_not_writable"]
    assert unit_cli.json("documents", "list")["documents"] == []
    paper = unit_cli.json(*words)
    assert paper["path"] is None and "1号" in paper["number"]


def test_devices_and_folders_are_no_targets(unit_cli: Cli) -> None:
    made = inspected(unit_cli)
    subject = ["--inspection", made["inspection"], "--kind", "inspection_record"]
    paper = unit_cli.json("documents", "issue", *subject)["document"]
    for out in ("/dev/null", unit_cli.folder, "a\0b", "x" * 300):
        said = unit_cli("documents", "preview", *subject, "--out", out, "--json", expect=1)
        assert said.codes[0] in {"file_unreadable", "folder_not_writable"}
        if out != unit_cli.folder:
            assert unit_cli("documents", "export", paper, "--out", out, "--json", expect=1).codes
    assert not Path("/dev/null").is_file()


def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o555)
    let_others_in(shut / "a.pdf")
    imports = (
        "from pathlib import Path\n"
        "from inspector_app.domain.problems import Refused\n"
        "from inspector_app.operations.files import save_file\n"
    )
    body = "try: save_file(Path(sys.argv[1]), b'x')\nexcept Refused as r: print(r.problems[0].code)\n"
    assert as_ordinary_user(imports, body, str(shut / "a.pdf")) == ["folder_not_writable"]


def test_a_pdf_that_cannot_be_written_after_the_issue_is_still_named(
    unit_cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from inspector_app.cli import documents
    from inspector_app.operations.files import save_file

    made = inspected(unit_cli)
    out = unit_cli.folder / "papers"

    def fails(path: Path, data: bytes) -> None:
        save_file(path / "no" / "such" / "folder", data)

    monkeypatch.setattr(documents, "save_file", fails)
    words = ["documents", "issue", "--inspection", made["inspection"], "--kind", "inspection_record", "--out", out]
    said = unit_cli(*words, "--json", expect=1)
    assert said.json["number"] and said.json["document"] and said.json["path"] is None
    assert said.codes == ["storage_failed"]


def test_a_day_step_by_step(unit_cli: Cli) -> None:
    cli = unit_cli
    where = ["--address", "青岚县工业路1号", "--person-in-charge", "钱立群"]
    code = cli.json("enterprises", "add", "--name", "青岚县安康化工有限公司", *where)["enterprise"]["id"]
    start = times()["started_at"]
    inspection = cli.json(
        "inspections", "start", "--enterprise", code, "--pack", "hazmat", "--pack", "common", "--officer", "林知远",
        "--officer", "99012301002", "--expert", "何文博", "--accompanied-by", "钱立群",
        "--accompanied-title", "安全总监", "--witness", "张一帆", "--place", "罐区", "--started-at", start,
    )["inspection"]  # fmt: skip
    assert cli.json("inspections", "answer", inspection, "HZ-SYS-07", "compliant")["finding"] is None
    finding = cli.json("inspections", "answer", inspection, "HZ-LIC-07", "noncompliant", "--remark", "见照片")[
        "finding"
    ]
    cli.json(
        "findings", "amend", finding, "--place", "甲类库", "--description", "14只桶无标签", "--deadline", "2099-01-01"
    )
    shown = cli.json("findings", "show", finding)["finding"]
    assert (shown["place"], shown["description"], shown["deadline"]) == ("甲类库", "14只桶无标签", "2099-01-01")
    assert shown["measure"] and shown["clauses"]
    words = ["--place", "大门", "--description", "堆物", "--measure", "清除", "--grade", "general"]
    words += ["--deadline", "2099-01-01", "--clause", "《消防法》第二十八条"]
    own = cli.json("findings", "add", inspection, *words)["finding"]
    gone = cli.json("findings", "add", inspection, "--place", "x", "--description", "误记")["finding"]
    assert cli.json("findings", "withdraw", gone, "--reason", "误记")["status"] == "withdrawn"
    photos(cli, inspection, finding)
    cli.json("inspections", "amend", inspection, "--party-remark", "属实", "--place", "罐区、甲类库")
    view = cli.json("inspections", "show", inspection, "--items")
    assert view["inspection"]["place"] == "罐区、甲类库" and len(view["items"]) > 100
    assert [p["role"] for p in view["inspection"]["people"]] == [
        "officer",
        "officer",
        "expert",
        "accompanying",
        "witness",
    ]
    assert any(gap["code"] == "items_not_checked" for gap in view["gaps"])
    assert "还有" in cli("inspections", "show", inspection).out
    finished = cli.json("inspections", "finish", inspection, "--at", times()["finished_at"])
    assert finished["state"] == "finished" and finished["warnings"]
    papers(cli, inspection, own)


def photos(cli: Cli, inspection: str, finding: str) -> None:
    good, other, bad = (cli.folder / name for name in ("a.jpg", "b.jpg", "c.jpg"))
    good.write_bytes(a_photo())
    other.write_bytes(a_photo(corners(64, 48)))
    bad.write_bytes(b"no picture")
    said = cli(
        "photos", "add", inspection, good, other, bad, "--finding", finding, "--taker", "林知远", "--json", expect=1
    )
    assert len(said.json["photos"]) == 2 and said.codes == ["photo_format"]
    assert cli("photos", "add", inspection, bad, cli.folder, "none.jpg", "--json", expect=1).json.keys() == {"problems"}
    first, second = (p["id"] for p in said.json["photos"])
    assert cli.json("photos", "caption", first, "桶身")["photo"]["caption"] == "桶身"
    assert cli.json("photos", "rotate", first, "90")["photo"]["rotation"] == 90
    assert cli("photos", "rotate", first, "45", "--json", expect=1).codes == ["value_not_allowed"]
    marks = cli.folder / "marks.json"
    mark = {"kind": "arrow", "x1": 0.1, "y1": 0.1, "x2": 0.5, "y2": 0.5}
    marks.write_text(json.dumps({"version": 1, "marks": [mark]}))
    assert cli.json("photos", "mark", first, marks)["photo"]["marks"]
    marks.write_bytes(b"\xff\xff{")
    assert cli("photos", "mark", first, marks, "--json", expect=1).codes == ["value_wrong_type"]
    cli.json("photos", "arrange", finding, second, first)
    assert [p["id"] for p in cli.json("photos", "list", inspection)["photos"]] == [second, first]
    assert cli.json("photos", "assign", second)["photo"]["finding_id"] is None
    assert cli.json("photos", "assign", second, "--finding", finding)["photo"]["finding_id"] == finding
    assert cli.json("photos", "remove", second, "--reason", "模糊") == {"photo": second}
    assert [p["id"] for p in cli.json("photos", "list", inspection)["photos"]] == [first]
    assert cli("photos", "list", inspection).out.count("\n") == 2


def papers(cli: Cli, inspection: str, own: str) -> None:
    subject = ["--inspection", inspection, "--kind", "rectification_order"]
    chosen = cli.json("documents", "choose", *subject, own)
    assert chosen["findings"] == [own]
    assert cli("documents", "choose", *subject, "x", "--json", expect=1).codes == ["not_found"]
    draft = cli.json("documents", "preview", *subject, "--out", cli.folder / "draft.pdf")
    assert draft["pages"] >= 1 and {"code", "where", "message", "severity"} == draft["open"][0].keys()
    assert (cli.folder / "draft.pdf").read_bytes().startswith(b"%PDF")
    assert cli.json("documents", "list", "--inspection", inspection)["documents"] == []
    refused = cli("documents", "issue", *subject, "--json", expect=1)
    assert "document_needs" in refused.codes
    cli.json("documents", "issue", "--inspection", inspection, "--kind", "inspection_record")
    paper = cli.json("documents", "issue", *subject, "--date", NOW.date().isoformat(), "--out", cli.folder)
    assert Path(paper["path"]).is_file()
    found = {f["id"]: f["status"] for f in cli.json("findings", "list", "--inspection", inspection)["findings"]}
    assert found[own] == "ordered" and sorted(found.values()) == ["ordered", "recorded", "withdrawn"]


def test_an_unverified_basis_is_confirmed_by_a_person(unit_cli: Cli) -> None:
    packs = unit_cli.json("packs", "list")["packs"]
    assert packs
    made = inspected(unit_cli, answers={}, findings=[a_paper_finding(item=None, clauses=["《甲法》第一条"])])
    done = unit_cli.json("findings", "confirm", made["findings"][0], "--basis", "1", "--person", "林知远")
    assert done["clause"]["confirmed_by"] == "林知远"
    assert unit_cli(
        "findings", "confirm", made["findings"][0], "--basis", "9", "--person", "甲", "--json", expect=1
    ).codes


def test_undo_takes_the_last_step_back(unit_cli: Cli) -> None:
    inspected(unit_cli)
    assert unit_cli.json("undo") == {"undone": "record_paper_inspection"}
    assert unit_cli.json("inspections", "list")["inspections"] == []
    assert "已撤销" in unit_cli("undo").out


def test_verify_names_what_was_changed_or_lost(unit_cli: Cli) -> None:
    made = inspected(unit_cli)
    paper = unit_cli.json("documents", "issue", "--inspection", made["inspection"], "--kind", "inspection_record")
    stored = next(unit_cli.data_dir.glob(f"files/*/{paper['sha256']}"))
    stored.chmod(0o600)
    stored.write_bytes(b"changed")
    said = unit_cli("verify", "--json", expect=1)
    assert said.codes == ["file_changed"] and said.json["well"] is False
    target = unit_cli.folder / "x.pdf"
    refusal = unit_cli("documents", "export", paper["document"], "--out", target, "--json", expect=1)
    assert refusal.codes == ["file_changed"] and not target.exists()
    stored.unlink()
    assert unit_cli("verify", expect=1).err


def test_words_for_people_are_aligned_chinese_lines(unit_cli: Cli) -> None:
    made = inspected(unit_cli)
    for words in (
        ["findings", "list"], ["findings", "show", made["findings"][0]], ["inspections", "list"],
        ["inspections", "show", made["inspection"]], ["enterprises", "find", "恒达"],
        ["enterprises", "show", "91110000802100433B"], ["officers", "list"], ["packs", "list"], ["documents", "list"],
    ):  # fmt: skip
        out = unit_cli(*words, expect=0).out
        assert any("一" <= c <= "鿿" for c in out), words
