# SPDX-License-Identifier: MulanPSL-2.0
"""Calculators that items carry: whole tables, faults with their place, and no fact kept twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspector_app.domain.calculators import CALCULATORS, of_item
from inspector_app.packs.catalogue import check_pack, load_catalogue
from inspector_app.packs.frozen import freeze, thaw
from tests.packs.conftest import SmallLibrary

FOLDER = Path(__file__).parents[2] / "checklists"
ITEMS = {
    "hazmat": {"HZ-MHI-01"},
    "fireworks": {"FW-OPR-01", "FW-OPR-02", "FW-OPR-03", "FW-OPR-04", "FW-STO-04", "FW-RET-06"},
    "special_equipment": {
        "SE-INS-01", "SE-INS-03", "SE-BOI-01", "SE-PVS-01", "SE-LFT-01", "SE-CRA-01", "SE-ROP-01", "SE-AMU-01",
        "SE-VEH-01", "SE-PIP-01",
    },
}  # fmt: skip


@pytest.mark.parametrize("pack_id", ITEMS)
def test_the_items_that_calculate_are_ticked_all_the_same(pack_id: str) -> None:
    pack = load_catalogue([FOLDER]).pack(pack_id)
    assert pack is not None
    carrying = [item for item in pack.items if item.answer.calculator]
    assert {item.code for item in carrying} == ITEMS[pack_id]
    assert all(item.is_tick and item.answer.calculator in CALCULATORS for item in carrying)
    assert check_pack(FOLDER / pack_id, None) == ()
    assert of_item([thaw(freeze(pack))], carrying[0].code) == (carrying[0].answer.calculator, pack.data)


def test_an_item_without_one_has_none() -> None:
    pack = load_catalogue([FOLDER]).pack("hazmat")
    assert pack is not None
    assert of_item([pack], "HZ-LIC-01") is None
    assert of_item([pack], "no such item") is None


def test_faults_are_told_with_pack_and_place(library: SmallLibrary) -> None:
    library.change(
        "timber/items.toml", "grade = 'general'", "answer = { kind = 'tick', calculator = 'guess' }\ngrade = 'general'"
    )
    assert library.found() == [("value_not_allowed", "timber/calculator")]
    library.change("timber/items.toml", "'guess'", "'hazmat_r'")
    assert library.found() == [("pack_field_missing", "timber/data.toml:hazmat_r")]
    data = (FOLDER / "hazmat" / "data.toml").read_text(encoding="utf-8")
    library.write("timber/data.toml", data)
    assert library.check() == ()
    library.change("timber/data.toml", "alpha = '2.0'", "alpha = 'two'")
    library.change("timber/data.toml", "title = '", "titel = '")
    assert set(library.found()) == {
        ("pack_field_wrong", "timber/data.toml:hazmat_r.grading.alpha[1].alpha"),
        ("pack_field_missing", "timber/data.toml:hazmat_r.words.title"),
        ("value_unknown_key", "timber/data.toml:hazmat_r.words.titel"),
    }


@pytest.mark.parametrize("pack_id", ITEMS)
def test_what_is_calculated_with_stands_in_one_place(pack_id: str) -> None:
    tables = (FOLDER / pack_id / "tables.toml").read_text(encoding="utf-8")
    for word in ("临界量", "α", "β", "R≥", "定员定量", "三超一改", "周期", "每年一次"):
        assert word not in tables


@pytest.mark.parametrize("pack_id", ITEMS)
def test_every_fact_has_its_mark_and_a_verified_one_its_source(pack_id: str) -> None:
    text = (FOLDER / pack_id / "data.toml").read_text(encoding="utf-8")
    marks = re.findall(r"^mark = '(\w+)'\n(sources = )?", text, re.MULTILINE)
    assert marks
    assert {mark for mark, _ in marks} <= {"V", "M"}
    assert all(sources for mark, sources in marks if mark == "V")
