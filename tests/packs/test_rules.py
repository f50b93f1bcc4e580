# SPDX-License-Identifier: MulanPSL-2.0
"""What must hold across a pack: each rule finds its fault, and all faults are found at once."""

import pytest

from inspector_app.packs.rules import has_broken_slot, version_key

ITEMS = "timber/items.toml"
HEAD = "timber/pack.toml"
FIRST = f"{ITEMS}:TM-LIC-01"


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "where"),
    [
        (ITEMS, "'TM-DST-01'", "'TM-LIC-01'", "pack_code_duplicate", f"{FIRST}:code"),
        (ITEMS, "'TM-DST-01'", "'1-DST'", "pack_code_shape", f"{ITEMS}:1-DST:code"),
        (ITEMS, "'TM-DST-01'", "'TM-DST-01 '", "pack_code_shape", f"{ITEMS}:TM-DST-01 :code"),
        (ITEMS, "section = '证照'", "section = '证件'", "pack_section_unknown", f"{FIRST}:section"),
        (ITEMS, "'D16'", "'D99'", "pack_law_unknown", f"{FIRST}:basis[2].law"),
        (ITEMS, "〔部位〕未", "〔部位未", "pack_slot_broken", f"{FIRST}:finding"),
        (ITEMS, "整改〔部位〕", "整改部位〕", "pack_slot_broken", f"{FIRST}:measure"),
        (ITEMS, "'判定标准'", "'判定〔标〔准〕〕'", "pack_slot_broken", f"{FIRST}:criterion"),
        (ITEMS, ", days = 15", "", "pack_days_mismatch", f"{FIRST}:deadline.days"),
        (ITEMS, "'within_days'", "'immediate'", "pack_days_mismatch", f"{FIRST}:deadline.days"),
        (ITEMS, "'within_days', days = 15", "'stop'", "pack_field_wrong", f"{FIRST}:deadline.suspend"),
        (HEAD, "'timber'", "'Timber Mill'", "pack_field_wrong", f"{HEAD}:id"),
        (HEAD, "'2026.11.1'", "'November'", "pack_field_wrong", f"{HEAD}:version"),
        (HEAD, "['证照', '现场']", "['证照', '现场', '证照']", "pack_code_duplicate", f"{HEAD}:sections[3]"),
        (HEAD, "TM-LIC-01 =", "TM-LIC-09 =", "pack_supersedes_unknown", f"{HEAD}:supersedes_common.TM-LIC-09"),
        (HEAD, "['CM-LIC-02']", "['CM-LIC-02', 'CM-LIC-77']", "pack_supersedes_unknown",
         f"{HEAD}:supersedes_common.TM-LIC-01[2]"),
    ],
)  # fmt: skip
def test_rule_finds_its_fault_with_its_place(library, name, old, new, code, where):
    library.change(name, old, new)

    assert (code, where) in library.found()


def test_good_pack_has_no_faults(library):
    assert library.found("timber") == library.found("common") == []


def test_all_faults_are_found_at_once(library):
    library.change(ITEMS, "section = '证照'", "section = '证件'")
    library.change(ITEMS, "'D16'", "'D99'")
    library.change(ITEMS, "〔部位〕未", "〔部位未")
    library.change(ITEMS, "days = 15", "days = 'x'")
    library.change(ITEMS, "'TM-DST-01'", "'TM-LIC-01'")
    library.change(HEAD, "['CM-LIC-02']", "['CM-LIC-77']")
    library.change(HEAD, "issuer =", "isuer =")

    assert sorted(library.found()) == sorted(
        [
            ("pack_field_missing", f"{HEAD}:issuer"),
            ("value_unknown_key", f"{HEAD}:isuer"),
            ("pack_supersedes_unknown", f"{HEAD}:supersedes_common.TM-LIC-01[1]"),
            ("pack_section_unknown", f"{FIRST}:section"),
            ("pack_law_unknown", f"{FIRST}:basis[2].law"),
            ("pack_slot_broken", f"{FIRST}:finding"),
            ("pack_field_wrong", f"{FIRST}:deadline.days"),
            ("pack_code_duplicate", f"{FIRST}:code"),
        ]
    )


def test_wrong_days_are_told_once(library):
    library.change(ITEMS, "days = 15", "days = 'x'")

    assert library.found() == [("pack_field_wrong", f"{FIRST}:deadline.days")]


def test_problem_carries_the_facts_of_its_sentence(library):
    library.change(ITEMS, "'D16'", "'D99'")
    library.change(ITEMS, "'within_days'", "'immediate'")

    law, days = library.check()

    assert law.fields["law"] == "D99"
    assert (days.fields["class"], days.fields["days"]) == ("immediate", "15")


def test_common_pack_supersedes_nothing(library):
    path = library.root / "common/pack.toml"
    library.write(
        "common/pack.toml", path.read_text(encoding="utf-8") + "[supersedes_common]\nCM-LIC-01 = ['CM-LIC-02']\n"
    )

    assert library.found("common") == [("pack_supersedes_unknown", "common/pack.toml:supersedes_common.CM-LIC-01[1]")]


@pytest.mark.parametrize("text", ["无", "〔部位〕", "〔a/b〕和〔〕", "", "应〔〕实〔〕"])
def test_paired_brackets_are_slots(text):
    assert not has_broken_slot(text)


@pytest.mark.parametrize("text", ["〔", "〕", "〔〔a〕", "〔a〕〕", "a〕〔b", "〔a〔b〕c〕"])
def test_unpaired_brackets_are_broken(text):
    assert has_broken_slot(text)


def test_versions_are_ordered_by_number():
    versions = ["2026.11.1", "2026.9.30", "x", "2027.1", "2026.11.1.1"]

    assert sorted(versions, key=version_key) == ["x", "2026.9.30", "2026.11.1", "2026.11.1.1", "2027.1"]
