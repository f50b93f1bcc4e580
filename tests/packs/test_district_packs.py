# SPDX-License-Identifier: MulanPSL-2.0
"""The six packs for the other inspections of a district's year: whole, and sure only of what their facts hold."""

import re
import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from inspector_app.domain.checklist import DeadlineClass, ItemGrade, Verified
from inspector_app.operations.findings import draft_from_item, record_finding
from inspector_app.packs.catalogue import check_pack, combined_items, load_catalogue, superseded_codes
from inspector_app.packs.frozen import freeze, thaw
from inspector_app.packs.rules import has_broken_slot
from tests.helpers.makers import an_inspection

FOLDER = Path(__file__).parents[2] / "checklists"
PACKS = {  # id: prefix of the codes, items, of them V
    "confined_space": ("CS", 30, 16),
    "combustible_dust": ("CD", 23, 9),
    "fire_exit": ("FX", 17, 11),
    "metallurgy": ("ME", 25, 13),
    "crowded_place": ("CP", 23, 16),
    "resumption": ("RS", 21, 12),
}
CLAUSE_FIELDS = ("basis", "major_ref", "order_basis", "penalty")
METHODS = {"查资料", "看现场", "问人", "测试"}
VAGUE = ("存在安全隐患", "不规范", "不到位", "管理混乱")  # handbook 9, R15
WRONG = re.compile(
    "未|无|没有|缺|失效|不足|不一致|不符|不是|不能|不掌握|锁闭|被|有(积水|人停留)|严重|影响|擅自|仍|代替|共用"
)
AT_FAULT = {  # findings whose wrong is the thing itself
    "CS-OUT-01": "发包给不具备", "CD-BLD-01": "设有", "CD-DUS-04": "采用", "CD-CLN-02": "压缩空气", "FX-EXT-06": "停放",
    "ME-MET-01": "设有", "CP-DEC-01": "装修", "CP-ELE-01": "停放", "CP-GAS-02": "软管", "RS-CND-01": "过期",
    "RS-CND-08": "超过",
}  # fmt: skip
KNOWN_NUMBERS = {  # the only numbers that the facts hold for these items
    "CS-HAZ-01": {"19.5", "21", "23.5", "30"},  # hazmat HZ-SPW-08
    "CS-HAZ-02": {"24"},  # hazmat HZ-SPW-09
    "CP-EVA-05": {"2", "3"},  # common CM-TRN-07
}

