# SPDX-License-Identifier: MulanPSL-2.0
"""Which packs are offered from which folder, what is dropped, and what happens to faulty ones."""

import re
import shutil
from datetime import date
from pathlib import Path

from inspector_app.domain.problems import Severity
from inspector_app.packs.catalogue import check_pack, combined_items, load_catalogue, superseded_codes

FORMAT_PAPER = Path(__file__).parents[2] / "docs" / "pack-format.md"


def own_copy(library, name="mine/timber", version="2026.12.1"):
    """Copy the timber pack into a folder that a person keeps, as another version."""
    shutil.copytree(library.root / "timber", library.root.parent / name)
    head = library.root.parent / name / "pack.toml"
    head.write_text(head.read_text(encoding="utf-8").replace("2026.11.1", version), encoding="utf-8")
    return library.root.parent / name


def test_entries_list_every_pack_folder(library):
    library.write("notes.txt", "no pack")
    library.write("drafts/notes.txt", "no pack")

    entries = load_catalogue([library.root]).entries

    assert [(entry.id, entry.version, entry.folder.name) for entry in entries] == [
        ("common", "2026.11.1", "common"),
        ("timber", "2026.11.1", "timber"),
    ]
    assert all(entry.pack and not entry.problems for entry in entries)


def test_faulty_pack_is_listed_with_its_faults_and_not_offered(library):
    library.change("timber/items.toml", "days = 15", "days = 'x'")

    catalogue = load_catalogue([library.root])
    entry = catalogue.entries[1]

    assert (entry.id, entry.title, entry.pack) == ("timber", "木材", None)
    assert [problem.where for problem in entry.problems] == ["timber/items.toml:TM-LIC-01:deadline.days"]
    assert catalogue.pack("timber") is None
    assert catalogue.pack("common") is not None


def test_unreadable_pack_is_listed_under_its_folder(library):
    library.write("timber/pack.toml", "id = ")

    entry = load_catalogue([library.root]).entries[1]

    assert (entry.id, entry.title, entry.version, entry.pack) == ("timber", "timber", "", None)
    assert "syntax_wrong" in [problem.code for problem in entry.problems]


def test_newer_version_of_a_later_folder_wins(library):
    mine = own_copy(library, version="2026.12.1").parent

    assert load_catalogue([library.root, mine]).pack("timber").version == "2026.12.1"


def test_older_version_of_a_later_folder_does_not_win(library):
    mine = own_copy(library, version="2026.2.1").parent

    catalogue = load_catalogue([library.root, mine])

    assert catalogue.pack("timber").version == "2026.11.1"
    assert [entry.version for entry in catalogue.entries if entry.id == "timber"] == ["2026.11.1", "2026.2.1"]


def test_faulty_newer_version_leaves_the_older_valid_one_on_offer(library):
    mine = own_copy(library, version="2026.12.1")
    (mine / "items.toml").write_text("[[item]]", encoding="utf-8")

    assert load_catalogue([library.root, mine.parent]).pack("timber").version == "2026.11.1"


def test_one_version_with_two_contents_is_warned_about(library):
    mine = own_copy(library, version="2026.11.1")
    items = mine / "items.toml"
    items.write_text(items.read_text(encoding="utf-8").replace("判定标准", "别的"), encoding="utf-8")

    catalogue = load_catalogue([library.root, mine.parent])
    (warning,) = catalogue.entries[2].problems

    assert (warning.code, warning.severity) == ("pack_version_reused", Severity.WARN)
    assert warning.fields == {"pack": "timber", "version": "2026.11.1"}
    assert catalogue.entries[1].problems == ()
    assert catalogue.pack("timber").items[0].criterion == "判定标准"


def test_same_content_twice_is_nothing_to_warn_about(library):
    mine = own_copy(library, version="2026.11.1").parent

    assert [entry.problems for entry in load_catalogue([library.root, mine]).entries] == [(), (), ()]


def test_folder_that_does_not_exist_holds_no_packs(tmp_path):
    catalogue = load_catalogue([tmp_path / "nowhere"])

    assert (catalogue.entries, catalogue.problems, catalogue.pack("timber")) == ((), (), None)


def test_path_that_is_no_folder_is_told(library):
    catalogue = load_catalogue([library.root / "common" / "pack.toml"])

    assert [problem.code for problem in catalogue.problems] == ["file_unreadable"]


def test_law_checked_later_replaces_the_earlier_and_reaches_the_clauses(library, tmp_path):
    laws = (library.root / "common/laws.toml").read_text(encoding="utf-8")
    mine = tmp_path / "mine" / "laws"
    mine.mkdir(parents=True)
    (mine / "laws.toml").write_text(
        laws.replace("2026-11-21", "2027-01-05").replace("2021-09-01", "2021-09-01\neffective_to = 2026-12-31"),
        encoding="utf-8",
    )

    before, after = load_catalogue([library.root]), load_catalogue([library.root, mine.parent])

    assert after.laws["AQF"].effective_to == date(2026, 12, 31)
    assert after.pack("timber").items[0].basis[0].effective_to == date(2026, 12, 31)
    assert after.pack("timber").sha256 != before.pack("timber").sha256
    assert len(after.entries) == 2, "a folder with laws alone is no pack"


