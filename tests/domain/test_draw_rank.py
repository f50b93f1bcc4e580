# SPDX-License-Identifier: MulanPSL-2.0
"""sha256-rank-v1: what is drawn follows from lists and seed alone, and can be worked out by hand."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.draw_conditions import ObjectFilter, ObjectRow, StratumRule, quotas_of, stratum_of
from inspector_app.domain.draw_rank import CannotDraw, DrawBases, Drawing, PickKind, RankedPick, digest_of, shares

UNITS = [f"u{n:03}" for n in range(40)]
OFFICERS = [f"o{n}" for n in range(7)]
SEED = "20261350308"


def bases(**changes: object) -> DrawBases:
    values: dict[str, object] = {
        "objects": {name: "key" if n < 10 else "general" for n, name in enumerate(UNITS)},
        "officers": OFFICERS, "quotas": {"key": 4, "general": 6},
    }  # fmt: skip
    return DrawBases(**{**values, **changes})  # type: ignore[arg-type]


def drawn(made: DrawBases, seed: str = SEED) -> tuple[RankedPick, ...]:
    return Drawing(made, seed).draw()


def test_units_are_ranked_by_the_hash_that_anybody_can_compute() -> None:
    by_hand = sorted(UNITS[:10], key=lambda name: hashlib.sha256(f"{SEED}|{name}".encode()).hexdigest())
    picks = drawn(bases())
    assert [pick.object_id for pick in picks[:4]] == by_hand[:4]
    assert [pick.rank for pick in picks] == [1, 2, 3, 4, 1, 2, 3, 4, 5, 6]
    assert picks[0].digest == hashlib.sha256(f"{SEED}|{by_hand[0]}".encode()).hexdigest()


def test_officers_come_in_rounds_and_each_round_is_ranked_anew() -> None:
    first, second = (
        sorted(OFFICERS, key=lambda name: digest_of(SEED, "officer", str(number), name)) for number in (1, 2)
    )
    taken = [officer for pick in drawn(bases()) for officer in pick.officers]
    assert taken[:7] == first
    assert taken[7] == next(name for name in second if name != first[6])  # not the same one twice for a unit


@settings(max_examples=60, deadline=None)
@given(
    seed=st.text(min_size=1, max_size=30), order=st.permutations(UNITS), people=st.permutations(OFFICERS),
    key=st.integers(0, 10), general=st.integers(0, 30), each=st.integers(2, 7),
)  # fmt: skip
def test_neither_the_order_of_the_lists_nor_anything_else_changes_a_result(
    seed: str, order: list[str], people: list[str], key: int, general: int, each: int
) -> None:
    quotas = {"key": key, "general": general}
    one = drawn(bases(quotas=quotas, per_unit=each), seed)
    strata = bases().objects
    other = drawn(bases(objects={n: strata[n] for n in order}, officers=people, quotas=quotas, per_unit=each), seed)
    assert one == other
    assert Counter(pick.stratum for pick in one) == Counter({"key": key, "general": general})
    assert len({pick.object_id for pick in one}) == len(one)
    load = Counter(officer for pick in one for officer in pick.officers)
    assert all(len(set(pick.officers)) == each for pick in one)
    assert max(load.values(), default=0) - min((load[o] for o in OFFICERS), default=0) <= 2  # nobody is spared


@settings(max_examples=60, deadline=None)
@given(
    seed=st.text(min_size=1, max_size=12),
    avoided=st.sets(st.tuples(st.sampled_from(OFFICERS), st.sampled_from(UNITS)), max_size=60),
)
def test_nobody_is_drawn_for_a_unit_that_they_must_avoid(seed: str, avoided: set[tuple[str, str]]) -> None:
    enough = Counter(unit for _, unit in avoided)
    if any(len(OFFICERS) - count < 2 for count in enough.values()):
        avoided = {pair for pair in avoided if enough[pair[1]] <= 5}
    drawing = Drawing(bases(avoided=avoided), seed)
    for pick in drawing.draw():
        assert not {(officer, pick.object_id) for officer in pick.officers} & avoided
    new = drawing.replace_unit(1)
    assert not {(officer, new.object_id) for officer in new.officers} & avoided
    assert len(set(new.officers)) == 2


@settings(max_examples=60, deadline=None)
@given(seed=st.text(min_size=1, max_size=12), steps=st.lists(st.tuples(st.booleans(), st.integers(0, 99)), max_size=8))
def test_replacements_take_the_next_rank_and_can_be_repeated(seed: str, steps: list[tuple[bool, int]]) -> None:
    def run() -> list[RankedPick]:
        drawing = Drawing(bases(), seed)
        drawing.draw()
        for is_unit, number in steps:
            live = [p for p in drawing.picks if not drawing.is_replaced(p.ordinal)]
            old = live[number % len(live)]
            used = [p.rank for p in drawing.picks if p.stratum == old.stratum]
            try:
                new = drawing.replace_unit(old.ordinal) if is_unit else drawing.replace_officer(
                    old.ordinal, old.officers[number % 2])  # fmt: skip
            except CannotDraw:
                continue
            assert new.replaces == old.ordinal
            if is_unit:
                assert (new.stratum, new.rank, new.kind) == (old.stratum, max(used) + 1, PickKind.UNIT)
                assert new.object_id not in {p.object_id for p in drawing.picks[:-1]}
                assert set(old.officers) == set(new.officers)
            else:
                assert (new.object_id, new.kind) == (old.object_id, PickKind.OFFICER)
                assert old.officers[number % 2] not in new.officers
                assert len(set(new.officers)) == 2
        return drawing.picks

    assert run() == run()


def test_an_officer_who_was_replaced_does_not_come_back_to_the_unit() -> None:
    drawing = Drawing(bases(officers=OFFICERS[:4]), SEED)
    drawing.draw()
    first = drawing.picks[0]
    second = drawing.replace_officer(1, first.officers[0])
    third = drawing.replace_officer(second.ordinal, second.officers[0])
    assert first.officers[0] not in third.officers
    with pytest.raises(CannotDraw) as caught:
        drawing.replace_officer(third.ordinal, third.officers[0])
    assert caught.value.needs_officers


def test_a_stratum_that_is_too_small_is_refused_by_name() -> None:
    with pytest.raises(CannotDraw) as caught:
        drawn(bases(quotas={"key": 11}))
    assert (caught.value.place, caught.value.needs_officers) == ("key", False)
    with pytest.raises(CannotDraw) as caught:
        drawn(bases(officers=["o1"]))
    assert caught.value.needs_officers


def test_an_exhausted_stratum_gives_no_replacement() -> None:
    drawing = Drawing(bases(quotas={"key": 10}), SEED)
    drawing.draw()
    with pytest.raises(CannotDraw) as caught:
        drawing.replace_unit(3)
    assert caught.value.place == "key"


@settings(max_examples=200, deadline=None)
@given(
    wanted=st.integers(0, 500),
    strata=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 9)), min_size=1, max_size=6),
)
def test_shares_add_up_and_never_exceed_a_stratum(wanted: int, strata: list[tuple[int, int]]) -> None:
    named = [(str(n), size, weight) for n, (size, weight) in enumerate(strata)]
    found = shares(wanted, named)
    assert sum(found.values()) == min(wanted, sum(size for _, size, weight in named if weight))
    assert all(found[name] <= size for name, size, _ in named)
    assert all(found[name] == 0 for name, _, weight in named if not weight)


def test_a_heavier_stratum_is_drawn_at_a_higher_ratio() -> None:
    assert shares(30, [("key", 20, 3), ("general", 120, 1)]) == {"key": 10, "general": 20}
    assert shares(100, [("key", 20, 3), ("general", 120, 1)]) == {"key": 20, "general": 80}  # all key units


def test_percentages_are_rounded_up_and_the_rest_is_divided() -> None:
    strata = (
        StratumRule(name="A", where=ObjectFilter(grades=("A",)), percent=50),
        StratumRule(name="B", where=ObjectFilter(grades=("B",)), count=3),
    )
    sizes = {"A": 5, "B": 9, "general": 100}
    assert quotas_of(strata, 20, sizes) == (("A", 3), ("B", 3), ("general", 14))
    assert quotas_of(strata, 0, sizes) == (("A", 3), ("B", 3), ("general", 0))
    assert quotas_of((), 7, {"general": 100}) == (("general", 7),)


def test_a_unit_belongs_to_the_first_stratum_that_fits() -> None:
    strata = (
        StratumRule(name="hazard", where=ObjectFilter(with_hazard=True)),
        StratumRule(name="A", where=ObjectFilter(grades=("A",), districts=("东丽区",))),
    )
    assert stratum_of(ObjectRow(id="1", name="a", grade="A", has_hazard=True), strata) == "hazard"
    assert stratum_of(ObjectRow(id="1", name="a", grade="A", district="东丽区"), strata) == "A"
    assert stratum_of(ObjectRow(id="1", name="a", grade="A", district="津南区"), strata) == "general"
