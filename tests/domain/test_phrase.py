# SPDX-License-Identifier: MulanPSL-2.0
"""Wording with slots: made from what officers wrote, known again, and taken into a finding."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.checklist import Clause, DeadlineClass, Verified
from inspector_app.domain.finding import Finding, FindingDraft, FindingStatus, Grade
from inspector_app.domain.phrase import PhraseDraft, fits, learn, taken, with_slots
from tests.helpers.kept_packs import AQF, LAPSED, an_item

DAY = datetime(2026, 11, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))
ITEM = an_item("CT-01", finding="〔部位〕未设报警器")
ITEMS = {"CT-01": ITEM}
NUMBER = iter(range(10_000))


def a_finding(text: str, **changes: Any) -> Finding:
    n = next(NUMBER)
    values: dict[str, Any] = {
        "id": f"f{n:05}", "inspection_id": "i", "ordinal": 1, "status": FindingStatus.RECORDED, "found_at": DAY,
        "item_code": "CT-01", "description": text, "measure": "立即整改", "clauses": (AQF,),
        "deadline_class": DeadlineClass.WITHIN_DAYS, "deadline": date(2026, 11, 17),
    }  # fmt: skip
    return Finding(**{**values, **changes})


@pytest.mark.parametrize(
    ("text", "place", "slotted"),
    [
        ("V-101储罐液位93.5%，未设联锁", "", "〔设备编号〕储罐液位〔数值〕%，未设联锁"),
        ("甲类仓库东侧堆垛距墙0.3米", "甲类仓库东侧", "〔部位〕堆垛距墙〔数值〕米"),
        ("压力表2025年3月1日到期未检", "", "压力表〔日期〕到期未检"),
        ("不符合GB 50016-2014第3.4.1条", "", "不符合GB 50016-2014第3.4.1条"),
        ("不符合GB30871-2022要求，氧含量18%", "", "不符合GB30871-2022要求，氧含量〔数值〕%"),
        ("按总局令第88号和政发5号文，3号罐液位", "", "按总局令第88号和政发5号文，〔数值〕号罐液位"),
        ("P-2101A/B机泵无防护罩", "", "〔设备编号〕机泵无防护罩"),
        ("〔部位〕的〔设备〕未接地", "", "〔部位〕的〔设备〕未接地"),
        ("3号仓库未上锁", "号", "〔数值〕号仓库未上锁"),  # a place of one character says nothing
        ("按〔2024〕5号文未整改", "", "按〔2024〕5号文未整改"),
        ("𬭚酸罐区V-2泄漏", "", "𬭚酸罐区〔设备编号〕泄漏"),
        ("", "", ""),
    ],
)
def test_places_equipment_values_and_days_become_slots(text: str, place: str, slotted: str) -> None:
    assert with_slots(text, place) == slotted


@given(st.text(alphabet=st.characters(blacklist_characters="〔〕"), max_size=60), st.text(max_size=6))
def test_a_wording_always_fits_what_is_learned_from_it(text: str, place: str) -> None:
    assert fits(with_slots(text, place), text)


@given(st.text(alphabet="液位阀门0123456789.%，年月日号第条", max_size=30))
def test_slots_are_put_in_once(text: str) -> None:
    slotted = with_slots(text)
    assert with_slots(slotted) == slotted


@pytest.mark.parametrize(
    ("template", "text", "known"),
    [
        ("〔部位〕未设报警器", "灶间未设报警器", True), ("〔部位〕未设报警器", "〔部位〕未设报警器", True),
        ("〔部位〕未设报警器", "灶间未设报警器。", False), ("〔a〕的〔b〕坏", "灶的门的锁坏", True),
        ("液位〔数值〕%", "液位%", True), ("没有填空", "没有填空", True), ("没有填空", "没有填空 ", False),
        ("前〔a〕中〔b〕后", "前中后", True), ("前〔a〕后", "前", False), ("ab〔x〕ba", "aba", False),
    ],
)  # fmt: skip
def test_a_text_fits_a_template_with_its_slots_filled(template: str, text: str, known: bool) -> None:
    assert fits(template, text) is known


TEMPLATES = st.lists(st.sampled_from(["〔部位〕", "〔x〕", "a", "b", "ab", "液"]), max_size=7).map("".join)


@given(TEMPLATES, st.text(alphabet="ab液", max_size=8))
def test_fitting_is_what_a_pattern_says(template: str, text: str) -> None:
    pattern = "".join(
        ".*" if part.startswith("〔") else re.escape(part) for part in re.split(r"(〔[^〕]*〕)", template)
    )
    assert fits(template, text) is (re.fullmatch(pattern, text, re.DOTALL) is not None)


def test_the_same_wording_at_other_places_is_one_candidate() -> None:
    found = learn(
        [
            a_finding("灶间的V-1阀门漏气3处", place="灶间", measure="更换灶间阀门"),
            a_finding("库房的V-22阀门漏气5处", place="库房", measure="更换库房阀门", found_at=DAY + timedelta(days=2),
                      deadline=date(2026, 11, 11)),
            a_finding("别的话", place="灶间"),
        ],
        ITEMS, (),
    )  # fmt: skip
    first, second = found
    assert (first.draft.text, first.count) == ("〔部位〕的〔设备编号〕阀门漏气〔数值〕处", 2)
    assert first.draft.measure == "更换〔部位〕阀门"
    assert first.draft.deadline_days == 7  # the lower middle of 15 and 7
    assert first.last_on == date(2026, 11, 4)
    assert second.draft.text == "别的话"


@pytest.mark.parametrize(("days", "usual"), [([3, 30, 15], 15), ([7, 15], 7), ([15, 15, 3, 3, 3], 3)])
def test_the_usual_deadline_is_the_median_of_what_was_set(days: list[int], usual: int) -> None:
    findings = [a_finding("阀门漏气", deadline=DAY.date() + timedelta(days=n)) for n in days]
    (found,) = learn(findings, ITEMS, ())
    assert found.draft.deadline_days == usual


@pytest.mark.parametrize("kind", [DeadlineClass.IMMEDIATE, DeadlineClass.STOP])
def test_other_kinds_of_deadline_have_no_days(kind: DeadlineClass) -> None:
    (found,) = learn([a_finding("阀门漏气", deadline_class=kind)], ITEMS, ())
    assert (found.draft.deadline_class, found.draft.deadline_days) == (kind, None)


def test_days_count_only_with_the_usual_kind() -> None:
    stopped = [a_finding("阀门漏气", deadline_class=DeadlineClass.STOP, deadline=date(2026, 11, 3)) for _ in range(2)]
    within = [a_finding("阀门漏气", deadline=DAY.date() + timedelta(days=n)) for n in (10, 20, 30)]
    (found,) = learn([*stopped, *within], ITEMS, ())
    assert (found.draft.deadline_class, found.draft.deadline_days) == (DeadlineClass.WITHIN_DAYS, 20)


@pytest.mark.parametrize(
    "finding",
    [
        a_finding("灶间未设报警器"),  # the item's own wording, filled in
        a_finding("〔部位〕未设报警器"),
        a_finding("   "),
        a_finding("30"),  # says nothing but a number
        a_finding("灶间", place="灶间"),
        a_finding("阀门漏气", item_code=None),
        a_finding("阀门漏气", item_code="GONE-1"),
        a_finding("阀门漏气", status=FindingStatus.WITHDRAWN),
        a_finding("阀门漏气", status=FindingStatus.DUPLICATE),
    ],
)
def test_what_is_not_learned(finding: Finding) -> None:
    assert learn([finding], ITEMS, ()) == ()


def test_what_a_person_has_decided_on_is_not_learned_again() -> None:
    known = PhraseDraft(item_code="CT-01", text="〔部位〕阀门漏气")
    other = PhraseDraft(item_code="CT-02", text="〔部位〕阀门漏气")
    findings = [a_finding("灶间阀门漏气", place="灶间")]
    assert learn(findings, ITEMS, [known]) == ()
    assert len(learn(findings, ITEMS, [other])) == 1


def test_who_confirmed_a_basis_did_so_for_his_own_finding() -> None:
    doubtful = replace(AQF, verified=Verified.M, confirmed_by="王建国")
    typed = Clause(law="", name="县里的通知", confirmed_by="填写人")
    (found,) = learn([a_finding("阀门漏气", clauses=(doubtful, typed))], ITEMS, ())
    assert [c.may_be_printed for c in found.draft.clauses] == [False, True]


def test_the_key_is_the_wording_and_the_item_and_nothing_else() -> None:
    one = PhraseDraft(item_code="CT-01", text="阀门漏气")
    assert replace(one, measure="换", deadline_days=3, clauses=(AQF,)).key == one.key
    assert len({one.key, replace(one, text="阀门漏气。").key, replace(one, item_code="CT-02").key}) == 3


MINE = FindingDraft(
    item_code="CT-01", place="灶间", description="未设报警器", grade=Grade.MAJOR, measure="加装", clauses=(AQF,),
    deadline=date(2026, 12, 1), order_basis=(AQF,), penalty=(AQF,),
)  # fmt: skip
PHRASE = FindingDraft(
    item_code="CT-01", description="〔部位〕阀门〔编号〕漏气", measure="更换〔部位〕阀门", clauses=(LAPSED, AQF),
    deadline_class=DeadlineClass.IMMEDIATE,
)  # fmt: skip


def test_a_phrase_gives_wording_measure_basis_and_deadline() -> None:
    made = taken(MINE, PHRASE)
    assert (made.description, made.measure) == ("灶间阀门〔编号〕漏气", "更换灶间阀门")
    assert (made.deadline_class, made.deadline, made.clauses) == (DeadlineClass.IMMEDIATE, None, (LAPSED, AQF))
    assert (made.grade, made.place, made.item_code) == (Grade.MAJOR, "灶间", "CT-01")
    assert (made.order_basis, made.penalty) == ((AQF,), (AQF,))


@pytest.mark.parametrize("place", ["", "〔哪个灶间〕"])
def test_the_slot_of_the_place_stays_open_until_the_place_is_known(place: str) -> None:
    assert taken(replace(MINE, place=place), PHRASE).description == "〔部位〕阀门〔编号〕漏气"


def test_a_lapsed_basis_is_not_taken() -> None:
    assert taken(MINE, PHRASE, lapsed=(LAPSED,)).clauses == (AQF,)
    own = replace(MINE, clauses=(replace(AQF, clause="第一条"),))
    assert taken(own, replace(PHRASE, clauses=(LAPSED,)), lapsed=(LAPSED,)).clauses == own.clauses


def test_the_criterion_of_a_major_hazard_and_a_confirmation_stay() -> None:
    criterion = Clause(law="PD", name="判定标准", clause="第三条", verified=Verified.V)
    doubtful = replace(AQF, clause="第九条", verified=Verified.M)
    mine = replace(MINE, clauses=(AQF, criterion, replace(doubtful, confirmed_by="李慧敏")))
    made = taken(mine, replace(PHRASE, clauses=(doubtful,)), criteria=(criterion,))
    assert made.clauses == (replace(doubtful, confirmed_by="李慧敏"), criterion)
