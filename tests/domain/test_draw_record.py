# SPDX-License-Identifier: MulanPSL-2.0
"""The record of a draw is recomputed from itself alone, and every edit of it is found and named."""

from __future__ import annotations

import copy
import dataclasses
import functools
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.draw_conditions import (
    Avoidance,
    DrawConditions,
    ObjectExclusion,
    StratumRule,
    conditions_from,
    conditions_json,
    quotas_of,
)
from inspector_app.domain.draw_lists import (
    ListedObject,
    ListedOfficer,
    objects_csv,
    officers_csv,
    read_objects,
    sha256_of,
)
from inspector_app.domain.draw_rank import Drawing
from inspector_app.domain.draw_record import (
    Difference,
    PickNote,
    bases_of,
    canonical,
    frozen_hash,
    frozen_part,
    result_entry,
    sealed,
    seed_part,
    verify_record,
    with_result,
)

Json = dict[str, Any]
OBJECTS = tuple(
    ListedObject(
        id=f"{n:02}", name=f'第{n}"化工",公司', credit_code=f"91{n:016}", district="清河县",
        stratum="重点" if n < 8 else "general", excluded="visited" if n % 7 == 0 else "",
        reason="2026-03-05" if n % 7 == 0 else "",
    )
    for n in range(30)
)  # fmt: skip
PEOPLE = tuple(
    ListedOfficer(
        id=f"o{n}", name=f"张{n}", certificate_no=f"0201{n}", unit="清河", excluded="operator" if n == 0 else ""
    )
    for n in range(8)
)


@functools.cache
def record(seed: str = "20261350308", replaced: bool = True) -> bytes:
    """A draw of two strata with avoidance, a replaced unit and a replaced officer."""
    strata = (StratumRule(name="重点", percent=50),)
    sizes = {"重点": 6, "general": 19}
    conditions = DrawConditions(
        year=2026, strata=strata, wanted=9, quotas=quotas_of(strata, 9, sizes),
        exclusions=(ObjectExclusion(enterprise_id="07", reason="专项"),),
        avoidances=(Avoidance(officer_id="o3", enterprise_id="04", reason="近亲属"),),
    )  # fmt: skip
    objects, people = objects_csv(OBJECTS), officers_csv(PEOPLE)
    facts = {
        "draw": "d1", "name": "一季度", "organ": "清河县应急管理局", "place": "会议室", "operator": "张0",
        "supervisor": "李", "operator_ids": ["o0"], "supervisor_ids": [], "frozen_at": "2026-03-05T09:00:00+08:00",
        "per_unit": 2,
    }  # fmt: skip
    frozen = frozen_part(facts, json.loads(json.dumps(conditions_json(conditions))), objects, people, (30, 25, 8, 7))
    drawing = Drawing(bases_of(frozen, OBJECTS, PEOPLE), seed)
    drawing.draw()
    notes = [PickNote(at="2026-03-05T09:30:00+08:00") for _ in drawing.picks]
    if replaced:
        drawing.replace_unit(2)
        notes.append(PickNote(at="2026-03-06T09:30:00+08:00", reason="已关闭", person="王"))
        gone = drawing.picks[0].officers[1]
        drawing.replace_officer(1, gone)
        notes.append(PickNote(at="2026-03-06T10:30:00+08:00", reason="同学", person="王", officer=gone))
    by_id, by_person = {o.id: o for o in OBJECTS}, {o.id: o for o in PEOPLE}
    result = [result_entry(p, n, by_id, by_person) for p, n in zip(drawing.picks, notes, strict=True)]
    seeded = seed_part(seed, "福彩3D第2026135期", "赵", "2026-03-05T09:20:00+08:00")
    return sealed(frozen, seeded, "2026-03-05T09:30:00+08:00", result, objects, people)


def changed(edit: Callable[[Json], object], *, reseal: bool = False) -> bytes:
    """The record with one edit; resealed, its own hash at the end is made to fit again."""
    found = json.loads(record())
    edit(found)
    if reseal:
        found.pop("sha256")
        found["sha256"] = sha256_of(canonical(found))
    return f"{canonical(found)}\n".encode()


def test_a_record_is_recomputed_without_a_difference() -> None:
    found = verify_record(record())
    assert (found.is_right, found.difference, found.name, found.seed) == (
        True, Difference.NONE, "一季度", "20261350308",
    )  # fmt: skip
    assert (found.objects, found.officers, found.picks) == (30, 8, 11)
    assert found.file_sha256 == hashlib.sha256(record()).hexdigest()
    assert verify_record(record(), paper_sha256=f" {found.file_sha256.upper()}").is_right


