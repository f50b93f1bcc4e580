# SPDX-License-Identifier: MulanPSL-2.0
"""The office and a laptop from the command line: three commands on one machine, files to and fro, numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.workspace import create_workspace
from tests.cli.conftest import Cli
from tests.helpers.records import ORGAN


class Two:
    """The command line with two data folders."""

    def __init__(self, cli: Cli, organ: Path) -> None:
        self.cli, self.organ = cli, organ
        self.office_dir, self.laptop_dir = cli.folder / "office", cli.folder / "laptop"

    def office(self, *words: object, expect: int = 0) -> object:
        return self.cli.json(*words, "--data-dir", self.office_dir, data_dir=False, expect=expect)

    def laptop(self, *words: object, expect: int = 0) -> object:
        return self.cli.json(*words, "--data-dir", self.laptop_dir, data_dir=False, expect=expect)

    def codes(self, said: object) -> list[str]:
        assert isinstance(said, dict)
        return [p["code"] for p in said["problems"]]


@pytest.fixture
def two(cli: Cli) -> Two:
    organ = cli.folder / "ORGAN.toml"
    organ.write_text(ORGAN, encoding="utf-8")
    return Two(cli, organ)


def test_three_commands_make_an_office_and_a_laptop_on_one_machine(two: Two) -> None:
    two.office("office", "init", "--organ", two.organ)
    two.laptop("init", "--organ", two.organ)
    made = two.office("office", "enrol", two.laptop_dir, "--name", "一中队", "--holder", "王建国")
    assert (made["name"], made["is_new"], made["joined"]) == ("一中队", True, True)
    shown = two.laptop("device", "show")
    assert (shown["role"], shown["device"], shown["fingerprint"]) == ("member", made["device"], made["fingerprint"])


def test_files_go_to_and_fro(two: Two, cli: Cli) -> None:
    recovery, request, answer = (cli.folder / name for name in ("recovery.txt", "one.ajq", "one.aje"))
    made = two.office("office", "init", "--organ", two.organ, "--name", "县局内业", "--recovery", recovery)
    assert (made["name"], len(made["recipients"])) == ("县局内业", 2)
    assert "AGE-SECRET-KEY-1" in recovery.read_text(encoding="utf-8")
    two.laptop("init", "--organ", two.organ)
    asked = two.laptop("device", "request", "--out", request, "--name", "一中队", "--holder", "王建国")
    enrolled = two.office("office", "enrol", request, "--out", answer)
    assert (enrolled["device"], enrolled["name"], enrolled["joined"]) == (asked["device"], "一中队", False)
    joined = two.laptop("device", "join", answer)
    assert (joined["role"], joined["name"], joined["unit"]) == ("member", "县局内业", made["unit"])
    said = cli("device", "join", answer, "--data-dir", two.laptop_dir, data_dir=False, expect=0)
    assert "县局内业" in said.out
    assert made["fingerprint"] in said.out
    found = two.office("office", "devices")["devices"]
    assert sorted(d["name"] for d in found) == ["一中队", "县局内业"]


def test_numbers_are_given_out_listed_and_lost(two: Two) -> None:
    two.office("office", "init", "--organ", two.organ)
    two.laptop("init", "--organ", two.organ)
    device = two.office("office", "enrol", two.laptop_dir, "--name", "一中队")["device"]
    given = two.office("office", "lease", "--device", "一中队", "--kind", "rectification_order", "--count", 50)
    assert {k: given[k] for k in ("word", "first", "last", "device")} == {
        "word": "应急责改", "first": 1, "last": 50, "device": device,
    }  # fmt: skip
    again = two.office(
        "office", "lease", "--device", device[:8], "--kind", "rectification_order", "--count", 5, "--year", 2027
    )
    assert (again["year"], again["first"]) == (2027, 1)
    every = two.office("office", "lease", "--device", "一中队", "--kind", "all", "--count", 3)["blocks"]
    assert {(b["first"], b["last"]) for b in every if b["word"] == "应急责改"} == {(51, 53)}
    assert "word" not in two.office("office", "lease", "--device", "一中队", "--kind", "all", "--count", 3)
    listed = two.office("office", "leases", "--device", "一中队", "--year", 2027)["blocks"]
    assert [(b["word"], b["open"], b["used"], b["name"]) for b in listed] == [("应急责改", 5, 0, "一中队")]
    assert len(two.office("numbers", "blocks", "--year", 2027)["blocks"]) == 1
    two.office("office", "revoke", "一中队", "--reason", "丢失")
    states = {b["state"] for b in two.office("office", "leases")["blocks"]}
    assert states == {"void"}
    gaps = two.office("numbers", "gaps", "--year", 2027)["gaps"]
    assert [(g["serial"], g["reason"]) for g in gaps] == [(n, "丢失") for n in range(1, 6)]
    assert two.office("office", "restore", "一中队")["device"]["state"] == "active"


def test_the_offices_own_numbers_and_lost_ones_end_on_request(two: Two) -> None:
    two.office("office", "init", "--organ", two.organ)
    two.laptop("init", "--organ", two.organ)
    two.office("office", "enrol", two.laptop_dir, "--name", "一中队")
    assert two.codes(two.office("office", "return-numbers", expect=1)) == ["lease_missing"]
    two.office("office", "lease", "--device", "一中队", "--kind", "inspection_record", "--count", 4)
    assert two.codes(two.office("office", "return-numbers", "--device", "一中队", expect=1)) == ["reason_missing"]
    ended = two.office("office", "return-numbers", "--device", "一中队", "--reason", "重装系统")["blocks"]
    assert [(b["last"], b["state"], b["reason"]) for b in ended] == [(4, "void", "重装系统")]
    assert two.codes(two.laptop("device", "return-numbers", expect=1)) == ["lease_missing"]
    assert two.office("office", "resume") == {"resumed": True}


def test_every_reason_is_said(two: Two, cli: Cli) -> None:
    nothing = cli.folder / "nothing.ajq"
    two.laptop("init", "--organ", two.organ)
    assert two.codes(two.laptop("office", "enrol", nothing, "--out", cli.folder / "a", expect=1)) == ["not_office"]
    two.office("office", "init", "--organ", two.organ)
    assert two.codes(two.office("office", "init", expect=1)) == ["office_exists"]
    assert two.codes(two.office("office", "init", "--organ", two.organ, expect=1)) == ["workspace_exists"]
    assert two.codes(two.office("office", "enrol", nothing, "--out", cli.folder / "a", expect=1)) == ["file_missing"]
    assert two.codes(two.office("office", "enrol", two.organ, "--out", cli.folder / "a", expect=1)) == [
        "request_malformed"
    ]
    assert not (cli.folder / "a").exists()
    assert two.codes(two.laptop("device", "join", two.organ, expect=1)) == ["enrolment_malformed"]
    said = two.office("office", "lease", "--device", "一", "--kind", "all", "--count", 0, expect=1)
    assert two.codes(said) == ["device_unknown"]
    cli("office", "enrol", two.organ, "--data-dir", two.office_dir, data_dir=False, expect=2)


def test_an_office_begins_in_an_empty_folder_and_gets_its_organ_later(two: Two) -> None:
    made = two.office("office", "init", "--name", "县局内业")
    assert made["name"] == "县局内业"
    said = two.office("office", "lease", "--device", "县局内业", "--kind", "all", "--count", 3, expect=1)
    assert two.codes(said) == ["organ_incomplete"]
    two.office("organ", "set", two.organ)
    two.office("office", "lease", "--device", "县局内业", "--kind", "all", "--count", 3)


def test_the_words_of_the_commands_are_chinese(two: Two, cli: Cli) -> None:
    lines = [
        cli("office", "init", "--organ", two.organ, "--data-dir", two.office_dir, data_dir=False, expect=0).out,
        cli("init", "--organ", two.organ, "--data-dir", two.laptop_dir, data_dir=False, expect=0).out,
        cli("device", "show", "--data-dir", two.laptop_dir, data_dir=False, expect=0).out,
        cli("office", "enrol", two.laptop_dir, "--data-dir", two.office_dir, data_dir=False, expect=0).out,
    ]
    assert "内业端" in lines[0]
    assert "文号由本机自己编" in lines[2]
    assert "该电脑已经加入" in lines[3]
    helped = cli("office", "--help", data_dir=False, expect=0).out
    assert "登记一台电脑" in helped


def test_the_answer_may_be_read_or_taken_like_anything_else_that_the_office_sends(cli: Cli, tmp_path: Path) -> None:
    office, answer = tmp_path / "office", tmp_path / "answer.aje"
    cli("office", "init", "--name", "清河县应急管理局", "--data-dir", office, data_dir=False, expect=0)
    for n, words in enumerate((("bundle", "read"), ("receipts", "take"))):
        laptop, request = tmp_path / f"laptop-{n}", tmp_path / f"request-{n}.ajq"
        create_workspace(laptop).close()
        cli("device", "request", "--out", request, "--data-dir", laptop, data_dir=False, expect=0)
        cli("office", "enrol", request, "--out", answer, "--data-dir", office, data_dir=False, expect=0)
        said = cli.json(*words, answer, "--data-dir", laptop, data_dir=False)
        assert said["role"] == "member"
        answer.unlink()
