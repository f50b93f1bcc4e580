# SPDX-License-Identifier: MulanPSL-2.0
"""Every committed form of somebody else becomes what expected.toml says, or is refused for what it says."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from inspector_app import wording
from inspector_app.domain.checklist import ChecklistPack
from inspector_app.domain.problems import Severity, blocking
from inspector_app.logic.live import LiveForm, logic_faults
from inspector_app.packs.draft import DraftItem, DraftPack, PackHead
from inspector_app.packs.frozen import freeze, thaw
from inspector_app.packs.laws import LawLibrary
from inspector_app.packs.rules import faults
from inspector_app.sheets import read_book
from tests.packs.xlsform_forms import BAD, FOLDER, FORMS, GOOD, NAMES, Rows, book_of, reading_of, told

RARE = "𠮷㐂龘𫝀𬎆𪚥𡋾㙟"


def pack_of(name: str) -> ChecklistPack:
    pack = reading_of(name).pack
    assert pack is not None
    return pack


def test_there_are_enough_forms_of_every_kind() -> None:
    on_disk = sorted(p.name for p in FOLDER.iterdir() if p.suffix in {".xlsx", ".xls", ".csv", ".md"})
    assert sorted(NAMES) == on_disk
    assert len(GOOD) >= 25 and len(BAD) >= 15
    assert {name.rpartition(".")[2] for name in NAMES} == {"xlsx", "xls", "csv", "md"}


@pytest.mark.parametrize("expected", FORMS, ids=NAMES)
def test_a_form_becomes_what_is_expected(expected: Mapping[str, Any]) -> None:
    reading = reading_of(expected["file"])
    assert told(reading.problems, Severity.BLOCK) == expected.get("problems", [])
    assert told(reading.problems, Severity.WARN) == expected.get("warnings", [])
    pack = reading.pack
    assert (pack is None) is ("pack" not in expected)
    if pack is None:
        return
    assert f"{pack.id} {pack.version}" == expected["pack"]
    assert pack.title == expected["title"]
    assert list(pack.languages) == expected.get("languages", [])
    assert [section.name for section in pack.sections] == expected["sections"]
    parents = [f" < {item.parent}" if item.parent else "" for item in pack.items]
    found = [f"{item.code} {item.answer.kind}{parent}" for item, parent in zip(pack.items, parents, strict=True)]
    assert found == expected["items"]
    fails = [f"{item.code} {c.name}" for item in pack.items for c in item.answer.choices if c.fails]
    assert fails == expected.get("fails", [])
    assert [f"{entry.where} {entry.what}" for entry in pack.left_out] == expected.get("left_out", [])


@pytest.mark.parametrize("name", GOOD)
def test_a_form_that_is_taken_can_be_kept_and_keeps_the_rules(name: str) -> None:
    pack = pack_of(name)
    assert thaw(freeze(pack)) == pack
    head = PackHead(
        id=pack.id, version=pack.version, title=pack.title, industry=pack.industry, issuer=pack.issuer,
        sections=tuple(section.name for section in pack.sections),
    )  # fmt: skip
    draft = DraftPack(name=name, head=head, items=[DraftItem(place=item.code, item=item) for item in pack.items])
    assert list(faults(draft, LawLibrary(), None)) == []
    assert {item.section for item in pack.items} == {section.name for section in pack.sections}
    codes = [item.code for item in pack.items]
    assert len(set(codes)) == len(codes)
    assert {item.parent for item in pack.items if item.parent} <= set(codes)


@pytest.mark.parametrize("name", GOOD)
def test_the_logic_of_a_form_that_is_taken_can_be_computed(name: str) -> None:
    assert [(p.fields, p.code) for p in logic_faults(pack_of(name).items)] == []


def words_of(pack: ChecklistPack) -> set[str]:
    """Give every text that a pack holds, in one line each."""
    found: set[str] = set()

    def take(value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                found.add(str(key))
                take(inner)
        elif isinstance(value, list):
            for inner in value:
                take(inner)
        else:
            found.add(str(value))

    take(json.loads(freeze(pack)))
    return found


def cells(rows: Rows) -> Iterator[tuple[str, str]]:
    headings = [cell.lower() for cell in rows[0]]
    for row in rows[1:]:
        for heading, cell in zip([*headings, *[""] * len(row)], row, strict=False):
            if cell:
                yield heading, " ".join(cell.replace("\u200b", "").split())


# What a form may say in a word of its own that its checklist says in another, field by field.
TURNED = {"type", "command", "required", "readonly", "bind:required", "disabled", "default_language", "name", "tag"}


@pytest.mark.parametrize("name", GOOD)
def test_nothing_of_a_form_is_lost(name: str) -> None:
    """Every cell stands in an item, or in the list of what is not shown; the sheets of choices too."""
    pack = pack_of(name)
    held = "\n".join(sorted(words_of(pack)))
    lost = [
        (sheet, heading, cell)
        for sheet, rows in book_of(name).items()
        if rows
        for heading, cell in cells(rows)
        if heading not in TURNED and cell not in held
        if not (sheet.lower() == "settings" and heading in {"form_id", "allow_choice_duplicates"})
    ]
    assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_every_problem_is_said_in_chinese_with_its_place(name: str) -> None:
    wording.set_language("zh_CN")
    for problem in reading_of(name).problems:
        said = wording.sentence(problem)
        fields = problem.fields
        assert fields["reason"] not in said and "…" not in said.replace(fields.get("message", "…"), ""), said
        assert any("\u4e00" <= c <= "\u9fff" for c in said)
        if fields["sheet"]:
            assert f"工作表“{fields['sheet']}”" in said
        if fields["row"]:
            assert f"第 {fields['row']} 行" in said
        if fields["column"]:
            assert f"“{fields['column']}”列" in said


def test_a_form_runs_with_its_logic_live() -> None:
    station = LiveForm(pack_of("01_jiayouzhan.xlsx").items)
    live = station.open({}, {}, datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    assert live.hidden == {"静电接地照片", "卸油区说明", "加油枪", "缺少标识"}
    live, changed = station.change(live, "静电接地", "no")
    assert live.hidden == {"加油枪", "缺少标识"} and {"静电接地照片", "卸油区说明"} <= changed
    lifts = LiveForm(pack_of("05_dianti.xlsx").items)
    live = lifts.open({}, {}, datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    live, _ = lifts.change(live, "市", "清河")
    assert [choice.text for choice in live.choices("区县")] == ["东城区", "西城区"]
    live, _ = lifts.change(live, "下次检验", "2026-11-01")
    assert live.value("剩余天数") == "-21" and not live.is_hidden("检验有效")


def test_the_checker_is_loaded_only_when_a_form_is_read() -> None:
    code = "import inspector_app.packs.xlsform, sys; print('pyxform' in sys.modules or 'pypinyin' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER.parents[2]
    )
    assert done.stdout.strip() == "False"


def test_rare_characters_survive_the_way_into_a_pack() -> None:
    texts = freeze(pack_of("09_shengpizi.xlsx")).decode("utf-8")
    assert [c for c in RARE if c not in texts] == []
    codes = [item.code for item in pack_of("09_shengpizi.xlsx").items]
    assert codes == ["𠮷祥姓名", "村", "㐂堂", "龘", "𫝀", "项、一", "（一）", "A-1"]


def test_a_bad_form_tells_all_its_faults_at_once() -> None:
    problems = blocking(reading_of("68_duochu.xlsx").problems)
    assert len({p.fields["reason"] for p in problems}) >= 10
    assert len({p.fields["row"] for p in problems}) >= 8


def test_the_files_are_those_that_the_sources_make() -> None:
    spec = importlib.util.spec_from_file_location("make_xlsforms", FOLDER / "make.py")
    assert spec is not None and spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    sys.modules["make_xlsforms"] = make
    spec.loader.exec_module(make)
    for source in sorted(make.SOURCES.glob("*.md")):
        name, data = make.made_of(source)
        assert dict(read_book(data, name, in_process=True)) == dict(book_of(name)), name
