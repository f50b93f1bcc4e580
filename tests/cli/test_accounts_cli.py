# SPDX-License-Identifier: MulanPSL-2.0
"""Accounts, protection, signing and the security journal by the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inspector_app.workspace.protection import is_protected
from tests.cli.conftest import Cli, Said
from tests.helpers.accounts import FIRST, OTHER, PASSWORD, SECOND, quick_slots
from tests.helpers.records import a_record, write_record


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_slots(monkeypatch)
    monkeypatch.delenv("INSPECTOR_APP_ACCOUNT", raising=False)
    monkeypatch.delenv("INSPECTOR_APP_PASSWORD", raising=False)


class Desk:
    """Protected data of the first officer, with files of passwords."""

    def __init__(self, cli: Cli) -> None:
        self.cli = cli
        self.first = self.secret("first", PASSWORD)
        self.second = self.secret("second", OTHER)

    def secret(self, name: str, text: str) -> Path:
        path = self.cli.folder / f"{name}.txt"
        path.write_text(f"{text}\nnot this line\n", encoding="utf-8")
        return path

    def on(self) -> Any:
        return self.cli.json(
            "protection", "on", "--name", FIRST[0], "--certificate-no", FIRST[1], "--new-password-file", self.first
        )

    def by_first(self, *words: object, expect: int = 0) -> Said:
        return self.cli(*words, "--account", FIRST[0], "--password-file", self.first, "--json", expect=expect)

    def by_second(self, *words: object, expect: int = 0) -> Said:
        return self.cli(*words, "--account", SECOND[0], "--password-file", self.second, "--json", expect=expect)

    def add_second(self, role: str = "officer") -> Any:
        return self.by_first(
            "accounts", "add", SECOND[0], "--role", role, "--certificate-no", SECOND[1], "--new-password-file",
            self.second,
        ).json  # fmt: skip


@pytest.fixture
def desk(unit_cli: Cli) -> Desk:
    made = Desk(unit_cli)
    made.on()
    return made


def test_protection_on_and_off(unit_cli: Cli) -> None:
    desk = Desk(unit_cli)
    assert unit_cli.json("protection", "status") == {"protected": False, "people": []}
    made = desk.on()
    assert made["recovery"].startswith("AGE-SECRET-KEY-1")
    assert [p["name"] for p in unit_cli.json("protection", "status")["people"]] == [FIRST[0]]
    assert unit_cli("officers", "list", "--json", expect=1).codes == ["workspace_locked"]
    assert desk.by_first("officers", "list").json["officers"]
    wrong = unit_cli("officers", "list", "--account", FIRST[0], "--password-file", desk.second, "--json", expect=1)
    assert wrong.codes == ["password_wrong"]
    desk.by_first("protection", "off")
    assert not is_protected(unit_cli.data_dir)
    assert unit_cli.json("officers", "list")["officers"]


def test_the_recovery_key_goes_into_a_new_file_and_opens(unit_cli: Cli) -> None:
    desk, out = Desk(unit_cli), unit_cli.folder / "paper.txt"
    made = unit_cli.json(
        "protection", "on", "--name", FIRST[0], "--new-password-file", desk.first, "--recovery-out", out
    )
    assert "recovery" not in made
    said = unit_cli.json("accounts", "password", FIRST[0], "--new-password-file", desk.second, "--recovery-file", out)
    assert said["account"] == made["account"]
    unit_cli("officers", "list", "--account", FIRST[0], "--password-file", desk.second, expect=0)
    assert unit_cli("inspections", "list", "--recovery-file", out, "--json", expect=1).codes == ["not_permitted"]
    again = unit_cli("protection", "recovery", "--out", out, "--recovery-file", out, "--json", expect=1)
    assert again.codes == ["file_exists"], "no paper is written over another"


def test_passwords_come_from_the_environment_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTOR_APP_PASSWORD", PASSWORD)
    desk.cli("officers", "list", expect=0)
    monkeypatch.setenv("INSPECTOR_APP_ACCOUNT", "没有这人")
    assert desk.cli("officers", "list", "--json", expect=1).codes == ["account_unknown"]


def test_an_account_from_its_first_day_to_its_last(desk: Desk) -> None:
    made = desk.add_second()
    listed = {a["name"]: a for a in desk.by_first("accounts", "list").json["accounts"]}
    assert (listed[SECOND[0]]["id"], listed[SECOND[0]]["has_password"]) == (made["account"], True)
    assert [a["name"] for a in desk.by_second("accounts", "list").json["accounts"]] == [SECOND[0]]
    desk.by_first("accounts", "amend", SECOND[1], "--role", "reader", "--until", "2099-12-31")
    assert desk.by_second("journal", expect=1).codes == ["not_permitted"]
    new = desk.secret("new", "坝上-轮值-1200")
    desk.by_second("protection", "password", "--new-password-file", new)
    assert desk.by_second("accounts", "list", expect=1).codes == ["password_wrong"]
    gone = desk.by_first("accounts", "revoke", SECOND[0], "--reason", "调离").json
    assert (gone["state"], gone["rekeyed"]) == ("revoked", False)
    late = desk.cli("accounts", "list", "--account", SECOND[0], "--password-file", new, "--json", expect=1)
    assert late.codes == ["account_unknown"]
    assert desk.by_first("accounts", "revoke", FIRST[0], "--reason", "调离", expect=1).codes == ["account_last"]


def test_revoking_offers_a_new_data_key_and_makes_it_when_asked(desk: Desk) -> None:
    desk.add_second()
    said = desk.cli("accounts", "revoke", SECOND[0], "--reason", "调离", "--account", FIRST[0], "--password-file",
                    desk.first, expect=0)  # fmt: skip
    assert "protection rekey" in said.out
    desk.by_first("accounts", "add", "赵六", "--role", "reader", "--new-password-file", desk.second)
    gone = desk.by_first("accounts", "revoke", "赵六", "--reason", "调离", "--rekey").json
    assert gone["rekeyed"] is True
    assert [e["kind"] for e in desk.by_first("journal", "--kind", "rekeyed").json["events"]] == ["rekeyed"]


def test_who_came_in_and_who_tried_stands_in_the_journal(desk: Desk) -> None:
    for _ in range(2):
        desk.cli("officers", "list", "--account", FIRST[0], "--password-file", desk.second, expect=1)
    events = desk.by_first("journal").json["events"]
    failed = [(e["subject"], e["detail"]) for e in events if e["kind"] == "login_failed"]
    assert failed == [(FIRST[0], "2")]
    desk.by_first("officers", "list")
    events = desk.by_first("journal", "--kind", "logged_in").json["events"]
    assert [e["person"] for e in events] == [FIRST[0]], "once a day from the command line"
    only = desk.by_first("journal", "--failed").json["events"]
    assert {e["kind"] for e in only} == {"login_failed"}
    table = desk.cli("journal", "--account", FIRST[0], "--password-file", desk.first, expect=0).out
    assert "口令错误" in table
    assert "login_failed" not in table


def test_two_officers_sign_a_document(desk: Desk) -> None:
    desk.add_second()
    record = write_record(
        desk.cli.folder, a_record(officers=[{"name": n, "certificate_no": c} for n, c in (FIRST, SECOND)])
    )
    visit = desk.by_first("inspect", record).json["inspection"]
    paper = desk.by_first("documents", "issue", "--inspection", visit, "--kind", "inspection_record").json["number"]
    found = desk.by_first("documents", "signatures", paper).json
    assert [(s["name"], s["state"]) for s in found["signatures"]] == [(FIRST[0], "good")]
    assert found["complete"] is False
    assert desk.by_first("documents", "sign", paper, expect=1).codes == ["signer_same"]
    assert desk.by_second("documents", "sign", paper).json["name"] == SECOND[0]
    found = desk.by_first("documents", "signatures", paper).json
    assert (found["complete"], found["missing"]) == (True, [])
    text = desk.cli("documents", "signatures", paper, "--account", FIRST[0], "--password-file", desk.first).out
    assert "有效" in text
    assert "可靠电子签名" not in text


def test_the_roster_is_the_offices(desk: Desk) -> None:
    assert desk.by_first("accounts", "roster", "publish", expect=1).codes == ["not_office"]
    assert desk.by_first("accounts", "roster", "show").json["number"] == 0
    desk.by_first("office", "init")
    desk.by_first("accounts", "add", "孙局长", "--role", "chief")
    assert desk.by_first("accounts", "roster", "show").json["changed"] is True
    assert desk.by_first("accounts", "roster", "publish").json["number"] == 1
    shown = desk.by_first("accounts", "roster", "show").json
    assert (shown["number"], shown["changed"], len(shown["accounts"])) == (1, False, 2)
    desk.by_first("accounts", "amend", "孙局长", "--name", "孙建业")
    assert desk.by_first("accounts", "roster", "publish").json["number"] == 2
    files = desk.by_first("office", "files").json["files"]
    assert sorted((f["name"], f["state"]) for f in files) == [("1", "replaced"), ("2", "in_force")]
