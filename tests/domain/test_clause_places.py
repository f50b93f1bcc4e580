# SPDX-License-Identifier: MulanPSL-2.0
"""Places in a law as people cite them: one way to write each, and what lies around it."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import clause_places
from inspector_app.domain.clause_places import UNITS, around, is_place, numeral, order, places_in, written


def test_the_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(clause_places).failed == 0


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("第36条第2款", ("第三十六条第二款",)),
        ("第三十六条 第（二）款", ("第三十六条第二款",)),
        ("第六十五条第一款第(３)项", ("第六十五条第一款第三项",)),
        ("第一百二十条之一第二款", ("第一百二十条之一第二款",)),
        ("第二十一条、第四十六条第一款", ("第二十一条", "第四十六条第一款")),
        ("第二十条第一款、第三款", ("第二十条第一款", "第二十条第三款")),
        ("第六十五条第一款第二项和第三项", ("第六十五条第一款第二项", "第六十五条第一款第三项")),
        ("第二章至第十章各类设备专章", ("第二章", "第十章")),
        ("第八十三条等各章罚则条", ("第八十三条",)),
        ("第二十项", ("第二十项",)),
        ("3.6、3.7、3.8", ("3.6", "3.7", "3.8")),
        ("4.10 b)、4.10 C）", ("4.10 b)", "4.10 c)")),
        ("第3.1节", ("3.1",)),
        ("附录A", ("附录A",)),
        ("", ()),
    ],
)
def test_each_place_of_a_citation_is_written_in_one_way(text: str, places: tuple[str, ...]) -> None:
    assert places_in(text) == places
    assert all(places_in(place) == (place,) for place in places)


def test_a_paragraph_rests_on_its_article_and_an_article_on_nothing_wider() -> None:
    assert around("第三十六条第二款") == ("第三十六条第二款", "第三十六条")
    assert around("第三十六条") == ("第三十六条",)
    assert around("5.2.10") == ("5.2.10", "5.2", "5")


def test_an_item_of_an_article_with_one_paragraph_is_known_both_ways() -> None:
    assert "第一百零一条第一款第三项" in around("第一百零一条第三项")
    assert "第一百零一条第三项" in around("第一百零一条第一款第三项")
    assert "第一百零一条第三项" not in around("第一百零一条第二款第三项")


@pytest.mark.parametrize(
    "text",
    ["第三十六条、第三十七条", "三十六条", "", "若干", "第一条等", "有第一条", "第一条第二款和第三款", "5.1、5.2"],
)
def test_what_is_no_single_place_is_known_as_such(text: str) -> None:
    assert not is_place(text)


def test_places_stand_in_the_order_of_the_document() -> None:
    found = ["第一百条", "第九条第二款", "第九条", "第十条", "第九条第十项", "第九条第二项"]
    assert sorted(found, key=order) == ["第九条", "第九条第二款", "第九条第二项", "第九条第十项", "第十条", "第一百条"]
    assert sorted(["5.10", "5.2", "5.2.1", "4"], key=order) == ["4", "5.2", "5.2.1", "5.10"]


@given(st.integers(0, 9999))
def test_a_number_is_read_as_it_was_written(number: int) -> None:
    assert places_in(f"第{numeral(number)}条") == places_in(f"第{number}条") == (f"第{numeral(number)}条",)


steps = st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True).map(lambda u: sorted(u, key=UNITS.index))


@given(steps.flatmap(lambda units: st.tuples(*(st.tuples(st.just(u), st.integers(1, 300), st.just(0)) for u in units))))
def test_a_written_place_is_read_back_and_rests_on_itself_first(place: tuple[tuple[str, int, int], ...]) -> None:
    text = written(place)
    assert places_in(text) == (text,)
    assert around(text)[0] == text


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for place in places_in(text):
        around(place)
        order(place)
