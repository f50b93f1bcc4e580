# SPDX-License-Identifier: MulanPSL-2.0
"""Chinese lines: nothing is lost, nothing overflows, no wrong sign at either end."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.paragraph import NO_END, NO_START, GlyphMissing, Setting, set_even, set_text
from tests.documents.paper import HAZARDS, ROOT

FONTS = FontSet(ROOT / "resources/fonts")
BODY = Setting(FONTS, Role.BODY, 12.0)
WORDS = "".join(text for hazard in HAZARDS for text in hazard) + "，。；：“”《》（）、！？…—GB 30871-2022 mm%℃R-201 "
typed = st.text(
    st.one_of(st.sampled_from(sorted(set(WORDS))), st.sampled_from("𠮷㛃䶮𬭚<>&\\\"'/abcXYZ0123 ")), max_size=300
)


@given(text=typed, width=st.sampled_from([20.0, 60.0, 150.0, 453.5]))
@settings(max_examples=200, deadline=None)  # the first text loads the faces
def test_lines_hold_the_whole_text_and_do_not_overflow(text: str, width: float) -> None:
    lines = set_text(text, width, BODY)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    for line in lines:
        assert line.x + line.width <= width + 0.02 or len(line.text) == 1


@given(length=st.integers(1, 60), width=st.sampled_from([100.0, 136.0, 453.5]))
@settings(max_examples=60, deadline=None)
def test_a_name_is_parted_into_lines_of_one_length(length: int, width: float) -> None:
    text = ("新疆维吾尔自治区巴音郭楞蒙古自治州市场监督管理局" * 3)[:length]
    setting = Setting(FONTS, Role.BODY, 12.0, justify=False, center=True)
    lines = set_even(text, width, setting)
    assert "".join(line.text for line in lines) == text
    assert len(lines) == len(set_text(text, width, setting))
    lengths = [len(line.text) for line in lines]
    assert max(lengths) - min(lengths) <= len(lines)
    for line in lines:
        assert abs(line.x - (width - line.width) / 2) < 0.02


def _prose(chance: random.Random, length: int) -> str:
    """Prose as people write it: single signs between words, brackets and quotes that close."""
    parts: list[str] = []
    while sum(map(len, parts)) < length:
        word = "".join(chance.choice("储罐区围堰排水阀处于常开状态检查人员") for _ in range(chance.randint(1, 9)))
        parts.append(
            chance.choice([word, f"（{word}）", f"“{word}”", f"《{word}》", "GB 30871-2022", "R-201", "98%", "25℃"])
        )
        parts.append(chance.choice(["，", "。", "；", "：", "、", "", "……", "——"]))
    return "".join(parts)


@pytest.mark.parametrize("width", [70.0, 105.0, 200.0, 453.5])
def test_no_line_begins_or_ends_with_a_wrong_sign(width: float) -> None:
    chance = random.Random(7)
    count = 0
    for _ in range(40):
        lines = [line.text for line in set_text(_prose(chance, 400), width, BODY) if line.text]
        count += len(lines)
        assert [t for t in lines[1:] if t[0] in NO_START] == []
        assert [t for t in lines[:-1] if t.rstrip()[-1:] in NO_END] == []
    assert count > 300


def test_full_lines_reach_both_margins() -> None:
    lines = set_text("储罐围堰排水阀处于常开状态，阀门旁未设置标识，" * 12, 453.5, BODY)
    assert len(lines) > 5
    assert all(abs(line.width - 453.5) < 0.02 for line in lines[:-1])


def test_gaps_are_not_put_into_latin_words() -> None:
    text = "反应釜TSHH-2013温度高高联锁被旁路，旁路审批单仅有班长签字，未见企业技术负责人审批意见。" * 3
    for line in set_text(text, 300.0, BODY)[:-1]:
        for run in line.runs:
            assert not (run.gap and len(run.text) > 1 and run.text[:2].isascii())


def test_a_word_longer_than_a_line_is_split() -> None:
    lines = set_text("见" + "supercalifragilistic" * 10 + "处", 100.0, BODY)
    assert all(line.width <= 100.02 for line in lines)
    assert "".join(line.text for line in lines) == "见" + "supercalifragilistic" * 10 + "处"


def test_words_and_standard_numbers_stay_whole() -> None:
    for width in range(80, 160, 3):
        texts = [
            line.text for line in set_text("依据《危险化学品企业特殊作业安全规范》GB 30871-2022的规定", width, BODY)
        ]
        assert any("GB 30871-2022" in text for text in texts)


def test_straight_quotes_keep_their_neighbours() -> None:
    for width in range(110, 250, 7):
        for line in set_text('阀门旁未设置"常闭"标识，铭牌为"R-201"字样，' * 3, width, BODY):
            assert not line.text.startswith('"标')
            assert not line.text.endswith('"')


def test_a_character_without_a_face_is_never_drawn() -> None:
    with pytest.raises(GlyphMissing):
        set_text("☑", 100.0, BODY)


def test_marks_only_do_not_take_long() -> None:
    assert sum(len(line.text) for line in set_text("，" * 20_000, 453.5, BODY)) == 20_000
