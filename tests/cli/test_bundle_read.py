# SPDX-License-Identifier: MulanPSL-2.0
"""The commands that take in what came on a stick, as people and machines call them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.locations import default_data_dir
from tests.cli.conftest import Cli
from tests.helpers.clock import Clock
from tests.helpers.sticks import Unit, a_day, a_morning, a_whole_unit, flip


@pytest.fixture
def unit(tmp_path: Path, clock: Clock) -> Iterator[Unit]:
    """An office and one laptop; the stick has a day's bundle."""
    with a_whole_unit(tmp_path / "unit", clock) as made:
        a_day(made.laptop, clock, 1)
        made.hand_over(made.laptop, made.stick())
        yield made


@pytest.fixture
def office(unit: Unit, cli: Cli) -> Cli:
    """The command line at the office."""
    unit.office.close()
    cli.data_dir = unit.office.folder
    return cli


def at_laptop(unit: Unit, cli: Cli) -> Cli:
    unit.laptop.close()
    cli.data_dir = unit.laptop.folder
    return cli


def test_read_says_what_became_of_each_part(unit: Unit, office: Cli) -> None:
    found = office.json("bundle", "read", unit.stick())
    (part,) = found["parts"]
    assert (part["state"], part["operations"], part["applied"], part["files"]) == ("applied", 5, 5, 3)
    assert part["name"].endswith("-00001-1of1.ajb") and part["problems"] == []
    assert {name: found[name] for name in ("applied", "known", "waiting", "files", "quarantined")} == {
        "applied": 5, "known": 0, "waiting": 0, "files": 3, "quarantined": 0,
    }  # fmt: skip
    assert found["missing_files"] == 0 and found["conflicts"] == 0 and "problems" not in found
    assert [Path(path).name for path in found["receipts"]] == [f"receipt-{unit.laptop.device[:12]}-1.ajr"] * 2
    again = office.json("bundle", "read", unit.stick())
    assert (again["known"], again["applied"]) == (1, 0)
    said = office("bundle", "read", unit.stick(), expect=0)
    assert "此前已并入" in said.out and "回执" in said.out


def test_a_refused_part_gives_1_and_the_good_one_is_in(unit: Unit, office: Cli) -> None:
    a_morning(unit.laptop, 2)
    bad = make_bundle(unit.laptop, unit.stick("bad"), order_for_office(unit.laptop)).paths[0]
    flip(bad)
    found = office.json("bundle", "read", unit.stick(), unit.stick("bad"), expect=1)
    assert sorted(part["state"] for part in found["parts"]) == ["applied", "refused"]
    assert found["applied"] == 5 and found["quarantined"] == 1
    assert [p["code"] for p in found["problems"]] == ["bundle_changed"]
    assert bad.name in found["problems"][0]["message"]
    said = office("bundle", "read", unit.stick("bad"), expect=1)
    assert "bundle_changed" in said.err and "未并入" in said.out
    (entry,) = office.json("bundle", "quarantine", "list")["quarantine"]
    assert (entry["name"], entry["code"], entry["path"]) == (bad.name, "bundle_changed", str(bad))
    assert bad.name in office("bundle", "quarantine", "list", expect=0).out
    refused = office("bundle", "quarantine", "discard", entry["id"], "--reason", " ", "--json", expect=1)
    assert refused.codes == ["value_missing"]
    refused = office("bundle", "quarantine", "discard", "12345678", "--reason", "坏盘", "--json", expect=1)
    assert refused.codes == ["not_found"] and "隔离文件" in refused.out
    made = office.json("bundle", "quarantine", "discard", entry["id"][:8], "--reason", "坏盘")["quarantined"]
    assert made["settled_how"] == "discarded: 坏盘"
    assert office.json("bundle", "quarantine", "list")["quarantine"] == []
    assert len(office.json("bundle", "quarantine", "list", "--all")["quarantine"]) == 1


def test_wrong_use(unit: Unit, office: Cli, tmp_path: Path) -> None:
    assert office("bundle", "read", "--json", expect=2).codes == ["wrong_use"]
    assert office("bundle", "read", tmp_path / "none", "--json", expect=1).codes == ["bundle_not_found"]
    assert office("receipts", "take", "--json", expect=2).codes == ["wrong_use"]
    assert office("receipts", "take", unit.stick(), "--json", expect=1).codes == ["not_member"]


