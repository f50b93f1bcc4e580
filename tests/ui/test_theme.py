# SPDX-License-Identifier: MulanPSL-2.0
"""The three themes: every role, contrasts that can be read, a style sheet without blanks, sharp icons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton

from inspector_app.locations import bundled
from inspector_app.ui import theme

TEXT_PAIRS = [
    ("text", "surface"), ("text", "base"), ("text", "raised"), ("text", "rail"), ("text", "accent_soft"),
    ("muted", "surface"), ("muted", "base"), ("muted", "rail"), ("accent", "surface"), ("accent", "accent_soft"),
    ("on_accent", "accent"), ("on_accent", "accent_hover"),
    ("ok", "ok_soft"), ("warn", "warn_soft"), ("bad", "bad_soft"),
    ("ok", "surface"), ("warn", "surface"), ("bad", "surface"),
]  # fmt: skip


def luminance(name: str) -> float:
    colour = QColor(name)
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    theme.apply_theme(qapp, "light", 1.0)
    return qapp


@pytest.mark.parametrize("name", theme.THEMES)
def test_every_theme_has_every_role(name: str) -> None:
    assert set(theme.PALETTES[name]) == set(theme.ROLES)


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize(("front", "ground"), TEXT_PAIRS)
def test_words_can_be_read_on_their_ground(name: str, front: str, ground: str) -> None:
    palette = theme.PALETTES[name]
    assert contrast(palette[front], palette[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["base", "surface"])
def test_outdoors_words_are_nearly_black_on_white(ground: str) -> None:
    palette = theme.PALETTES["outdoor"]
    assert contrast(palette["text"], palette[ground]) >= 18
    assert contrast(palette["muted"], palette[ground]) >= 12


@pytest.mark.parametrize("name", theme.THEMES)
def test_edges_of_fields_and_focus_are_seen(name: str) -> None:
    palette = theme.PALETTES[name]
    assert contrast(palette["line_strong"], palette["surface"]) >= 3
    assert contrast(palette["focus"], palette["surface"]) >= 4.5


@pytest.mark.parametrize("name", theme.THEMES)
def test_style_sheet_has_no_blank_left(dressed: QApplication, name: str) -> None:
    theme.apply_theme(dressed, name, 1.5)
    filled = dressed.styleSheet()
    assert "@" not in filled
    assert not re.search(r"\d(dp|fp)\b", filled)
    assert "$weight" not in filled
    theme.apply_theme(dressed, "light", 1.0)


def test_pictures_named_by_the_style_sheet_exist(dressed: QApplication) -> None:
    paths = re.findall(r'url\("([^"]+)"\)', dressed.styleSheet())
    assert paths
    for path in paths:
        text = Path(path).read_text(encoding="utf-8")
        assert "currentColor" not in text


def test_letters_grow_with_the_scale_and_targets_stay_large(dressed: QApplication) -> None:
    button = QPushButton("签发")
    button.ensurePolished()
    small = button.sizeHint().height()
    theme.apply_theme(dressed, "light", 1.5)
    button.ensurePolished()
    assert small >= 36
    assert button.sizeHint().height() > small
    assert theme.font("body").pixelSize() == 21
    theme.apply_theme(dressed, "light", 1.0)


def test_unknown_theme_falls_back_to_light(dressed: QApplication) -> None:
    theme.apply_theme(dressed, "pink", 1.0)
    assert theme.current() == "light"


@pytest.mark.parametrize("character", ["𬀪", "𤩽", "㐂", "〔", "㎡"])
def test_rare_characters_of_names_are_drawn(dressed: QApplication, character: str) -> None:
    assert QFontMetrics(theme.font()).inFontUcs4(ord(character))


def test_icons_take_the_colour_of_their_role(dressed: QApplication) -> None:
    image = theme.pixmap("minus", "bad", 96).toImage()
    pixels = [image.pixelColor(x, y) for x in range(96) for y in range(96)]
    seen = {pixel.name() for pixel in pixels if pixel.alpha() == 255}
    assert QColor(theme.PALETTES["light"]["bad"]).name() in seen


def test_icon_of_a_button_follows_the_theme(dressed: QApplication) -> None:
    button = QPushButton()
    theme.set_icon(button, "add")
    before = button.icon().cacheKey()
    theme.apply_theme(dressed, "dark", 1.0)
    assert button.icon().cacheKey() != before
    theme.apply_theme(dressed, "light", 1.0)


def test_unknown_icon_is_blank_instead_of_a_fault(dressed: QApplication) -> None:
    assert not theme.pixmap("no-such-icon", "text", 24).isNull()


def test_every_drawing_uses_the_current_colour() -> None:
    drawings = {p for p in (bundled("resources") / "icons").glob("*.svg") if p.stem != "app"}
    assert len(drawings) > 30
    for path in drawings:
        assert "currentColor" in path.read_text(encoding="utf-8"), path.name
