# SPDX-License-Identifier: MulanPSL-2.0
"""The catalogue of review rules: whole, in step with what is checked, and read with every fault at once."""

from __future__ import annotations

import shutil
import string
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.domain.review import RuleLevel, RuleStage
from inspector_app.law.rules import CODES, Rules, load_rules
from inspector_app.operations.review.registry import RULES
from tests.helpers.law import ROOT

LAW = ROOT / "forms" / "law"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules([LAW])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the law folder that a test may spoil."""
    return Path(shutil.copytree(LAW, tmp_path / "law"))


def spoil(folder: Path, old: str, new: str, name: str = "rules.toml") -> tuple[set[str], set[ProblemCode]]:
    """Change the file once, and give places and codes of what is then refused."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_rules([folder])
    return {p.where for p in refused.value.problems}, {p.code for p in refused.value.problems}


def test_catalogue_and_registry_have_the_same_62_rules(rules: Rules) -> None:
    ids = [f"R{n:02}" for n in range(1, 63)]
    assert list(rules.entries) == ids
    assert list(RULES) == ids
    assert {rule_id for rule_id, _ in CODES} <= set(ids)


def test_levels_are_those_of_the_handbook(rules: Rules) -> None:
    """Handbook 9, third column; where it gives two, both are there."""
    warn = "R08 R10 R11 R14 R15 R17 R18 R22 R23 R25 R28 R29 R31 R33 R35 R40 R49 R51 R53 R54 R55 R56 R57 R58 R59 R60 R62"
    assert {i for i, e in rules.entries.items() if e.rule.level is RuleLevel.WARN} == set(warn.split())
    assert {i for i, e in rules.entries.items() if e.rule.level is RuleLevel.INFO} == {"R26"}
    assert rules.entries["R22"].other_level is RuleLevel.BLOCK
    assert rules.entries["R45"].other_level is RuleLevel.WARN
    assert rules.entries["R09"].is_adjustable


def test_every_rule_says_what_it_looks_at_and_where_it_is_mended(rules: Rules) -> None:
    for rule_id, entry in rules.entries.items():
        rule = entry.rule
        assert all((rule.basis, rule.check, rule.sentence, rule.mend, rule.stages)), rule_id
        for text in (rule.sentence, *entry.faults.values()):
            names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
            assert all(name.isidentifier() for name in names), rule_id
        assert ("what" in rule.sentence) == bool(entry.faults) or "{missing}" in rule.sentence, rule_id


def test_at_the_gate_speak_only_rules_that_can_be_mended_there(rules: Rules) -> None:
    at_issue = {rule.id for rule in rules.at(RuleStage.ISSUE)}
    assert {"R01", "R12", "R15", "R16", "R19", "R20", "R22", "R39", "R41", "R42", "R48", "R52"} <= at_issue
    assert at_issue.isdisjoint({"R09", "R10", "R11", "R23", "R27", "R29", "R36", "R54", "R57", "R61", "R62"})
    assert {rule.id for rule in rules.at(RuleStage.SERVICE)} == {"R27", "R28", "R36", "R37", "R38"}
    assert len(rules.at(RuleStage.CASE)) == 62


def test_sentences_are_filled_and_a_blank_that_nobody_fills_is_a_fault(rules: Rules) -> None:
    problem = rules.problem("R12", "issued_on", "future", issued_on="2026-12-01", today="2026-11-20", number="x")
    assert problem.code is ProblemCode.ISSUE_DATE_IN_FUTURE
    assert problem.fields["sentence"] == "文书日期2026-12-01晚于今天2026-11-20，请改正。"
    assert problem.fields["rule"] == "R12"
    assert (problem.severity, rules.problem("R33", "").severity) == (Severity.BLOCK, Severity.WARN)
    with pytest.raises(KeyError):
        rules.problem("R12", "issued_on", "future", today="2026-11-20")


def test_every_fault_of_the_file_is_told_at_once(folder: Path) -> None:
    path = folder / "rules.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('level = "block"', 'level = "stop"', 1).replace('id = "R62"', 'id = "R61"', 1)
    path.write_text(text.replace('stages = ["case"]', 'stages = ["later"]', 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_rules([folder])
    codes = [p.code for p in refused.value.problems]
    assert codes.count(ProblemCode.VALUE_NOT_ALLOWED) == 2
    assert ProblemCode.LAW_DATA_FAULTY in codes, "the same id twice"


def test_a_wrong_word_a_missing_text_an_unknown_key_are_named(folder: Path, tmp_path: Path) -> None:
    assert spoil(folder, 'mend = "检查的人员"', "")[1] == {ProblemCode.VALUE_MISSING}
    shutil.copy(LAW / "rules.toml", folder)
    assert spoil(folder, 'mend = "检查的人员"', 'mende = "x"\nmend = "检查的人员"')[0] == {"rules.toml:R02:mende"}
    shutil.copy(LAW / "rules.toml", folder)
    assert spoil(folder, "params = { least = 2 }", "params = { least = 2.5 }")[1] == {ProblemCode.VALUE_WRONG_TYPE}
    shutil.copy(LAW / "rules.toml", folder)
    assert spoil(folder, "other_when = ", "# ")[0] == {"rules.toml:R16:other_when"}
    shutil.copy(LAW / "rules.toml", folder)
    assert spoil(folder, "format = 1", "format = 1]")[1] == {ProblemCode.SYNTAX_WRONG}
    shutil.copy(LAW / "rules.toml", folder)
    assert spoil(folder, "hint = ", "hin = ", "vague.toml")[1] >= {ProblemCode.VALUE_MISSING}


def test_a_folder_without_the_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        load_rules([tmp_path])
    assert {p.code for p in refused.value.problems} >= {ProblemCode.FILE_UNREADABLE}


def own(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "forms" / "law"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rules.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_unit_may_change_the_level_of_adjustable_rules_only(tmp_path: Path) -> None:
    changed = load_rules([LAW, own(tmp_path, 'format = 1\n[[rule]]\nid = "R09"\nlevel = "warn"\n')])
    assert changed.of("R09").level is RuleLevel.WARN
    assert changed.of("R09").sentence == load_rules([LAW]).of("R09").sentence
    text = 'format = 1\n[[rule]]\nid = "R01"\nlevel = "warn"\n[[rule]]\nid = "R14"\nlevel = "warn"\nsentence = "x"\n'
    with pytest.raises(Refused) as refused:
        load_rules([LAW, own(tmp_path, text)])
    places = {p.where for p in refused.value.problems}
    assert places == {"forms/law/rules.toml:R01:id", "forms/law/rules.toml:R14:sentence"}


def test_vague_wordings_have_a_way_to_say_it_better(rules: Rules) -> None:
    words = [word for entry in rules.vague for word in entry.words]
    assert len(words) == len(set(words)) >= 40
    assert all("请写明" in entry.hint or "请" in entry.hint for entry in rules.vague)
    assert {"存在安全隐患", "不规范", "不到位", "管理混乱"} <= set(words), "handbook 9, R15"
