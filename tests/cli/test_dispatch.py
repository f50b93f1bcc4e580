# SPDX-License-Identifier: MulanPSL-2.0
"""The office's way back on the command line: tasks, dispatches, published files, reconciliation, inbox."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.wording import tr
from tests.cli.conftest import Cli
from tests.helpers.clock import CHINA
from tests.helpers.law import a_holiday_file
from tests.helpers.makers import a_code

ENTERPRISE = "青岚县恒达化工有限公司"
TODAY = datetime.now(CHINA).date()


class Unit:
    """An office in the data folder of the command line, and one laptop beside it."""

    def __init__(self, cli: Cli) -> None:
        self.cli, self.laptop = cli, cli.folder / "laptop"
        cli("office", "init", expect=0)
        self.on_laptop("device", "request", "--out", cli.folder / "a.ajq", "--name", "一组", make=True)
        answer = cli.folder / "a.aje"
        cli("office", "enrol", cli.folder / "a.ajq", "--out", answer, "--holder", "林知远", expect=0)
        self.on_laptop("device", "join", answer)
        cli("enterprises", "add", "--name", ENTERPRISE, "--credit-code", "91110000802100433B", expect=0)

    def on_laptop(self, *words: object, make: bool = False, expect: int = 0) -> Any:
        if make:
            organ = self.cli.folder / "ORGAN.toml"
            self.cli("init", "--organ", organ, "--data-dir", self.laptop, data_dir=False, expect=0)
        return self.cli.json(*words, "--data-dir", self.laptop, data_dir=False, expect=expect)

    def back(self, *words: object) -> Any:
        stick = self.cli.folder / "back"
        made = self.cli.json("office", "dispatch", "--device", "一组", "--out", stick, *words)
        self.on_laptop("bundle", "read", stick)
        return made

    def home(self) -> Any:
        stick = self.cli.folder / "home"
        self.on_laptop("bundle", "make", "--to", stick)
        return self.cli.json("bundle", "read", stick)


@pytest.fixture
def unit(unit_cli: Cli) -> Unit:
    return Unit(unit_cli)


def test_a_task_goes_out_is_begun_and_comes_back_done(unit: Unit) -> None:
    cli = unit.cli
    due = TODAY + timedelta(days=3)
    made = cli.json(
        "office", "assign", "--device", "林知远", "--enterprise", ENTERPRISE, "--pack", "hazmat",
        "--officer", "林知远", "--officer", "苏晓棠", "--due", due, "--note", "看储罐区",
    )  # fmt: skip
    assert (made["enterprise_name"], made["days_left"], made["device_name"]) == (ENTERPRISE, 3, "一组")
    sent = unit.back()
    assert {"bundle", "paths", "operations", "receipts", "tasks", "leases"} <= sent.keys()
    assert (sent["receipts"], sent["tasks"], sent["encrypted"]) == (1, 1, True)
    (task,) = unit.on_laptop("tasks", "list", "--open")["tasks"]
    assert (task["id"], task["note"], task["officer_names"]) == (made["task"], "看储罐区", ["林知远", "苏晓棠"])
    started = unit.on_laptop("tasks", "start", task["id"][:8])
    unit.on_laptop("inspections", "finish", started["inspection"], "--at", datetime.now(CHINA) + timedelta(hours=1))
    unit.home()
    (there,) = cli.json("tasks", "list")["tasks"]
    assert (there["state"], there["done_id"]) == ("done", started["inspection"])
    assert cli.json("tasks", "list", "--open")["tasks"] == []


def test_a_task_is_returned_given_to_another_and_cancelled(unit: Unit) -> None:
    cli = unit.cli
    made = cli.json("office", "assign", "--device", "一组", "--enterprise", ENTERPRISE, "--pack", "hazmat")
    unit.back()
    unit.on_laptop("tasks", "return", made["task"], "--reason", "车辆故障")
    assert cli("office", "cancel-task", made["task"], "--json", expect=1).codes == ["reason_missing"]
    unit.home()
    (there,) = cli.json("tasks", "list")["tasks"]
    assert (there["state"], there["reason"]) == ("returned", "车辆故障")
    assert cli.json("office", "reassign", made["task"], "--device", "一组")["state"] == "assigned"
    assert cli.json("office", "cancel-task", made["task"], "--reason", "不再需要")["state"] == "cancelled"


def test_wrong_words_are_refused_before_anything_is_written(unit: Unit) -> None:
    cli = unit.cli
    assert cli("office", "assign", "--device", "一组", expect=2)
    assert cli("office", "dispatch", "--out", cli.folder / "x", expect=2)
    assert cli("office", "dispatch", "--device", "一组", "--all", "--out", cli.folder / "x", expect=2)
    assert cli("office", "inbox", "--watch", expect=2)
    said = cli("office", "dispatch", "--device", "九组", "--out", cli.folder / "x", "--json", expect=1)
    assert said.codes == ["device_unknown"]
    said = cli("office", "reconcile", "--data-dir", unit.laptop, "--json", data_dir=False, expect=1)
    assert said.codes == ["not_office"]


def test_one_folder_for_each_laptop(unit: Unit) -> None:
    made = unit.cli.json("office", "dispatch", "--all", "--out", unit.cli.folder / "all")["dispatches"]
    assert [one["name"] for one in made] == ["一组"]
    folder = Path(made[0]["paths"][0]).parent
    assert (folder.parent, folder.name) == (unit.cli.folder / "all", f"一组-{made[0]['device'][:12]}")
    unit.on_laptop("bundle", "read", folder)


def test_a_published_notice_counts_on_the_laptop(unit: Unit) -> None:
    year = TODAY.year + 2
    file = unit.cli.folder / f"{year}.json"
    file.write_text(a_holiday_file(year), encoding="utf-8")
    made = unit.cli.json("office", "publish", file, "--kind", "holiday", "--note", "国办通知")
    unit.back()
    (there,) = unit.on_laptop("office", "files")["files"]
    assert (there["name"], there["state"], there["note"]) == (str(year), "in_force", "国办通知")
    file.write_text("{}", encoding="utf-8")
    assert unit.cli("office", "publish", file, "--kind", "holiday", "--json", expect=1).codes
    assert unit.cli("office", "publish", file, "--kind", "law", expect=2)  # nobody answers for it
    unit.cli("office", "unpublish", made["file"], "--reason", "重新公布", expect=0)
    unit.back()
    assert [f["state"] for f in unit.on_laptop("office", "files")["files"]] == ["removed"]


def test_the_reconciliation_list_and_its_table(unit: Unit) -> None:
    unit.on_laptop("enterprises", "add", "--name", "青岚县第二化工有限公司", "--credit-code", a_code(5))
    unit.home()
    target = unit.cli.folder / "对账.csv"
    found = unit.cli.json("office", "reconcile", "--csv", target)
    one = next(d for d in found["devices"] if d["name"] == "一组")
    assert (one["holder"], one["exports"], one["is_settled"], one["days_silent"]) == ("林知远", 1, True, 0)
    assert found["counts"] == {"laptops": 1, "missing_operations": 0, "missing_files": 0}
    rows = list(csv.reader(io.StringIO(target.read_bytes().decode("utf-8-sig"))))
    assert rows[0][0] == tr("Laptop")
    assert {row[0] for row in rows[1:]} == {d["name"] for d in found["devices"]}
    assert "一组" in unit.cli("office", "reconcile", expect=0).out


def test_the_inbox_reads_what_is_new_once(unit: Unit) -> None:
    stick = unit.cli.folder / "stick"
    unit.on_laptop("enterprises", "add", "--name", "青岚县第三化工有限公司", "--credit-code", a_code(5))
    unit.on_laptop("bundle", "make", "--to", stick)
    found = unit.cli.json("office", "inbox", "--folder", stick, "--watch")
    assert [f["state"] for f in found["files"]] == ["new"]
    assert found["read"] is None
    read = unit.cli.json("office", "inbox", "--read")["read"]
    assert (read["applied"] > 0, [p["state"] for p in read["parts"]]) == (True, ["applied"])
    again = unit.cli.json("office", "inbox", "--read")
    assert ([f["state"] for f in again["files"]], again["read"]) == (["known"], None)