def test_a_draw_made_again_gives_the_same_bytes() -> None:
    first = record()
    record.cache_clear()
    assert record() == first
    assert record("20261350309") != first


EDITS: tuple[tuple[str, Callable[[Json], object], Difference], ...] = (
    ("a unit taken off the list", lambda r: r.update(objects_csv=r["objects_csv"].replace('05,"第5', '06,"第5')),
     Difference.OBJECTS),
    ("a unit let in", lambda r: r.update(objects_csv=r["objects_csv"].replace("visited", "", 1)), Difference.OBJECTS),
    ("an officer", lambda r: r.update(officers_csv=r["officers_csv"].replace("operator", "")), Difference.OFFICERS),
    ("the count of units", lambda r: r["frozen"]["objects"].update(count=29), Difference.COUNT),
    ("the count that can be drawn", lambda r: r["frozen"]["officers"].update(drawable=8), Difference.COUNT),
    ("a quota", lambda r: r["frozen"]["conditions"].update(quotas=[["重点", 4]]), Difference.CONDITIONS),
    ("an avoidance", lambda r: r["frozen"]["conditions"].update(avoidances=[]), Difference.CONDITIONS),
    ("who draws", lambda r: r["frozen"].update(operator="钱"), Difference.CONDITIONS),
    ("when it was frozen", lambda r: r["frozen"].update(frozen_at="2026-03-05T08:00:00+08:00"), Difference.CONDITIONS),
    ("the seed", lambda r: r["seed"].update(text="20261350309"), Difference.SEED),
    ("the seed with its hash", lambda r: r["seed"].update(text="abcde", sha256=sha256_of("abcde")), Difference.RESULT),
    ("a drawn unit", lambda r: r["result"][0].update(id="29", name="x"), Difference.RESULT),
    ("a drawn officer", lambda r: r["result"][1]["officers"][0].update(name="张9"), Difference.RESULT),
    ("two lines changed about", lambda r: r["result"].insert(0, r["result"].pop(1)), Difference.RESULT),
    ("a line left out", lambda r: r["result"].pop(0), Difference.RESULT),
    ("many lines left out", lambda r: r.update(result=r["result"][:3]), Difference.COUNT),
    ("a replacement left out", lambda r: r["result"].pop(9), Difference.RESULT),
    ("a reason taken away", lambda r: r["result"][9].update(reason=""), Difference.RESULT),
    ("a replacement of nothing", lambda r: r["result"][9].update(replaces=77), Difference.RESULT),
    ("a replacement twice", lambda r: r["result"].append(copy.deepcopy(r["result"][9])), Difference.RESULT),
    ("the witness", lambda r: r["seed"].update(witness="孙"), Difference.TEXT),
    ("the source of the seed", lambda r: r["seed"].update(source="自定"), Difference.TEXT),
    ("when it was drawn", lambda r: r.update(drawn_at="2026-03-04T09:30:00+08:00"), Difference.TEXT),
    ("the hash of the result", lambda r: r.update(result_sha256="0" * 64), Difference.TEXT),
    ("something put in", lambda r: r.update(more=1), Difference.TEXT),
    ("the algorithm", lambda r: r["frozen"].update(algorithm="sha256-rank-v2"), Difference.ALGORITHM),
    ("the version", lambda r: r.update(version=2), Difference.ALGORITHM),
)  # fmt: skip


@pytest.mark.parametrize(("edit", "difference"), [e[1:] for e in EDITS], ids=[e[0] for e in EDITS])
def test_an_edit_is_named(edit: Callable[[Json], object], difference: Difference) -> None:
    found = verify_record(changed(edit))
    assert found.difference is difference
    assert not found.is_right


@pytest.mark.parametrize(
    ("edit", "difference"), [e[1:] for e in EDITS if e[2] is not Difference.TEXT],
    ids=[e[0] for e in EDITS if e[2] is not Difference.TEXT],
)  # fmt: skip
def test_an_edit_is_named_even_if_the_own_hash_was_mended(
    edit: Callable[[Json], object], difference: Difference
) -> None:
    assert verify_record(changed(edit, reseal=True)).difference is difference


def test_the_result_tells_where_it_differs() -> None:
    found = verify_record(changed(lambda r: r["result"][3].update(rank=9), reseal=True))
    assert (found.place, found.stated) == ("result[4].rank", "9")


