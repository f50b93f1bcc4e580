# SPDX-License-Identifier: MulanPSL-2.0
"""The columns of a register file: what offices call them, and how supervision facts read in its cells.

The first name of a column, and the first word of a value, are those that an export writes; what it writes reads back
the same in every language of the program.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import (
    EnterpriseProfile,
    EnterpriseState,
    RiskGrade,
    SponsorGrade,
    SponsorLevel,
    StandardLevel,
)
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.operations.table_columns import Headings, day_in

PROFILE_HEADINGS: Headings = {
    "industry_code": ("行业代码", "国民经济行业代码", "行业分类代码", "industry_code"),
    "district_code": ("区划代码", "行政区划代码", "行政区划编码", "district_code"),
    "sector": ("监管领域", "行业领域", "监管行业", "sector"),
    "state": ("经营状态", "企业状态", "状态", "state"),
    "grade": ("包保等级", "包保级别", "包保分级", "grade"),
    "grade_basis": ("定级依据", "包保依据", "grade_basis"),
    "sponsor_unit": ("包保单位", "包保责任单位", "sponsor_unit"),
    "sponsor_person": ("包保人", "包保责任人", "包保负责人", "sponsor_person"),
    "sponsor_level": ("包保层级", "包保层次", "sponsor_level"),
    "visit_cycle_days": ("检查周期天", "检查周期", "visit_cycle_days"),
    "risk_grade": ("安全等级", "风险等级", "安全风险等级", "risk_grade"),
    "standardisation": ("标准化等级", "安全生产标准化等级", "标准化级别", "standardisation"),
    "standardised_until": ("标准化有效期", "标准化有效期至", "标准化证书有效期", "standardised_until"),
    "employees": ("从业人数", "从业人员", "员工人数", "职工人数", "employees"),
    "latitude": ("纬度", "latitude"),
    "longitude": ("经度", "longitude"),
}
HEADS = {"visit_cycle_days": "检查周期（天）"}  # where the head that is written is not the word itself
CAP_HEADINGS: Headings = {"visit_cap": ("年度检查上限", "年度检查次数上限", "检查频次上限", "visit_cap")}

WORDS: Mapping[str, Mapping[StrEnum, tuple[str, ...]]] = {
    "sector": {
        Industry.HAZMAT: ("危险化学品", "危化品", "危化", "化工"),
        Industry.CONSTRUCTION: ("建筑施工", "建筑", "施工"),
        Industry.SPECIAL_EQUIPMENT: ("特种设备",),
        Industry.FIREWORKS: ("烟花爆竹", "烟花"),
        Industry.OTHER: ("其他", "其他行业", "工贸"),
    },
    "state": {
        EnterpriseState.ACTIVE: ("在营", "正常", "生产", "在业", "存续"),
        EnterpriseState.SUSPENDED: ("停产停业", "停产", "停业"),
        EnterpriseState.CLOSED: ("已关闭", "关闭", "注销", "吊销"),
    },
    "grade": {
        SponsorGrade.A: ("A", "A级", "A类"),
        SponsorGrade.B: ("B", "B级", "B类"),
        SponsorGrade.C: ("C", "C级", "C类"),
    },
    "sponsor_level": {
        SponsorLevel.CITY: ("市级", "市"),
        SponsorLevel.DISTRICT: ("区级", "区县级", "县级", "区县", "区", "县"),
        SponsorLevel.TOWNSHIP: ("乡镇街道级", "镇街级", "乡镇级", "街道级", "乡镇", "街道"),
    },
    "risk_grade": {
        RiskGrade.RED: ("红", "红色", "重大风险", "重大"),
        RiskGrade.ORANGE: ("橙", "橙色", "较大风险", "较大"),
        RiskGrade.YELLOW: ("黄", "黄色", "一般风险", "一般"),
        RiskGrade.BLUE: ("蓝", "蓝色", "低风险", "低"),
    },
    "standardisation": {
        StandardLevel.FIRST: ("一级", "1级", "1"),
        StandardLevel.SECOND: ("二级", "2级", "2"),
        StandardLevel.THIRD: ("三级", "3级", "3"),
    },
}  # fmt: skip
# By which word people know a column in a sentence, where its own name means something else.
FIELD_WORDS = {"sector": "register_sector", "state": "business_state", "grade": "sponsor_grade"}
PLAIN = ("grade_basis", "sponsor_unit", "sponsor_person")  # what people wrote stays as it is
EMPTY = frozenset({"", "-", "/", "—", "无"})
_WHOLE = re.compile(r"(\d{1,9})(?:天|日|人|次)?(?:/年)?", re.ASCII)


def read_profile(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Give the supervision facts that a row states (empty cells state nothing), and what cannot be read."""
    values: dict[str, Any] = {}
    problems = []
    for name in (*PROFILE_HEADINGS, *CAP_HEADINGS):
        text = cells.get(name, "").strip()
        if text in EMPTY:
            continue
        if name not in PLAIN:
            text = unicodedata.normalize("NFKC", text)
        value, problem = _read(name, text)
        if problem is None:
            values[name] = value
        else:
            problems.append(problem)
    return values, problems


def _read(name: str, text: str) -> tuple[object, Problem | None]:
    field = FIELD_WORDS.get(name, name)
    if name in WORDS:
        found = next((value for value, words in WORDS[name].items() if text in (*words, value.value)), None)
        allowed = "、".join(words[0] for words in WORDS[name].values())
        return found, None if found is not None else _not_allowed(name, field, text, allowed)
    reader = READERS.get(name)
    if reader is None:
        return text, None
    value = reader(text)
    if value is not None:
        return value, None
    if name == "standardised_until":
        fields = {"field": field, "found": text[:40]}
        return None, Problem(code=ProblemCode.DATE_WRONG, where=name, fields=fields)
    fields = {"field": field, "expected": "number", "found": f"“{text[:40]}”"}
    return None, Problem(code=ProblemCode.VALUE_WRONG_TYPE, where=name, fields=fields)


def _not_allowed(name: str, field: str, text: str, allowed: str) -> Problem:
    fields = {"field": field, "found": text[:40], "allowed": allowed}
    return Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=name, fields=fields)


def whole_in(text: str) -> int | None:
    """Read a whole number, with a unit behind it or not: 30, 30天, 120人.

    >>> whole_in("30天"), whole_in("1.5")
    (30, None)
    """
    found = _WHOLE.fullmatch(text)
    return int(found[1]) if found else None


def _degrees(text: str) -> float | None:
    found = re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,15})?", text, re.ASCII)
    return float(text) if found else None


READERS: Mapping[str, Callable[[str], object]] = {
    "standardised_until": day_in, "visit_cycle_days": whole_in, "employees": whole_in, "visit_cap": whole_in,
    "latitude": _degrees, "longitude": _degrees,
}  # fmt: skip


def cell_of(name: str, value: object) -> str:
    """Give a fact as an export writes it."""
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return WORDS[name][value][0]
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def profile_cells(profile: EnterpriseProfile) -> list[str]:
    """Give the cells of the supervision facts, in the order of `PROFILE_HEADINGS`."""
    return [cell_of(name, getattr(profile, name)) for name in PROFILE_HEADINGS]
