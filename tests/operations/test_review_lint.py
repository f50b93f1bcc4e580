# SPDX-License-Identifier: MulanPSL-2.0
"""The finding lint (R15): place, length, and wordings that could stand anywhere."""

from __future__ import annotations

import pytest

from inspector_app.domain.finding import FindingDraft
from inspector_app.operations.review.lint import lint_finding, vague_words
from inspector_app.workspace import Workspace

VAGUE = (
    "现场管理混乱，存在安全隐患",
    "消防设施维护不到位",
    "该企业安全管理制度不健全、落实不到位",
    "员工安全意识淡薄",
    "配电箱接线不规范",
)


@pytest.mark.parametrize("text", VAGUE)
def test_wordings_that_could_stand_anywhere_are_told(unit: Workspace, text: str) -> None:
    draft = FindingDraft(place="生产车间二层西侧", description=text)
    (problem,) = lint_finding(unit.law.rules, draft, finding_id="f", ordinal=3)
    assert (problem.fields["rule"], problem.where) == ("R15", "finding:f:description")
    assert "第3项" in problem.fields["sentence"]
    assert "例如" in problem.fields["sentence"], "it says how to write it"


@pytest.mark.parametrize(
    "text",
    [
        "2号配电箱门缺失，带电端子裸露，接线不规范",
        "甲类仓库东侧消防通道堆放油漆桶12只，净宽不足0.5米",
        "2026年第三季度未组织应急演练，演练记录不完整，缺签到表",
        "鹤管静电接地线断开，接地电阻无法测量",
    ],
)
def test_facts_pass_even_with_a_vague_word_beside(unit: Workspace, text: str) -> None:
    assert list(lint_finding(unit.law.rules, FindingDraft(place="装卸区", description=text))) == []


def test_lint_asks_for_a_place_and_for_more_than_a_word(unit: Workspace) -> None:
    def said(**values: str) -> list[str]:
        return [p.where for p in lint_finding(unit.law.rules, FindingDraft(**values), finding_id="f")]

    assert said(place="", description="2号配电箱门缺失，带电端子裸露") == ["finding:f:place"]
    assert said(place="厂区", description="灯不亮") == ["finding:f:description"]
    assert said(place="", description="") == [], "a missing description is another rule"
    assert vague_words(unit.law.rules, "现场管理混乱，存在安全隐患") == (("管理混乱", "存在安全隐患"), "")
