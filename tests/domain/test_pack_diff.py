# SPDX-License-Identifier: MulanPSL-2.0
"""Two versions of a checklist compared: nothing is told twice, nothing is left out, what moved is the least."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app import wording
from inspector_app.domain.answering import AnswerKind, AnswerSpec, Choice, LeftOut, Logic, Need, Picture
from inspector_app.domain.checklist import (
    ChecklistItem,
    ChecklistPack,
    Clause,
    DeadlineClass,
    ItemGrade,
    Section,
    Verified,
)
from inspector_app.domain.pack_diff import DiffKind, diff
from inspector_app.wording.pack_words import field_label, shown

CLAUSE = Clause(law="AQF", name="中华人民共和国安全生产法", clause="第二十条", verified=Verified.V)
OTHER: dict[str, Any] = {
    "applies_to": "另一类", "check": "查别的", "methods": ("问人",), "criterion": "另一标准",
    "basis": (replace(CLAUSE, verified=Verified.M),), "grade": ItemGrade.MAJOR, "finding": "另一表述",
    "measure": "另一措施", "deadline_class": DeadlineClass.STOP, "deadline_days": 3, "suspend": True,
    "verified": Verified.M, "authority": "另一主体", "major_ref": (CLAUSE,), "order_basis": (CLAUSE,),
    "penalty": (CLAUSE,), "answer": AnswerSpec(kind=AnswerKind.NUMBER, unit="℃", least=Decimal("1.50")),
    "logic": Logic(relevant="${A} = '1'"), "group": "标题", "parent": "P", "hint": "提示",
    "picture": Picture(name="a.png", sha256="ab" * 32), "weight": Decimal("2.5"), "points": 10,
    "needs": (Need.PHOTO,), "several_places": True, "translations": {"en": {"check": "look"}},
    "extras": {"appearance": "minimal"}, "section": "另一板块",
}  # fmt: skip


def an_item(code: str, **changes: Any) -> ChecklistItem:
    values: dict[str, Any] = {
        "code": code, "section": "现场", "applies_to": "通用", "check": f"查{code}", "methods": ("看现场",),
        "criterion": "标准", "basis": (CLAUSE,), "grade": ItemGrade.GENERAL, "finding": "〔部位〕不符合",
        "measure": "整改", "deadline_class": DeadlineClass.WITHIN_DAYS, "deadline_days": 15, "suspend": False,
        "verified": Verified.V, "authority": "应急管理部门",
    }  # fmt: skip
    return ChecklistItem(**{**values, **changes})


def a_pack(items: tuple[ChecklistItem, ...], **changes: Any) -> ChecklistPack:
    values: dict[str, Any] = {
        "id": "own", "version": "1", "title": "自编", "industry": "own", "issuer": "某局", "valid_from": None,
        "sections": (Section(name="现场", items=items),), "sha256": "",
    }  # fmt: skip
    return ChecklistPack(**{**values, **changes})


CODES = st.lists(st.sampled_from([f"A-{n:02}" for n in range(12)]), unique=True, max_size=12)
CHANGES = st.dictionaries(st.sampled_from(sorted(OTHER)), st.just(True), max_size=4).map(tuple)


@given(CODES)
def test_a_version_does_not_differ_from_itself(codes: list[str]) -> None:
    pack = a_pack(tuple(an_item(code) for code in codes))
    assert diff(pack, replace(pack, sha256="another")).is_empty


@given(CODES, st.data())
def test_every_changed_field_is_told_and_no_other(codes: list[str], data: st.DataObject) -> None:
    old = tuple(an_item(code) for code in codes)
    wanted = {code: set(data.draw(CHANGES)) for code in codes}
    new = tuple(replace(item, **{name: OTHER[name] for name in wanted[item.code]}) for item in old)
    found = diff(a_pack(old), a_pack(new))
    told = {item.code: {field.name.partition(".")[0] for field in item.fields} for item in found.items}
    assert told == {code: names for code, names in wanted.items() if names}
    for item in found.items:
        assert item.kind is DiffKind.CHANGED
        assert not item.is_moved
        for field in item.fields:
            assert shown(field.old) != shown(field.new), field


@given(CODES, CODES)
def test_added_removed_and_moved_make_the_new_order_of_the_old(old: list[str], new: list[str]) -> None:
    found = diff(a_pack(tuple(map(an_item, old))), a_pack(tuple(map(an_item, new))))
    by = {kind: {item.code for item in found.items if item.kind is kind} for kind in DiffKind}
    assert by[DiffKind.ADDED] == set(new) - set(old)
    assert by[DiffKind.REMOVED] == set(old) - set(new)
    assert by[DiffKind.CHANGED] == set()
    still = [code for code in old if code in new and code not in by[DiffKind.MOVED]]
    assert still == [code for code in new if code in still]


@given(st.permutations([f"A-{n}" for n in range(6)]))
def test_no_fewer_items_could_have_moved(new: list[str]) -> None:
    old = sorted(new)
    moved = diff(a_pack(tuple(map(an_item, old))), a_pack(tuple(map(an_item, new)))).count(DiffKind.MOVED)
    for count in range(moved):
        for gone in combinations(old, count):
            assert [c for c in old if c not in gone] != [c for c in new if c not in gone]


def test_a_changed_item_may_have_moved_too() -> None:
    old = a_pack((an_item("A"), an_item("B"), an_item("C")))
    new = a_pack((an_item("C", check="改了"), an_item("A"), an_item("B")))
    (only,) = diff(old, new).items
    assert (only.kind, only.code, only.is_moved) == (DiffKind.CHANGED, "C", True)


def test_items_stand_in_the_new_order_and_those_that_went_at_the_end() -> None:
    found = diff(a_pack((an_item("X"), an_item("A"))), a_pack((an_item("B"), an_item("A", check="改"), an_item("C"))))
    assert [(i.kind.value, i.code) for i in found.items] == [
        ("added", "B"), ("changed", "A"), ("added", "C"), ("removed", "X"),
    ]  # fmt: skip
    assert [found.count(kind) for kind in DiffKind] == [2, 1, 1, 0]


HEAD: dict[str, Any] = {
    "version": "2", "title": "改名", "industry": "其他", "issuer": "另一局", "valid_from": date(2026, 1, 1),
    "origin": "xlsform", "languages": ("en",), "default_language": "en",
    "left_out": (LeftOut(where="survey:3", what="osm"),), "id": "other", "supersedes": {"A": ("CM-1",)},
    "data": {"tables": [{"points": 10}]},
}  # fmt: skip


@pytest.mark.parametrize("name", HEAD)
def test_the_head_is_compared_too(name: str) -> None:
    pack = a_pack((an_item("A"),))
    found = diff(pack, replace(pack, **{name: HEAD[name]}))
    assert [field.name.partition(".")[0] for field in found.head] == [name]
    assert not found.items


def test_every_field_of_a_pack_is_compared() -> None:
    assert {field.name for field in fields(ChecklistPack)} == {*HEAD, "sections", "sha256"}
    assert {field.name for field in fields(ChecklistItem)} == {*OTHER, "code"}


def test_of_a_table_only_what_differs_is_told() -> None:
    rows = [{"name": "一", "points": 10}, {"name": "二", "points": 5}]
    other = [rows[0], {"name": "二", "points": 8}]
    found = diff(a_pack((), data={"jgj": {"rows": rows}}), a_pack((), data={"jgj": {"rows": other}}))
    assert [(f.name, f.old, f.new) for f in found.head] == [("data.jgj.rows[2].points", 5, 8)]


def test_sections_are_told_by_their_names() -> None:
    pack = a_pack((an_item("A"),))
    found = diff(pack, replace(pack, sections=(replace(pack.sections[0], name="现场二"),)))
    assert [(f.name, f.old, f.new) for f in found.head] == [("sections", ("现场",), ("现场二",))]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""), (True, "是"), (False, "否"), (("查资料", "看现场"), "查资料；看现场"), (Decimal("2.50"), "2.5"),
        (DeadlineClass.STOP, "停产停业（停用、停工）"), (date(2026, 1, 2), "2026-01-02"),
        (replace(CLAUSE, verified=Verified.M), "《中华人民共和国安全生产法》第二十条〔待核〕"),
        (replace(CLAUSE, number="主席令第88号", effective_from=date(2021, 9, 1), effective_to=date(2030, 1, 1)),
         "《中华人民共和国安全生产法》（主席令第88号）第二十条 2021-09-01—2030-01-01"),
        (Choice(name="a", text="有", fails=True), "a 有（不符合）"),
        (AnswerSpec(kind=AnswerKind.NUMBER, unit="℃", limit_most=Decimal(40)), "作答类型：数字；单位：℃；限值上限：40"),
    ],
)  # fmt: skip
def test_values_read_as_people_read_them(value: object, words: str) -> None:
    wording.set_language("zh_CN")
    assert shown(value) == words


def test_every_field_has_a_chinese_name() -> None:
    wording.set_language("zh_CN")
    kinds = (ChecklistPack, ChecklistItem, AnswerSpec, Logic)
    for name in (field.name for kind in kinds for field in fields(kind) if field.name != "sha256"):
        assert not field_label(name).isascii(), name
    assert field_label("data.jgj59.tables[2].points") == "附表 jgj59.tables[2].points"
