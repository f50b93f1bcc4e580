# SPDX-License-Identifier: MulanPSL-2.0
"""Signed texts are taken only whole, of their kind, and in the one form that was signed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.handoff import keys
from inspector_app.handoff.strict_json import strict
from tests.helpers.bundles import SECRET

BODY = {"device": "d", "marks": [["d", "i", 3, "0" * 64]], "name": "一号机😀", "missing": []}
TEXT = keys.signed_text("AJR1", BODY, SECRET)


def test_what_was_signed_is_read():
    read = keys.read_signed(TEXT, "AJR1")
    assert (read.body, read.key, read.text, read.kind) == (BODY, keys.public_key(SECRET), TEXT, "AJR1")


@given(st.integers(0, len(TEXT) - 1), st.characters(codec="utf-8"))
def test_one_changed_letter_is_noticed(place, letter):
    changed = TEXT[:place] + letter + TEXT[place + 1 :]
    if changed == TEXT:
        return
    with pytest.raises(keys.NotSigned):
        keys.read_signed(changed, "AJR1")


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", "null", "1", '"x"', "\ufeff" + TEXT, TEXT + "x", TEXT[:-1], "[" * 100_000, "\ud800",
        TEXT.replace('"kind":"AJR1"', '"kind":"AJR1","kind":"AJR1"'),
        TEXT.replace('"missing":[]', '"missing":[],"missing":[]'),
        TEXT.replace('"missing":[]', '"missing":' + "[" * 40 + "]" * 40),
        TEXT.replace('"signature":"', '"signature":" '), TEXT.replace('"key":"', '"key":" '),
        keys.signed_text("AJR1", BODY, SECRET).replace("AJR1", "AJC1"),
        json.dumps({**json.loads(TEXT), "signature": json.loads(TEXT)["signature"].upper()}),
        json.dumps({**json.loads(TEXT), "key": None}), json.dumps({**json.loads(TEXT), "body": [1]}),
        json.dumps({**json.loads(TEXT), "signature": 7}), TEXT + " " * keys.LARGEST_TEXT,
    ],
)  # fmt: skip
def test_another_form_is_refused(text):
    with pytest.raises(keys.NotSigned):
        keys.read_signed(text, "AJR1")


def test_one_kind_is_not_taken_for_another():
    with pytest.raises(keys.NotSigned):
        keys.read_signed(TEXT, "AJH1")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[" * 33 + b"]" * 33, b'{"a":1,"a":1}', b"NaN", b"-Infinity", b"1e999", b"9007199254740993", b"\xff",
        b"[1,]",
        b"-9007199254740993", b"1e17", b"\xef\xbb\xbf1", b'"\\udc00"', b'"\x01"', b"[1] [2]", b"9" * 5000,
        json.dumps({str(n): n for n in range(1001)}).encode(), "[1]".encode("utf-16"),
    ],
)  # fmt: skip
def test_json_that_is_not_strict_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        strict(data)


def test_json_at_its_limits_is_read():
    assert strict(b"[" * 32 + b"1" + b"]" * 32)
    assert strict(b"[9007199254740992,-9007199254740992,1.5,1e15,true,null]")
    assert strict(b'"\\ud83d\\ude00\\u0000"') == "😀\0"
    assert len(strict(json.dumps({str(n): n for n in range(1000)}).encode())) == 1000  # type: ignore[arg-type]
    long = json.dumps([["photo", "0" * 64, n] for n in range(30_000)]).encode()
    assert len(strict(long)) == 30_000  # type: ignore[arg-type]