def test_a_list_that_was_changed_with_all_its_hashes_gives_another_result_or_frozen_hash() -> None:
    def edit(r: Json) -> None:
        r["objects_csv"] = r["objects_csv"].replace("visited,2026-03-05", ",", 1)
        r["frozen"]["objects"].update(sha256=sha256_of(r["objects_csv"]), drawable=26)

    assert verify_record(changed(edit, reseal=True)).difference is Difference.CONDITIONS

    def thorough(r: Json) -> None:
        edit(r)
        r["frozen_sha256"] = frozen_hash(r["frozen"])

    assert verify_record(changed(thorough, reseal=True)).difference in (Difference.CONDITIONS, Difference.RESULT)


def test_who_draws_cannot_be_let_in_by_a_consistent_list() -> None:
    def edit(r: Json) -> None:
        r["officers_csv"] = r["officers_csv"].replace("operator", "")
        r["frozen"]["officers"].update(sha256=sha256_of(r["officers_csv"]), drawable=8)
        r["frozen_sha256"] = frozen_hash(r["frozen"])

    found = verify_record(changed(edit, reseal=True))
    assert (found.difference, found.place, found.found) == (Difference.CONDITIONS, "operator", "张0")


def test_another_draw_that_agrees_with_itself_is_not_the_one_on_paper() -> None:
    paper = verify_record(record()).file_sha256
    other = record("20261350309")
    assert verify_record(other).is_right
    assert verify_record(other, paper_sha256=paper).difference is Difference.PAPER
    shorter = record(replaced=False)
    assert verify_record(shorter).is_right
    assert verify_record(shorter, paper_sha256=paper).difference is Difference.PAPER


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_every_changed_byte_is_detected(data: st.DataObject) -> None:
    whole = record()
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != whole[at]))
    act = data.draw(st.sampled_from(["put", "drop", "add"]))
    middle = {"put": bytes([byte]), "drop": b"", "add": bytes([byte, whole[at]])}[act]
    assert not verify_record(whole[:at] + middle + whole[at + 1 :]).is_right


def leaves(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, (*path, key))
    elif isinstance(value, list) and value:
        for n, part in enumerate(value):
            yield from leaves(part, (*path, n))
    else:
        yield path


PATHS = tuple(leaves(json.loads(record())))


@settings(max_examples=300, deadline=None)
@given(
    path=st.sampled_from(PATHS),
    value=st.one_of(st.none(), st.booleans(), st.integers(-5, 40), st.text(max_size=5), st.just([]), st.just({})),
)
def test_every_changed_value_is_detected_and_nothing_crashes(path: tuple[Any, ...], value: object) -> None:
    found = json.loads(record())
    place = found
    for part in path[:-1]:
        place = place[part]
    if place[path[-1]] == value and type(place[path[-1]]) is type(value):
        return
    place[path[-1]] = value
    assert not verify_record(f"{canonical(found)}\n".encode()).is_right


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"[]", b"{}", b"null", b"1" * 5000, b"[" * 5000, b'{"format":"inspector-app draw record"}']
)
def test_what_is_no_record_is_said_to_be_none(data: bytes) -> None:
    assert verify_record(data).difference is Difference.UNREADABLE


def test_another_form_of_the_same_json_is_refused() -> None:
    pretty = json.dumps(json.loads(record()), ensure_ascii=False, indent=1).encode()
    assert verify_record(pretty).difference is Difference.UNREADABLE


def test_lists_are_sorted_and_read_back() -> None:
    text = objects_csv(reversed(OBJECTS))
    assert text == objects_csv(OBJECTS)
    assert read_objects(text) == OBJECTS
    assert text.splitlines()[0] == "id,name,credit_code,district,stratum,excluded,reason"
    for wrong in (text.replace("01,", "00,", 1), text.replace("id,", "no,", 1), text + '"', "", text + "a,b\n"):
        with pytest.raises(ValueError, match=r"csv|columns|order"):
            read_objects(wrong)


def test_conditions_are_read_as_they_were_written() -> None:
    conditions = conditions_from(json.loads(record())["frozen"]["conditions"])
    again = conditions_from(json.loads(json.dumps(conditions_json(conditions))))
    assert again == conditions
    assert conditions.strata[0].percent == 50
    assert dataclasses.replace(again, wanted=1) != conditions


def test_a_replacement_is_added_to_the_record() -> None:
    found = json.loads(record())
    assert with_result(found, found["result"]) == record()