def test_what_lies_there_for_others_only_is_told(unit: Unit, cli: Cli) -> None:
    laptop = at_laptop(unit, cli)
    found = laptop.json("bundle", "read", unit.stick(), expect=1)
    assert [part["state"] for part in found["parts"]] == ["other"] and found["quarantined"] == 0
    assert [p["code"] for p in found["problems"]] == ["bundle_key"]


def test_gaps_are_listed(unit: Unit, office: Cli) -> None:
    order = order_for_office(unit.laptop)
    own = (unit.laptop.device, unit.laptop.incarnation)
    order = dataclasses.replace(order, known={**order.known, own: 3}, topic="later")
    make_bundle(unit.laptop, unit.stick("later"), order)
    found = office.json("bundle", "read", unit.stick("later"))
    assert (found["parts"][0]["state"], found["waiting"]) == ("waiting", 1)
    assert [w["code"] for w in found["warnings"]] == ["bundle_waits"]
    (gap,) = office.json("bundle", "waiting")["gaps"]
    assert (gap["name"], gap["first"], gap["last"], gap["waiting"]) == ("电脑1", 1, 3, 2)
    assert "缺少第 1 至 3 步" in office("bundle", "waiting", expect=0).out
    office("bundle", "read", unit.stick(), expect=0)
    assert office.json("bundle", "waiting") == {"gaps": [], "missing_files": []}
    assert "没有等待的内容" in office("bundle", "waiting", expect=0).out


def test_receipts_come_back_to_the_laptop(unit: Unit, office: Cli) -> None:
    office("bundle", "read", unit.stick(), expect=0)
    laptop = at_laptop(unit, office)
    before = laptop.json("receipts", "show")
    assert (before["role"], before["operations"], before["files"], before["last_receipt_at"]) == ("member", 5, 3, None)
    assert "未移交：记录 5 条，文件 3 个" in laptop("receipts", "show", expect=0).out
    taken = laptop.json("receipts", "take", unit.stick())
    assert (taken["receipts"], taken["newer"], taken["operations"], taken["files"]) == (1, 1, 5, 3)
    assert (taken["standing"]["operations"], taken["standing"]["files"]) == (0, 0)
    said = laptop("receipts", "take", unit.stick(), expect=0)
    assert "没有新的内容" in said.out and "全部已移交" in said.out
    assert laptop.json("receipts", "show")["last_receipt_at"] is not None


def test_verify_needs_no_data_folder(unit: Unit, office: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "nobody"))
    assert not default_data_dir().exists()
    order = dataclasses.replace(order_for_office(unit.laptop), recipients=())
    path = make_bundle(unit.laptop, unit.stick("plain"), order).paths[0]
    (part,) = office.json("bundle", "verify", path, data_dir=False)["parts"]
    assert (part["ok"], part["trust"], part["part"], part["parts"], part["files"]) == (True, "not_checked", 1, 1, 3)
    assert part["device"] == unit.laptop.device and len(part["key"]) == 64
    assert part["ranges"] == [[unit.laptop.device, unit.laptop.incarnation, 1, 5]]
    assert office("bundle", "verify", unit.stick(), "--json", data_dir=False, expect=1).codes == ["bundle_key"]
    (part,) = office.json("bundle", "verify", unit.stick())["parts"]
    assert (part["ok"], part["trust"], part["encrypted"]) == (True, "trusted", True)
    flip(path)
    found = office.json("bundle", "verify", path, data_dir=False, expect=1)
    assert found["parts"][0]["ok"] is False and found["problems"][0]["code"] == "bundle_changed"
    assert "不完整" in office("bundle", "verify", path, data_dir=False, expect=1).out
    assert office.json("bundle", "quarantine", "list")["quarantine"] == []  # verifying notes nothing


@pytest.mark.parametrize("words", [
    ("bundle", "read"), ("bundle", "verify"), ("bundle", "quarantine"), ("bundle", "waiting"), ("receipts", "take"),
    ("receipts", "show"),
])  # fmt: skip
def test_every_command_explains_itself_in_chinese(cli: Cli, words: tuple[str, ...]) -> None:
    said = cli(*words, "--help", expect=0)
    assert "用法" in said.out and any("\u4e00" <= c <= "\u9fff" for c in said.out.splitlines()[2])