# 消防法 as it stands in source S1 (LawRefBook, 2021-04-29), read on 2026-11-22
READ_IN_S1 = (
    "第十五条第四款", "第十八条第一款", "第二十条", "第二十一条第二款", "第二十六条第二款", "第二十七条第二款",
    "第二十八条",
    "第五十八条第一款第四项", "第六十条第一款第四项", "第六十条第一款第六项",
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue([FOLDER])


@pytest.fixture
def copied(tmp_path):
    """Give a copy of the packs that a test may break."""
    shutil.copytree(FOLDER, tmp_path / "checklists")
    return tmp_path / "checklists"


def clauses_of(item, *names):
    return [clause for name in names or CLAUSE_FIELDS for clause in getattr(item, name)]


def facts_of(catalogue):
    """Give every clause that the first five packs, which have their facts, mark V."""
    first = ("common", "hazmat", "construction", "special_equipment", "fireworks")
    clauses = [c for name in first for item in catalogue.pack(name).items for c in clauses_of(item)]
    return {(c.law, c.clause) for c in clauses if c.verified is Verified.V}


def test_every_pack_of_the_program_is_read_without_a_fault(catalogue):
    assert check_pack(FOLDER, None) == ()
    assert catalogue.problems == ()
    assert all(entry.pack is not None and entry.problems == () for entry in catalogue.entries)
    assert PACKS.keys() <= {entry.id for entry in catalogue.entries}


@pytest.mark.parametrize("pack_id", PACKS)
def test_a_pack_has_its_items_under_its_own_prefix(catalogue, pack_id):
    prefix, count, verified = PACKS[pack_id]
    pack = catalogue.pack(pack_id)

    assert (len(pack.items), sum(item.verified is Verified.V for item in pack.items)) == (count, verified)
    assert {item.code.split("-")[0] for item in pack.items} == {prefix}
    others = [item.code for entry in catalogue.entries if entry.id != pack_id for item in entry.pack.items]
    assert prefix not in {code.split("-")[0] for code in others}


def test_no_code_stands_twice_in_all_packs(catalogue):
    codes = Counter(item.code for entry in catalogue.entries for item in entry.pack.items)

    assert [code for code, times in codes.items() if times > 1] == []


@pytest.mark.parametrize("pack_id", PACKS)
def test_items_stand_in_the_order_of_the_sections(catalogue, pack_id):
    sections = [section.name for section in catalogue.pack(pack_id).sections]
    items = tomllib.loads((FOLDER / pack_id / "items.toml").read_text(encoding="utf-8"))["item"]

    assert list(dict.fromkeys(item["section"] for item in items)) == sections
    order = [sections.index(item["section"]) for item in items]
    assert order == sorted(order)


@pytest.mark.parametrize("pack_id", PACKS)
def test_no_item_is_surer_than_its_basis(catalogue, pack_id):
    for item in catalogue.pack(pack_id).items:
        if item.verified is Verified.V:
            assert item.basis[0].verified is Verified.V, item.code
            assert item.basis[0].clause or item.basis[0].law == "GB30871", item.code
        if item.grade is ItemGrade.MAJOR:
            assert item.verified is Verified.V, item.code
            assert item.major_ref and all(c.clause and c.verified is Verified.V for c in item.major_ref), item.code
        if item.grade is ItemGrade.POSSIBLY_MAJOR:
            assert item.major_ref, item.code
        if item.grade is ItemGrade.GENERAL:
            assert item.major_ref == (), item.code


@pytest.mark.parametrize("pack_id", PACKS)
def test_no_article_is_numbered_that_the_facts_do_not_number(catalogue, pack_id):
    facts = facts_of(catalogue) | {
        ("AQF", "第三十六条第四款"),  # handbook 1.9, general: 36(4)/99⑧ gas alarm in catering
        ("AQF", "第九十九条第八项"),
        ("AQF", "第三十二条、第三十三条、第三十四条"),  # handbook 1.2: 31–34
        *(("XFF", article) for article in READ_IN_S1),
    }
    known_articles = {(law, article) for law, clauses in facts for article in clauses.split("、")}
    for item in catalogue.pack(pack_id).items:
        for clause in clauses_of(item):
            numbered = [article for article in clause.clause.split("、") if article]
            assert bool(numbered) is (clause.verified is Verified.V) or clause.law == "GB30871", item.code
            assert {(clause.law, article) for article in numbered} <= known_articles, (item.code, clause.clause)


@pytest.mark.parametrize("pack_id", PACKS)
def test_no_number_stands_in_a_criterion_that_the_facts_do_not_hold(catalogue, pack_id):
    for item in catalogue.pack(pack_id).items:
        found = set(re.findall(r"\d+(?:\.\d+)?", f"{item.check}{item.criterion}"))
        assert found == KNOWN_NUMBERS.get(item.code, set()), item.code


@pytest.mark.parametrize("pack_id", PACKS)
def test_a_finding_names_what_is_wrong_and_leaves_room_for_where(catalogue, pack_id):
    for item in catalogue.pack(pack_id).items:
        said = re.sub("〔[^〔〕]*〕", "", item.finding)
        assert WRONG.search(said) or AT_FAULT[item.code] in said, item.code
        assert len(item.finding) >= 12 and "〔" in item.finding, item.code
        assert not any(word in item.finding for word in VAGUE), item.code
        for text in (item.check, item.criterion, item.finding, item.measure):
            assert not has_broken_slot(text), item.code
            assert text == text.strip() and not text.endswith("。") and text.count("（") == text.count("）"), item.code


@pytest.mark.parametrize("pack_id", PACKS)
def test_every_item_says_how_by_whom_and_until_when(catalogue, pack_id):
    for item in catalogue.pack(pack_id).items:
        assert set(item.methods) <= METHODS and len(set(item.methods)) == len(item.methods), item.code
        assert item.authority and item.order_basis, item.code
        assert all(clause.verified is Verified.V for clause in item.order_basis), item.code
        assert all(clause.verified is Verified.V for clause in item.penalty), item.code
        assert (item.deadline_days is None) is (item.deadline_class is not DeadlineClass.WITHIN_DAYS), item.code


def test_laws_named_are_in_the_library_and_came_into_force(catalogue):
    for pack_id in PACKS:
        pack = catalogue.pack(pack_id)
        for item in pack.items:
            for clause in clauses_of(item):
                assert clause.name, (item.code, clause.law)
                assert clause.is_in_force(pack.valid_from), (item.code, clause.law)


def test_fire_matters_go_to_the_fire_service(catalogue):
    for item in catalogue.pack("fire_exit").items:
        powers = {clause.law for clause in item.order_basis}
        assert "XFF" in powers, item.code
        assert ("消防救援机构" in item.authority) is (item.basis[0].law != "AQF"), item.code


@pytest.mark.parametrize("pack_id", PACKS)
def test_a_pack_replaces_only_common_items_and_survives_freezing(catalogue, pack_id):
    pack, common = catalogue.pack(pack_id), catalogue.pack("common")
    replaced = superseded_codes([pack, common])

    assert set(replaced) == {code for codes in pack.supersedes.values() for code in codes}
    assert len(combined_items([pack, common])) == len(pack.items) + len(common.items) - len(replaced)
    assert thaw(freeze(pack)) == pack


def test_an_inspection_uses_the_six_packs_together(unit):
    made = an_inspection(unit, pack_ids=(*PACKS, "common"))
    items = {item.code: item for item in unit.frozen_items(made.packs)}

    assert {"CS-PMT-01", "CD-DUS-01", "FX-EXT-01", "ME-GAS-01", "CP-EVA-01", "RS-STP-01", "CM-LIC-01"} <= items.keys()
    assert items.keys().isdisjoint({"CM-CSP-01", "CM-CSP-02", "CM-FIR-01", "CM-ORG-04", "CM-EMG-02"})
    found = record_finding(unit, made.id, draft_from_item(items["CS-PMT-01"], unit.today())).value
    assert found.description == items["CS-PMT-01"].finding
    assert [(c.law, c.clause, c.verified) for c in found.clauses] == [
        ("AQF", "第四十三条", Verified.V),
        ("D13", "", Verified.M),
        ("GB46768", "", Verified.M),
    ]


def test_the_readme_counts_what_is_there(catalogue):
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([A-Z0-9]{2,5}) \| (\d+) \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    for pack_id, title, prefix, count, verified, doubtful in rows:
        pack = catalogue.pack(pack_id)
        marks = Counter(item.verified for item in pack.items)
        assert (title, prefix) == (pack.title, pack.items[0].code.partition("-")[0])
        assert (int(count), int(verified), int(doubtful)) == (len(pack.items), marks[Verified.V], marks[Verified.M])

    assert PACKS.keys() <= {row[0] for row in rows}
    assert f"{sum(int(row[3]) for row in rows)} 项" in text
    assert f"法规库 {len(catalogue.laws)} 件" in text


@pytest.mark.parametrize("pack_id", PACKS)
def test_a_broken_pack_is_told_of(copied, pack_id):
    items = copied / pack_id / "items.toml"
    text = items.read_text(encoding="utf-8")
    items.write_text(text.replace("〕", "", 1).replace("law = 'AQF'", "law = 'AQX'", 1), encoding="utf-8")

    codes = {problem.code.value for problem in check_pack(copied / pack_id, None)}
    assert codes == {"pack_slot_broken", "pack_law_unknown"}
    assert load_catalogue([copied]).pack(pack_id) is None
