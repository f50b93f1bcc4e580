# SPDX-License-Identifier: MulanPSL-2.0
"""The packs that come with the program: whole, without a fault, and true to their sources."""

import tomllib
from collections import Counter
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from inspector_app.domain.checklist import DeadlineClass, ItemGrade, Verified
from inspector_app.packs.catalogue import check_pack, combined_items, load_catalogue, superseded_codes
from inspector_app.packs.frozen import freeze, thaw

FOLDER = Path(__file__).parents[2] / "checklists"
COUNTS = {"common": 64, "hazmat": 115, "construction": 84, "special_equipment": 85, "fireworks": 75}
GRADES = {
    "common": {ItemGrade.GENERAL: 64},
    "hazmat": {ItemGrade.POSSIBLY_MAJOR: 37, ItemGrade.GENERAL: 51, ItemGrade.MAJOR: 27},
    "construction": {ItemGrade.POSSIBLY_MAJOR: 7, ItemGrade.MAJOR: 40, ItemGrade.GENERAL: 37},
    "special_equipment": {ItemGrade.MAJOR: 42, ItemGrade.GENERAL: 42, ItemGrade.POSSIBLY_MAJOR: 1},
    "fireworks": {ItemGrade.POSSIBLY_MAJOR: 5, ItemGrade.GENERAL: 38, ItemGrade.MAJOR: 32},
}
UNVERIFIED = {"common": 8, "hazmat": 39, "construction": 19, "special_equipment": 12, "fireworks": 16}
CLAUSE_FIELDS = ("basis", "major_ref", "order_basis", "penalty")


def table(name):
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def clauses_of(items):
    return [clause for item in items for name in CLAUSE_FIELDS for clause in getattr(item, name)]


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue([FOLDER])


def test_check_finds_no_fault():
    assert check_pack(FOLDER, None) == ()


def test_the_first_five_packs_are_whole_and_there_are_112_laws(catalogue):
    packs = {entry.id: len(entry.pack.items) for entry in catalogue.entries}

    assert {pack_id: packs.get(pack_id) for pack_id in COUNTS} == COUNTS
    assert len(catalogue.laws) == 112
    assert catalogue.problems == ()


@pytest.mark.parametrize("pack_id", COUNTS)
def test_grades_and_marks_are_those_of_the_sources(catalogue, pack_id):
    items = catalogue.pack(pack_id).items

    assert Counter(item.grade for item in items) == GRADES[pack_id]
    assert sum(item.verified is Verified.M for item in items) == UNVERIFIED[pack_id]


def test_no_code_stands_twice_in_any_pack(catalogue):
    codes = [item.code for entry in catalogue.entries for item in entry.pack.items]

    assert len(set(codes)) == len(codes)


def test_every_clause_names_a_law_of_the_library(catalogue):
    clauses = clauses_of(item for entry in catalogue.entries for item in entry.pack.items)

    assert len(clauses_of(item for pack_id in COUNTS for item in catalogue.pack(pack_id).items)) == 2029
    assert {clause.law for clause in clauses} <= catalogue.laws.keys()
    for clause in clauses:
        law = catalogue.laws[clause.law]
        assert (clause.name, clause.number, clause.effective_from) == (law.name, law.number, law.effective_from)


def test_one_item_is_read_to_the_letter(catalogue):
    item = catalogue.pack("hazmat").items[0]

    assert (item.code, item.section, item.applies_to) == ("HZ-LIC-01", "资质证照", "生产企业")
    assert item.criterion == "生产企业持证，有效期3年，许可品种覆盖在产产品"
    assert item.finding == "无安全生产许可证（或许可品种不含〔产品〕）从事生产"
    assert (item.grade, item.verified) == (ItemGrade.POSSIBLY_MAJOR, Verified.V)
    assert (item.deadline_class, item.deadline_days, item.suspend) == (DeadlineClass.STOP, None, True)
    assert [(c.law, c.clause, c.verified) for c in item.basis] == [
        ("HCL", "第三十条第一款", Verified.V),
        ("XKZ", "第二条", Verified.V),
    ]
    assert [(c.law, c.clause) for c in item.penalty] == [("HCL", "第一百条第一款"), ("XKZ", "第十九条")]
    assert item.authority == "应急管理部门"


def test_hazmat_licence_replaces_the_common_licence(catalogue):
    packs = [catalogue.pack("hazmat"), catalogue.pack("common")]

    assert superseded_codes(packs)["CM-LIC-02"] == "HZ-LIC-01"
    codes = [item.code for item in combined_items(packs)]
    assert "CM-LIC-02" not in codes
    assert codes[0] == "HZ-LIC-01"
    assert codes[115] == "CM-LIC-01"
    assert len(codes) == 115 + 64 - 21


def test_first_pack_named_replaces_an_item_that_two_replace(catalogue):
    packs = [catalogue.pack(pack_id) for pack_id in ("fireworks", "hazmat", "common")]

    assert superseded_codes(packs)["CM-LIC-02"] == "FW-LIC-01"


def test_laws_are_in_force_only_in_their_time(catalogue):
    basis = catalogue.pack("hazmat").items[0].basis[0]

    assert not basis.is_in_force(date(2026, 4, 30))
    assert basis.is_in_force(date(2026, 5, 1))
    assert catalogue.laws["GBT13869"].effective_to == date(2027, 1, 31)
    assert {law.checked_on for law in catalogue.laws.values()} == {date(2026, 11, 21)}


def test_dates_are_given_only_where_a_source_gives_one(catalogue):
    dated = {law.key for law in catalogue.laws.values() if law.effective_from}

    assert len(dated) == 40
    assert dated.isdisjoint({"R121", "D88", "GB18218", "AQ4101"})


def test_every_source_that_is_named_is_in_the_source_table(catalogue):
    known = {source["key"] for source in table("common/sources.toml")["source"]}

    assert len(known) == 28
    assert set(chain.from_iterable(law.sources for law in catalogue.laws.values())) <= known


@pytest.mark.parametrize("pack_id", COUNTS)
def test_bundled_pack_survives_freezing(catalogue, pack_id):
    pack = catalogue.pack(pack_id)

    assert thaw(freeze(pack)) == pack


def test_major_criteria_are_complete(catalogue):
    criteria = {
        entry["law"]: len(entry["entries"])
        for name in ("hazmat", "construction", "special_equipment", "fireworks")
        for entry in table(f"{name}/criteria.toml")["criteria"]
    }

    assert criteria == {"R121": 20, "AQ3067": 53, "J5": 53, "GB45067": 47, "R121Y": 20}
    assert criteria.keys() <= catalogue.laws.keys()


def test_jgj59_sums_to_a_hundred_on_every_sheet(catalogue):
    scoring, pack = table("construction_score/data.toml")["jgj59"], catalogue.pack("construction_score")

    assert len(scoring["tables"]) == len(pack.sections) == 19
    for sheet, section in zip(scoring["tables"], pack.sections, strict=True):
        assert sheet["name"] == section.name
        assert sum(item.points for item in section.items) == sheet["total"] == 100
    assert sum(row["points"] for row in scoring["summary"]["items"]) == 100
    assert sum(item.verified is Verified.M for item in pack.items) == 163


def test_look_up_tables_are_there():
    names = {name: len(table(f"{name}/tables.toml")["table"]) for name in COUNTS if name != "common"}

    assert names == {"hazmat": 3, "construction": 3, "special_equipment": 1, "fireworks": 1}
