# SPDX-License-Identifier: MulanPSL-2.0
"""A small library of packs on disk, valid until a test plants a fault in it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.domain.problems import Problem
from inspector_app.packs.catalogue import check_pack

LAWS = """
[[law]]
key = 'AQF'
name = '中华人民共和国安全生产法'
number = '2021年修正，主席令第88号'
kind = '法律法规规章'
verified = 'V'
effective_from = 2021-09-01
checked_on = 2026-11-21
sources = ['S1']

[[law]]
key = 'D16'
name = '安全生产事故隐患排查治理暂行规定'
number = '安监总局令第16号'
kind = '法律法规规章'
verified = 'M'
"""
HEAD = """
format = 1
id = '{id}'
version = '2026.11.1'
title = '{title}'
industry = '{id}'
issuer = '测试'
valid_from = 2026-11-21
authority = '应急管理部门'
sections = ['证照', '现场']
"""
ITEM = """
[[item]]
code = '{code}'
section = '{section}'
applies_to = '通用'
check = '{code}查什么'
method = ['查资料', '看现场']
criterion = '判定标准'
verified = 'V'
basis = [
  {{ law = 'AQF', clause = '第二十条', verified = 'V' }},
  {{ law = 'D16', verified = 'M', sources = ['S2'] }},
]
grade = 'general'
finding = '〔部位〕未〔关闭/上锁〕'
measure = '立即整改〔部位〕'
deadline = {{ class = 'within_days', days = 15 }}
"""


@dataclass
class SmallLibrary:
    """`checklists/common` with two items, `checklists/timber` with two that supersede one of them."""

    root: Path

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the first occurrence; fails if there is none, so that a fault is really planted."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text, old
        self.write(name, text.replace(old, new, 1))

    def check(self, name: str = "timber") -> tuple[Problem, ...]:
        return check_pack(self.root / name, None)

    def found(self, name: str = "timber") -> list[tuple[str, str]]:
        """Give code and place of everything that is wrong."""
        return [(problem.code.value, problem.where) for problem in self.check(name)]


@pytest.fixture
def library(tmp_path: Path) -> SmallLibrary:
    small = SmallLibrary(tmp_path / "checklists")
    small.write("common/laws.toml", LAWS)
    small.write("common/pack.toml", HEAD.format(id="common", title="通用"))
    small.write("common/items.toml", item("CM-LIC-01", "证照") + item("CM-LIC-02", "证照"))
    small.write(
        "timber/pack.toml",
        HEAD.format(id="timber", title="木材") + "[supersedes_common]\nTM-LIC-01 = ['CM-LIC-02']\n",
    )
    small.write("timber/items.toml", item("TM-LIC-01", "证照") + item("TM-DST-01", "现场"))
    assert small.check() == ()
    return small


@pytest.fixture
def make_item():
    return item


def item(code: str, section: str) -> str:
    return ITEM.format(code=code, section=section)
