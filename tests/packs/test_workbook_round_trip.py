# SPDX-License-Identifier: MulanPSL-2.0
"""A checklist goes into a workbook and comes back as it was: bundled ones, and any that the rules allow."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pyxform.xls2xform import convert

from inspector_app.domain.checklist import ChecklistPack
from inspector_app.packs.catalogue import load_catalogue
from inspector_app.packs.frozen import freeze, with_hash
from inspector_app.packs.workbook.read import is_own_workbook, read_workbook
from inspector_app.packs.workbook.write import write_workbook
from inspector_app.sheets import read_book
from tests.packs.pack_makers import LAWS, packs

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = load_catalogue([ROOT / "checklists"])
BUNDLED = [entry.pack for entry in CATALOGUE.entries if entry.pack is not None]
COMMON = frozenset({"CM-1", "CM-2"})


def one(pack: ChecklistPack) -> str:
    return pack.id


def test_there_are_bundled_packs_to_try() -> None:
    assert len(BUNDLED) >= 12


@pytest.mark.parametrize("pack", BUNDLED, ids=one)
def test_every_bundled_pack_comes_back_as_it_was(pack: ChecklistPack) -> None:
    book = read_book(write_workbook(pack, CATALOGUE.library), "x.xlsx")
    assert is_own_workbook(book)
    reading = read_workbook(book, CATALOGUE.library, CATALOGUE.common_codes)
    assert reading.problems == ()
    assert reading.pack is not None and freeze(reading.pack) == freeze(pack)
    assert reading.pack.sha256 == pack.sha256


@pytest.mark.parametrize("pack", BUNDLED, ids=one)
def test_every_bundled_pack_is_an_xlsform_without_error_or_warning(pack: ChecklistPack) -> None:
    data = write_workbook(pack, CATALOGUE.library)
    made = convert(io.BytesIO(data), file_type=".xlsx")
    assert made.warnings == []
    for item in pack.items:
        assert f"/{item.code}" in made.xform


@pytest.mark.parametrize("pack", BUNDLED, ids=one)
def test_no_cell_is_a_formula_and_the_bytes_do_not_depend_on_the_day(pack: ChecklistPack) -> None:
    data = write_workbook(pack, CATALOGUE.library)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert len(sheets) >= 5
    assert not any(re.search(r"<f[ >]", text) for text in sheets)
    assert write_workbook(pack, CATALOGUE.library) == data


def test_a_section_may_have_any_name() -> None:
    pack = BUNDLED[0]
    sections = (
        replace(pack.sections[0], name="?", items=tuple(replace(i, section="?") for i in pack.sections[0].items)),
        *pack.sections[1:],
    )
    odd = with_hash(replace(pack, sections=sections))
    reading = read_workbook(read_book(write_workbook(odd, CATALOGUE.library), "x.xlsx"), CATALOGUE.library, None)
    assert reading.pack is not None and freeze(reading.pack) == freeze(odd)


# Not shrunk: that takes minutes, and the two texts say what differs.
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.reuse, Phase.generate))
@given(pack=packs())
def test_any_pack_comes_back_as_it_was(pack: ChecklistPack) -> None:
    book = read_book(write_workbook(pack, LAWS), "x.xlsx", in_process=True)
    reading = read_workbook(book, LAWS, COMMON)
    assert reading.problems == ()
    assert reading.pack is not None
    assert freeze(reading.pack).decode() == freeze(pack).decode()
