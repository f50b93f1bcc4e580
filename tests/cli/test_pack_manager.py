# SPDX-License-Identifier: MulanPSL-2.0
"""`packs diff`, `enable`, `disable`, `remove`, `versions`, `statistics`, as an office uses them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector_app.domain.inspection import AnswerResult
from inspector_app.locations import bundled
from inspector_app.operations.inspections import answer_item
from inspector_app.workspace import Workspace, open_workspace
from tests.cli.conftest import Cli
from tests.helpers.kept_packs import PACK, version_one, version_two, workbook
from tests.helpers.makers import an_inspection


@contextmanager
def opened(cli: Cli) -> Iterator[Workspace]:
    ws = open_workspace(cli.data_dir)
    yield ws
    ws.close()


@pytest.fixture
def office(unit_cli: Cli) -> Cli:
    """Both versions of the canteen's checklist as workbooks, the first of them imported."""
    with opened(unit_cli) as ws:
        workbook(ws, version_one(), unit_cli.folder / "one.xlsx")
        workbook(ws, version_two(), unit_cli.folder / "two.xlsx")
    unit_cli("packs", "import", unit_cli.folder / "one.xlsx", expect=0)
    return unit_cli


def test_two_versions_are_compared_item_by_item(office: Cli) -> None:
    office("packs", "import", office.folder / "two.xlsx", expect=0)
    found = office.json("packs", "diff", f"{PACK}@2026.1", PACK)
    assert found["counts"] == {"added": 1, "removed": 1, "changed": 1, "moved": 0}
    assert (found["old"]["version"], found["new"]["version"]) == ("2026.1", "2026.2")
    assert [(i["kind"], i["code"]) for i in found["items"]] == [
        ("added", "CT-04"), ("changed", "CT-01"), ("removed", "CT-03"),
    ]  # fmt: skip
    changed = {f["name"]: (f["old"], f["new"]) for f in found["items"][1]["fields"]}
    assert changed == {"check": ("CT-01 查什么", "CT-01 查得更细"), "deadline_days": ("15", "7")}
    assert found["head"] == [{"name": "version", "old": "2026.1", "new": "2026.2"}]
    said = office("packs", "diff", f"{PACK}@2026.1", PACK, expect=0).out
    assert "新增 1" in said and "删除 1" in said
    assert "检查内容：CT-01 查什么 → CT-01 查得更细" in said


def test_a_version_is_compared_with_a_file_and_a_folder(office: Cli) -> None:
    found = office.json("packs", "diff", PACK, office.folder / "two.xlsx")
    assert found["counts"]["changed"] == 1
    same = office.json("packs", "diff", PACK, office.folder / "one.xlsx")
    assert (same["head"], same["items"]) == ([], [])
    assert "内容相同" in office("packs", "diff", PACK, PACK, expect=0).out
    folder = office.folder / "common"
    shutil.copytree(bundled("checklists") / "common", folder)
    text = (folder / "items.toml").read_text(encoding="utf-8")
    (folder / "items.toml").write_text(text.replace("check = '", "check = '改：", 1), encoding="utf-8")
    changed = office.json("packs", "diff", "common", folder)
    assert [f["name"] for i in changed["items"] for f in i["fields"]] == ["check"]


def test_what_cannot_be_compared(office: Cli, tmp_path: Path) -> None:
    assert office("packs", "diff", "nothing", PACK, "--json", expect=1).codes == ["not_found"]
    assert office("packs", "diff", f"{PACK}@9.9", PACK, "--json", expect=1).codes == ["not_found"]
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"no workbook")
    assert office("packs", "diff", PACK, bad, "--json", expect=1).codes
    (tmp_path / "empty").mkdir()
    assert office("packs", "diff", PACK, tmp_path / "empty", "--json", expect=1).codes
    assert office("packs", "diff", PACK, expect=2).out == ""


def test_a_checklist_is_switched_off_and_on(office: Cli) -> None:
    assert office.json("packs", "disable", PACK) == {"pack": PACK, "enabled": False}
    listed = {p["id"]: p["is_enabled"] for p in office.json("packs", "list")["packs"]}
    assert (listed[PACK], listed["common"]) == (False, True)
    office("enterprises", "add", "--name", "清河县食堂", expect=0)
    words = ("inspections", "start", "--enterprise", "清河县食堂", "--pack", PACK, "--officer", "林知远",
             "--officer", "苏晓棠")  # fmt: skip
    refused = office(*words, "--json", expect=1)
    assert refused.codes == ["pack_disabled"]
    assert "已停用" in refused.json["problems"][0]["message"]
    assert "启用" in office("packs", "enable", PACK, expect=0).out
    office(*words, expect=0)
    assert office("packs", "disable", "nothing", "--json", expect=1).codes == ["pack_unknown"]


def test_versions_say_where_they_come_from_and_who_uses_them(office: Cli) -> None:
    with opened(office) as ws:
        an_inspection(ws, pack_ids=(PACK,))
    office("packs", "import", office.folder / "two.xlsx", expect=0)
    first, second = office.json("packs", "versions", PACK)["versions"]
    assert (first["version"], first["is_newest"], first["inspections"]) == ("2026.2", True, 0)
    assert (second["version"], second["is_newest"], second["open_inspections"]) == ("2026.1", False, 1)
    assert "two.xlsx" in first["source"]
    assert "程序自带" in office("packs", "versions", "common", expect=0).out
    assert office("packs", "versions", "nothing", "--json", expect=1).codes == ["not_found"]


def test_only_an_unused_imported_version_is_removed(office: Cli) -> None:
    office("packs", "import", office.folder / "two.xlsx", expect=0)
    with opened(office) as ws:
        an_inspection(ws, pack_ids=(PACK,))
    refused = office("packs", "remove", PACK, "2026.2", "--json", expect=1)
    assert refused.codes == ["pack_in_use"]
    gone = office.json("packs", "remove", PACK, "2026.1", "--reason", "用新版")
    assert gone == {"pack": PACK, "version": "2026.1", "reason": "用新版"}
    assert [v["version"] for v in office.json("packs", "versions", PACK)["versions"]] == ["2026.2"]
    office("undo", expect=0)
    assert len(office.json("packs", "versions", PACK)["versions"]) == 2
    bundled_version = office.json("packs", "versions", "common")["versions"][0]["version"]
    assert office("packs", "remove", "common", bundled_version, "--json", expect=1).codes == ["pack_bundled"]


def test_statistics_count_over_versions(office: Cli) -> None:
    with opened(office) as ws:
        first = an_inspection(ws, pack_ids=(PACK,))
        answer_item(ws, first.id, "CT-01", AnswerResult.COMPLIANT)
        answer_item(ws, first.id, "CT-03", AnswerResult.NONCOMPLIANT)
    office("packs", "import", office.folder / "two.xlsx", expect=0)
    with opened(office) as ws:
        answer_item(ws, first.id, "CT-02", AnswerResult.NOT_APPLICABLE)
    items = {i["code"]: i for i in office.json("packs", "statistics", PACK)["items"]}
    assert list(items) == ["CT-04", "CT-01", "CT-02", "CT-03"]
    assert (items["CT-01"]["compliant"], items["CT-02"]["not_applicable"]) == (1, 1)
    assert (items["CT-03"]["noncompliant"], items["CT-03"]["findings"], items["CT-03"]["versions"]) == (
        1, 1, ["2026.1"],
    )  # fmt: skip
    said = office("packs", "statistics", PACK, expect=0).out
    assert "CT-03" in said and "不符合" in said
    assert office("packs", "statistics", "nothing", "--json", expect=1).codes == ["not_found"]
