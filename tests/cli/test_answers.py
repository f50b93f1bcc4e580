# SPDX-License-Identifier: MulanPSL-2.0
"""Answers on the command line: by value, at places, in entries, by whom, with notes that are not printed."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.domain.answering import AnswerKind
from inspector_app.workspace import open_workspace
from tests.cli.conftest import Cli
from tests.helpers.items import choices, failing, item, keep, pack_of
from tests.helpers.makers import an_enterprise

K = AnswerKind


@pytest.fixture
def visit(unit_cli: Cli) -> str:
    """An inspection with a pack of several kinds of answers."""
    items = (
        failing("OHM", K.NUMBER, unit="Ω", limit_most="4", several_places=True, finding="接地电阻〔实测值〕"),
        item("GAS", K.CHOICE, choices=choices("on", "off")), item("N", K.NUMBER, relevant="${GAS} = 'on'"),
        item("TWICE", K.COMPUTED, calculation="${N} * 2"), failing("T"),
        item("R", K.ENTRIES), item("Ra", K.TEXT, parent="R", check="情况"),
    )  # fmt: skip
    ws = open_workspace(unit_cli.data_dir)
    keep(ws, pack_of(items))
    an_enterprise(ws)
    ws.close()
    made = unit_cli.json("inspections", "start", "--enterprise", "清河县第1化工有限公司", "--pack", "own",
                         "--officer", "林知远", "--officer", "苏晓棠", "--expert", "周𠮷")  # fmt: skip
    return str(made["inspection"])


def answer(cli: Cli, visit: str, *words: object, expect: int = 0) -> Any:
    return cli("inspections", "answer", visit, *words, "--json", expect=expect).json


def test_a_value_is_answered_and_shown(unit_cli: Cli, visit: str) -> None:
    said = answer(unit_cli, visit, "OHM", "--value", "６.２ Ω", "--author", "周𠮷", "--private-note", "仪器未检定")
    assert said.pop("finding") and said == {
        "item": "OHM", "result": "noncompliant", "value": "6.2", "label": "6.2Ω", "author": "周𠮷",
        "private_note": "仪器未检定",
    }  # fmt: skip
    assert answer(unit_cli, visit, "GAS", "--value", "on")["result"] == "recorded"
    assert answer(unit_cli, visit, "N", "--value", "4")["value"] == "4"
    assert answer(unit_cli, visit, "T", "compliant", "--remark", "抽查三处") == {
        "item": "T", "result": "compliant", "remark": "抽查三处", "finding": None,
    }  # fmt: skip
    shown = unit_cli.json("inspections", "show", visit)
    assert {v["item"] for v in shown["values"]} == {"OHM", "GAS", "N"}
    assert shown["progress"] == [{"section": "现场", "total": 4, "checked": 4, "noncompliant": 1}]
    text = unit_cli("inspections", "show", visit, "--items").out
    for line in ("不符合（6.2Ω）", "已填（「on」）", "TWICE  8", "0 条"):
        assert line in text, text
    assert "接地电阻6.2Ω" in unit_cli("findings", "list").out


def test_an_item_that_is_not_asked_says_so(unit_cli: Cli, visit: str) -> None:
    answer(unit_cli, visit, "GAS", "--value", "off")
    assert "不需填写" in unit_cli("inspections", "show", visit, "--items").out
    assert answer(unit_cli, visit, "N", "--value", "4", expect=1)["problems"][0]["code"] == "answer_not_asked"


def test_places_and_entries_are_added_answered_and_removed(unit_cli: Cli, visit: str) -> None:
    first = unit_cli.json("inspections", "add-spot", visit, "OHM", "--place", "1#")
    assert first["ordinal"] == 1 and first["item"] == "OHM"
    unit_cli.json("inspections", "add-spot", visit, "OHM", "--place", "2#")
    answer(unit_cli, visit, "OHM", "--value", "3", "--spot", first["spot"])
    answer(unit_cli, visit, "OHM", "--value", "5", "--place", "2#")
    assert (
        answer(unit_cli, visit, "OHM", "--value", "5", "--place", "9#", expect=1)["problems"][0]["code"] == "not_found"
    )
    assert answer(unit_cli, visit, "OHM", "compliant", expect=1)["problems"][0]["code"] == "answer_at_places"
    entry = unit_cli.json("inspections", "add-spot", visit, "R")
    assert entry["finding"]
    said = answer(unit_cli, visit, "Ra", "--value", "通道堆物", "--spot", "1")
    assert said["finding"] == entry["finding"] and said["spot"] == entry["spot"]
    unit_cli.json("inspections", "amend-spot", first["spot"], "--place", "1#楼")
    listed = unit_cli.json("inspections", "spots", visit, "--item", "OHM")["spots"]
    assert [(s["place"], [a["result"] for a in s["answers"]]) for s in listed] == [
        ("1#楼", ["compliant"]),
        ("2#", ["noncompliant"]),
    ]
    text = unit_cli("inspections", "spots", visit).out
    assert "不符合（5Ω）" in text and "Ra 已填（通道堆物）" in text
    assert unit_cli("inspections", "remove-spot", entry["spot"], "--json", expect=1).codes == ["reason_missing"]
    unit_cli.json("inspections", "remove-spot", entry["spot"], "--reason", "重复")
    assert [f["status"] for f in unit_cli.json("findings", "list")["findings"] if f["item_code"] == "R"] == [
        "withdrawn"
    ]


def test_wrong_use_is_told(unit_cli: Cli, visit: str) -> None:
    unit_cli("inspections", "answer", visit, "T", expect=2)
    said = unit_cli("inspections", "answer", visit, "OHM", "--value", "很多", expect=1).err
    assert "“OHM”的答案应为数字，现为“很多”。" in said
    said = unit_cli("inspections", "answer", visit, "T", "compliant", "--author", "谁", expect=1).err
    assert "林知远" in said and "周𠮷" in said