def test_law_checked_earlier_replaces_nothing(library, tmp_path):
    laws = (library.root / "common/laws.toml").read_text(encoding="utf-8")
    (tmp_path / "mine" / "laws").mkdir(parents=True)
    (tmp_path / "mine" / "laws" / "laws.toml").write_text(
        laws.replace("2026-11-21", "2020-01-05").replace("2021年修正", "2014年修正"), encoding="utf-8"
    )

    laws_now = load_catalogue([library.root, tmp_path / "mine"]).laws

    assert laws_now["AQF"].number == "2021年修正，主席令第88号"


def test_law_checked_on_the_same_day_counts_from_the_later_folder(library, tmp_path):
    laws = (library.root / "common/laws.toml").read_text(encoding="utf-8")
    (tmp_path / "mine" / "laws").mkdir(parents=True)
    (tmp_path / "mine" / "laws" / "laws.toml").write_text(laws.replace("2021年修正", "更正"), encoding="utf-8")

    laws_now = load_catalogue([library.root, tmp_path / "mine"]).laws

    assert laws_now["AQF"].number == "更正，主席令第88号"


def test_superseded_common_items_are_dropped_and_industry_comes_first(library):
    catalogue = load_catalogue([library.root])
    packs = [catalogue.pack("common"), catalogue.pack("timber")]

    assert [item.code for item in combined_items(packs)] == ["TM-LIC-01", "TM-DST-01", "CM-LIC-01"]
    assert superseded_codes(packs) == {"CM-LIC-02": "TM-LIC-01"}


def test_nothing_is_dropped_without_the_common_pack_or_the_industry_pack(library):
    catalogue = load_catalogue([library.root])

    assert superseded_codes([catalogue.pack("timber")]) == {}
    assert len(combined_items([catalogue.pack("timber")])) == 2
    assert len(combined_items([catalogue.pack("common")])) == 2
    assert combined_items([]) == ()


def test_code_in_two_packs_is_taken_from_the_first(library):
    other = own_copy(library, "mine/wood")
    for name in ("pack.toml", "items.toml"):
        text = (other / name).read_text(encoding="utf-8")
        (other / name).write_text(text.replace("'timber'", "'wood'").replace("判定标准", "别的"), encoding="utf-8")
    catalogue = load_catalogue([library.root, other.parent])

    items = combined_items([catalogue.pack("wood"), catalogue.pack("timber"), catalogue.pack("common")])

    assert [(item.code, item.criterion) for item in items] == [
        ("TM-LIC-01", "别的"),
        ("TM-DST-01", "别的"),
        ("CM-LIC-01", "判定标准"),
    ]


def test_check_of_the_whole_folder_finds_the_faults_of_all_packs_once(library):
    library.change("timber/items.toml", "days = 15", "days = 'x'")
    library.change("common/items.toml", "grade = 'general'", "grade = 'x'")
    library.change("common/laws.toml", "kind =", "kin =")

    assert sorted(where for _, where in library.found(".")) == [
        "common/items.toml:CM-LIC-01:grade",
        "common/laws.toml:AQF:kin",
        "common/laws.toml:AQF:kind",
        "timber/items.toml:TM-LIC-01:deadline.days",
    ]


def test_laws_are_looked_up_where_the_caller_says(library, tmp_path):
    shutil.copytree(library.root / "timber", tmp_path / "far" / "timber")
    pack = tmp_path / "far" / "timber"

    assert [problem.code for problem in check_pack(pack, None)] == ["file_missing"]
    assert check_pack(pack, library.root) == check_pack(pack, library.root / "common") == ()


def test_empty_folder_holds_no_pack(tmp_path):
    assert [problem.code for problem in check_pack(tmp_path, None)] == ["file_missing"]


def test_example_of_the_format_paper_is_valid(tmp_path):
    paper = FORMAT_PAPER.read_text(encoding="utf-8")
    examples = re.findall(r"`(checklists/[a-z/]+\.toml)`\n\n```toml\n(.*?)```", paper, re.DOTALL)
    for name, text in examples:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert len(examples) == 5
    assert check_pack(tmp_path / "checklists", None) == ()
    catalogue = load_catalogue([tmp_path / "checklists"])
    packs = [catalogue.pack("timber"), catalogue.pack("common")]
    assert [item.code for item in combined_items(packs)] == ["TM-LIC-01", "TM-DST-01"]
