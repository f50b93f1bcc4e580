# SPDX-License-Identifier: MulanPSL-2.0
"""The commands about phrases: what could be learned, what a person decides, what is proposed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inspector_app.workspace import open_workspace
from tests.cli.conftest import Cli
from tests.helpers.phrases import ITEM, written

TEXT = "〔部位〕洗眼器水压不足〔数值〕兆帕"


@pytest.fixture
def desk(unit_cli: Cli) -> Cli:
    """Three officers wrote the same thing in their own words."""
    ws = open_workspace(unit_cli.data_dir)
    for n, place in enumerate(("灌装间", "罐区", "配料间")):
        written(ws, n, f"{place}洗眼器水压不足0.{n + 1}兆帕", place, deadline=ws.today() + timedelta(days=5))
    ws.close()
    return unit_cli


def candidate(desk: Cli) -> str:
    return str(desk.json("phrases", "candidates")["candidates"][0]["key"])


def proposals(desk: Cli, *more: str) -> list[dict[str, object]]:
    found = desk.json("phrases", "propose", "--item", ITEM, *more)["proposals"]
    assert isinstance(found, list)
    return found


def test_nothing_is_there_to_begin_with(unit_cli: Cli) -> None:
    assert unit_cli.json("phrases", "list") == {"phrases": []}
    assert unit_cli.json("phrases", "candidates") == {"candidates": []}
    assert "还没有" in unit_cli("phrases", "list", expect=0).out
    assert "还没有" in unit_cli("phrases", "candidates", expect=0).out


def test_candidates_are_listed_and_not_proposed(desk: Cli) -> None:
    (only,) = desk.json("phrases", "candidates", "--item", ITEM)["candidates"]
    assert (only["text"], only["count"], only["deadline_days"], len(only["finding_ids"])) == (TEXT, 3, 5, 3)
    assert TEXT in desk("phrases", "candidates", expect=0).out
    assert desk.json("phrases", "candidates", "--item", "HZ-LIC-01") == {"candidates": []}
    assert proposals(desk) == []
    assert "没有供选用" in desk("phrases", "propose", "--item", ITEM, expect=0).out


def test_a_candidate_is_published_by_the_beginning_of_its_key(desk: Cli) -> None:
    made = desk.json("phrases", "publish", candidate(desk)[:8], "--by", "林知远")["phrase"]
    assert (made["text"], made["person"], made["state"], len(made["learned_from"])) == (TEXT, "林知远", "published", 3)
    assert desk.json("phrases", "candidates") == {"candidates": []}
    (only,) = proposals(desk, "--on", "2026-12-01")
    assert (only["description"], only["uses"], only["deadline"], only["lapsed"]) == (TEXT, 3, "2026-12-06", [])
    said = desk("phrases", "propose", "--item", ITEM, expect=0).out
    assert TEXT in said and "职业病防治法" in said
    (listed,) = desk.json("phrases", "list", "--state", "published", "--item", ITEM)["phrases"]
    assert (listed["uses"], listed["key"]) == (3, made["key"])
    assert "林知远" in desk("phrases", "list", expect=0).out


def test_a_rewritten_candidate_leaves_nothing_to_learn(desk: Cli) -> None:
    key = candidate(desk)
    desk("phrases", "publish", key, "--by", "林知远", "--text", "〔部位〕洗眼器水压不够", "--days", "2", expect=0)
    assert desk.json("phrases", "candidates") == {"candidates": []}
    states = {p["text"]: p["state"] for p in desk.json("phrases", "list")["phrases"]}
    assert states == {TEXT: "dropped", "〔部位〕洗眼器水压不够": "published"}
    assert proposals(desk, "--on", "2026-12-01")[0]["deadline"] == "2026-12-03"


def test_a_wording_of_ones_own_takes_the_rest_from_its_item(unit_cli: Cli) -> None:
    words = ("--item", ITEM, "--text", "〔部位〕无水", "--by", "苏晓棠")
    made = unit_cli.json("phrases", "publish", *words)["phrase"]
    assert (made["deadline_days"], made["deadline_class"], len(made["clauses"])) == (3, "within_days", 1)
    more = (
        "--class",
        "immediate",
        "--measure",
        "立即供水",
        "--clause",
        "AQF 第三十六条第二款",
        "--clause",
        "县里的通知",
    )
    made = unit_cli.json("phrases", "publish", *words, *more)["phrase"]
    assert (made["deadline_days"], made["deadline_class"], made["measure"]) == (None, "immediate", "立即供水")
    law, typed = made["clauses"]
    assert (law["law"], law["verified"], typed["law"], typed["name"]) == ("AQF", "V", "", "县里的通知")
    assert len(unit_cli.json("phrases", "list")["phrases"]) == 1
    assert proposals(unit_cli)[0]["deadline"] is None


def test_a_lapsed_basis_is_told(unit_cli: Cli) -> None:
    unit_cli("phrases", "publish", "--item", ITEM, "--text", "无水", "--by", "苏晓棠", "--clause", "D15 第一条",
             expect=0)  # fmt: skip
    (only,) = proposals(unit_cli)
    assert [clause["law"] for clause in only["lapsed"]] == ["D15"]  # type: ignore[attr-defined]
    said = unit_cli("phrases", "propose", "--item", ITEM, expect=0).out
    assert "现行无效" in said and "待核" in said


def test_a_phrase_is_replaced_dropped_and_published_again(unit_cli: Cli) -> None:
    publish = ("phrases", "publish", "--item", ITEM, "--by", "林知远", "--text")
    first = unit_cli.json(*publish, "无水")["phrase"]["key"]
    second = unit_cli.json(*publish, "断水", "--replaces", first)["phrase"]["key"]
    assert [p["description"] for p in proposals(unit_cli)] == ["断水"]
    dropped = unit_cli.json("phrases", "drop", second, "--by", "苏晓棠", "--reason", "不准")["phrase"]
    assert (dropped["state"], dropped["person"], dropped["note"]) == ("dropped", "苏晓棠", "不准")
    assert proposals(unit_cli) == []
    unit_cli("phrases", "publish", first, "--by", "林知远", expect=0)
    assert [p["description"] for p in proposals(unit_cli)] == ["无水"]


def test_a_dropped_candidate_does_not_come_back(desk: Cli) -> None:
    desk("phrases", "drop", candidate(desk), "--by", "林知远", expect=0)
    assert desk.json("phrases", "candidates") == {"candidates": []}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("publish", "abcdef12", "--by", "甲"), "not_found"),
        (("publish", "ab", "--by", "甲"), "not_found"),
        (("publish", "--item", "NO-1", "--text", "无水", "--by", "甲"), "not_found"),
        (("publish", "--item", ITEM, "--text", "〔部位无水", "--by", "甲"), "pack_slot_broken"),
        (("publish", "--item", ITEM, "--text", " ", "--by", "甲"), "value_missing"),
        (("publish", "--item", ITEM, "--text", "无水", "--by", " "), "value_missing"),
        (("publish", "--item", ITEM, "--text", "无水", "--by", "甲", "--class", "stop", "--days", "3"),
         "pack_days_mismatch"),
        (("publish", "--item", ITEM, "--text", "无水", "--by", "甲", "--replaces", "abcdef12"), "not_found"),
        (("drop", "abcdef12", "--by", "甲"), "not_found"),
        (("propose", "--item", "NO-1"), "not_found"),
    ],
)  # fmt: skip
def test_what_is_refused(unit_cli: Cli, words: tuple[str, ...], code: str) -> None:
    refused = unit_cli("phrases", *words, "--json", expect=1)
    assert refused.codes == [code]
    assert not refused.json["problems"][0]["message"].isascii()
    assert unit_cli.json("phrases", "list") == {"phrases": []}


@pytest.mark.parametrize(
    "words",
    [
        ("publish", "--by", "甲"), ("publish", "abcdef12"), ("publish", "--item", ITEM, "--by", "甲"),
        ("publish", "abcdef12", "--item", ITEM, "--text", "x", "--by", "甲"), ("drop", "abcdef12"), ("propose",),
        ("list", "--state", "candidate"), ("publish", "abcdef12", "--by", "甲", "--days", "0"),
        ("propose", "--item", ITEM, "--on", "morgen"),
    ],
)  # fmt: skip
def test_wrong_use_is_said(unit_cli: Cli, words: tuple[str, ...]) -> None:
    said = unit_cli("phrases", *words, expect=2)
    assert said.out == "" and "用法" in said.err
