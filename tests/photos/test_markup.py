# SPDX-License-Identifier: MulanPSL-2.0
"""Marks as text: the same text for equal marks, tolerant reading, and nonsense refused."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.markup import MAX_MARK_TEXT, Mark, MarkKind, dump_marks, read_marks

NUMBER = st.floats(allow_nan=False, allow_infinity=False)
MARKS = st.builds(
    Mark,
    kind=st.sampled_from(MarkKind),
    x1=NUMBER,
    y1=NUMBER,
    x2=NUMBER,
    y2=NUMBER,
    colour=st.sampled_from(["#E60012", "#00ff00"]),
    width=NUMBER,
    text=st.text(max_size=40),
)
ONE = '{"kind":"box","x1":0.1,"y1":0.2,"x2":0.3,"y2":0.4'


@given(st.lists(MARKS, max_size=5).map(tuple))
def test_written_and_read_again_is_the_same(marks):
    text = dump_marks(marks)
    assert read_marks(text) == marks
    assert dump_marks(read_marks(text)) == text
    assert all(0 <= place <= 1 for mark in marks for place in (mark.x1, mark.y1, mark.x2, mark.y2))


def test_canonical_text():
    mark = Mark(kind=MarkKind.TEXT, x1=1 / 3, y1=-0.0, x2=2, y2=0.5, colour="#FF0000", text="阀门\u202e漏")
    assert dump_marks([mark]) == (
        '{"marks":[{"colour":"#ff0000","kind":"text","text":"阀门漏","width":0.005,'
        '"x1":0.33333,"x2":1.0,"y1":0.0,"y2":0.5}],"version":1}'
    )


def test_reading_is_tolerant():
    assert read_marks("") == read_marks("  ") == ()
    (mark,) = read_marks('{"version":1,"marks":[' + ONE + ',"later":{}}],"more":1}')
    assert (mark.kind, mark.colour, mark.width, mark.text) == (MarkKind.BOX, "#e60012", 0.005, "")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        "{}",
        '{"version":2,"marks":[]}',
        '{"version":1}',
        '{"version":1,"marks":{}}',
        '{"version":1,"marks":[1]}',
        '{"version":1,"marks":[{}]}',
        '{"version":1,"marks":[' + ONE.replace("box", "star") + "}]}",
        '{"version":1,"marks":[' + ONE.replace("0.1", '"0.1"') + "}]}",
        '{"version":1,"marks":[' + ONE.replace("0.1", "true") + "}]}",
        '{"version":1,"marks":[' + ONE.replace("0.1", "NaN") + "}]}",
        '{"version":1,"marks":[' + ONE.replace("0.1", "1e999") + "}]}",
        '{"version":1,"marks":[' + ONE.replace("0.1", "9" * 400) + "}]}",
        '{"version":1,"marks":[' + ONE + ',"colour":"red"}]}',
        '{"version":1,"marks":[' + ONE + ',"text":7}]}',
        '{"version":1,"marks":[' + ONE + ',"text":"' + "x" * (MAX_MARK_TEXT + 1) + '"}]}',
        '{"version":1,"marks":[' + ",".join([ONE + "}"] * 201) + "]}",
        "[" * 100_000,
    ],
)
def test_nonsense_is_refused(text):
    with pytest.raises(ValueError):
        read_marks(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_gives_marks_or_value_error(content):
    with contextlib.suppress(ValueError):
        read_marks(json.dumps({"version": 1, "marks": content}))
