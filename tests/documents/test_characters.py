# SPDX-License-Identifier: MulanPSL-2.0
"""Nothing that is typed acts or hides."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.documents.characters import MARK, is_unseen, visible

MARKED = "〔U+{code}〕"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("10<x and y>20 <b> &amp; \\ \"'", "10<x and y>20 <b> &amp; \\ \"'"),
        ("a\tb", "a\u3000b"),
        ("a\r\nb\rc\x0bd\u2028e\x85f", "a\nb\nc\nd\ne\nf"),
        ("铃\x07响", "铃〔U+0007〕响"),
        ("合格\u202e不\u202c", "合格〔U+202E〕不〔U+202C〕"),
        ("零\u200b宽\ufeff", "零〔U+200B〕宽〔U+FEFF〕"),
        ("葛\U000e0100", "葛〔U+E0100〕"),
        ("软\u00ad连", "软〔U+00AD〕连"),
        ("\ud800", "〔U+D800〕"),
        ("不\u00a0断\u2003间", "不 断 间"),
        ("\u3164空", "〔U+3164〕空"),
        ("𠮷㛃䶮𬭚", "𠮷㛃䶮𬭚"),
    ],
)
def test_typed_text_is_printed_visibly(typed: str, printed: str) -> None:
    assert visible(typed, MARKED) == printed


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_unseen_is_left_and_nothing_is_lost(text: str) -> None:
    printed = visible(text, MARKED)
    assert not any(map(is_unseen, printed))
    assert visible(printed, MARKED) == printed
    kept = [c for c in text if not is_unseen(c) and not c.isspace()]
    assert [c for c in MARK.sub("", printed) if not c.isspace()] == list(MARK.sub("", "".join(kept)))


def test_all_bidirectional_controls_and_c0_are_unseen() -> None:
    bidi = [chr(c) for c in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]
    controls = [chr(c) for c in (*range(0x20), *range(0x7F, 0xA0)) if c != 10]
    assert all(map(is_unseen, bidi + controls))
    assert all(unicodedata.category(c) in ("Cc", "Cf") for c in bidi + controls)
