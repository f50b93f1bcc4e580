# SPDX-License-Identifier: MulanPSL-2.0
"""How the program looks: three themes by role, the style sheet, sizes, fonts and recoloured icons.

Colours have roles, never names: `colour("bad")`. Roles: base surface raised line line_strong text muted
accent accent_hover accent_soft on_accent ok ok_soft warn warn_soft bad bad_soft rail focus faint (disabled).
The chosen theme and scale live as properties on the QApplication, so nothing here keeps a state.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from inspector_app.locations import bundled

ThemeName = Literal["light", "dark", "outdoor"]
THEMES: tuple[ThemeName, ...] = ("light", "dark", "outdoor")
FAMILY = "Noto Sans SC"
BASE_PX = 14
NO_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"/>'

PALETTES: dict[str, dict[str, str]] = {
    "light": {
        "base": "#f3f5f8", "surface": "#ffffff", "raised": "#edf1f5", "line": "#d6dde5",
        "line_strong": "#7d8a98", "text": "#18222d", "muted": "#52606d",
        "accent": "#1c5d9f", "accent_hover": "#164d86", "accent_soft": "#e1ecf7", "on_accent": "#ffffff",
        "ok": "#1a7440", "ok_soft": "#e1f2e7", "warn": "#8a5300", "warn_soft": "#fdf0d3",
        "bad": "#b3261e", "bad_soft": "#fbe6e4", "rail": "#e8edf3", "focus": "#0f4c8a", "faint": "#8b98a5",
    },
    "dark": {
        "base": "#13171c", "surface": "#1b2128", "raised": "#252d36", "line": "#35404c",
        "line_strong": "#76869a", "text": "#e7ecf1", "muted": "#a3b0bd",
        "accent": "#74b0f4", "accent_hover": "#93c3f8", "accent_soft": "#1f3752", "on_accent": "#0a1521",
        "ok": "#6cca92", "ok_soft": "#17331f", "warn": "#e8bb5f", "warn_soft": "#362b10",
        "bad": "#f4938b", "bad_soft": "#421f1d", "rail": "#171c22", "focus": "#a9d0fb", "faint": "#6a7784",
    },
    "outdoor": {
        "base": "#ffffff", "surface": "#ffffff", "raised": "#eaeaea", "line": "#5c5c5c",
        "line_strong": "#000000", "text": "#000000", "muted": "#222222",
        "accent": "#00397f", "accent_hover": "#00265a", "accent_soft": "#cfe0f7", "on_accent": "#ffffff",
        "ok": "#005220", "ok_soft": "#ffffff", "warn": "#6e3900", "warn_soft": "#ffffff",
        "bad": "#9c0000", "bad_soft": "#ffffff", "rail": "#ffffff", "focus": "#000000", "faint": "#757575",
    },
}  # fmt: skip
ROLES: tuple[str, ...] = tuple(PALETTES["light"])

_ICON = re.compile(r"@icon\(([a-z-]+),([a-z_]+)\)")
_DP = re.compile(r"\b(\d+)(dp|fp)\b")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ROLE = re.compile(r"@([a-z_]+)")


def _app() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("no application yet")
    return app


def current() -> str:
    """Give the name of the theme in use."""
    name = _app().property("inspector_theme")
    return name if name in PALETTES else "light"


def scale() -> float:
    """Give the font scale in use; 1.0 is the normal size."""
    value = _app().property("inspector_scale")
    return float(value) if value else 1.0


@lru_cache(maxsize=256)
def _colour(theme: str, role: str) -> QColor:
    return QColor(PALETTES[theme][role])


def colour(role: str) -> QColor:
    """Give the colour of a role in the theme in use."""
    return _colour(current(), role)


def dp(points: int) -> int:
    """Scale a space or target; it grows half as fast as the letters, so that pages still fit."""
    return _dp(points, scale())


def _dp(points: int, by: float) -> int:
    return max(1, round(points * (1 + (by - 1) * 0.5)))


def _fp(points: int, by: float) -> int:
    return max(9, round(points * by))


def font(size: Literal["small", "body", "lead", "title"] = "body", *, bold: bool = False) -> QFont:
    """Give a font of the screen's family in one of four sizes."""
    px = {"small": 12, "body": BASE_PX, "lead": 16, "title": 20}[size]
    made = QFont(FAMILY)
    made.setPixelSize(_fp(px, scale()))
    heavy = bold or (current() == "outdoor" and size != "small")
    made.setWeight(QFont.Weight.Bold if bold else (QFont.Weight.Medium if heavy else QFont.Weight.Normal))
    return made


def style_sheet(theme: str, by: float, template: str, pictures: Path | None = None) -> str:
    """Fill the template: `@role` is a colour, `8dp` a scaled space, `14fp` a scaled letter height, and
    `@icon(check,on_accent)` the file of a recoloured icon in the folder `pictures`.
    """

    def size(found: re.Match[str]) -> str:
        points = int(found[1])
        return f"{_dp(points, by) if found[2] == 'dp' else _fp(points, by)}px"

    def picture(found: re.Match[str]) -> str:
        path = (pictures or Path()) / f"{found[1]}-{theme}-{found[2]}.svg"
        if pictures is not None and not path.exists():
            path.write_text(_drawing(found[1], PALETTES[theme][found[2]]), encoding="utf-8")
        return f'url("{path.as_posix()}")'

    template = _ICON.sub(picture, template)
    filled = _ROLE.sub(lambda found: PALETTES[theme][found[1]], _COMMENT.sub("", template))
    return _DP.sub(size, filled)


def load_fonts() -> None:
    """Load the bundled faces; without them rare characters of names are boxes."""
    app = _app()
    if app.property("inspector_fonts"):
        return
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        path = _resource("fonts", name)
        if path.exists():
            QFontDatabase.addApplicationFont(str(path))
    app.setProperty("inspector_fonts", True)


def apply_theme(app: QApplication, theme: str, scale: float = 1.0) -> None:
    """Dress the whole application; may be called again at any time, and does nothing when it wears this already."""
    theme = theme if theme in PALETTES else "light"
    if (app.property("inspector_theme"), app.property("inspector_scale")) == (theme, float(scale)):
        return
    if not app.property("inspector_theme"):
        app.setStyle("Fusion")
    app.setProperty("inspector_theme", theme)
    app.setProperty("inspector_scale", float(scale))
    load_fonts()
    app.setFont(font())
    app.setPalette(_qt_palette(theme))
    template = _resource("style.qss")
    if template.exists():
        weight = "600" if theme == "outdoor" else "400"
        text = template.read_text(encoding="utf-8").replace("$weight", weight)
        app.setStyleSheet(style_sheet(theme, scale, text, _pictures(app)))
    for widget in app.allWidgets():
        _renew_icon(widget)


def _pictures(app: QApplication) -> Path:
    """Give the folder of recoloured icons, since a style sheet takes pictures from files only."""
    kept = app.property("inspector_pictures")
    if kept:
        return Path(str(kept))
    folder = tempfile.mkdtemp(prefix="inspector-look-")
    app.setProperty("inspector_pictures", folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _qt_palette(theme: str) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    pairs = {
        role.Window: "base", role.WindowText: "text", role.Base: "surface", role.AlternateBase: "raised",
        role.Text: "text", role.Button: "raised", role.ButtonText: "text", role.BrightText: "bad",
        role.Highlight: "accent", role.HighlightedText: "on_accent", role.Link: "accent",
        role.ToolTipBase: "surface", role.ToolTipText: "text", role.PlaceholderText: "muted",
        role.Mid: "line", role.Dark: "line_strong", role.Light: "surface", role.Midlight: "raised",
    }  # fmt: skip
    for target, name in pairs.items():
        made.setColor(target, _colour(theme, name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, target, _colour(theme, "faint"))
    return made


# ---- icons -------------------------------------------------------------------------------------------


def icon(name: str, role: str = "text") -> QIcon:
    """Give an icon of `resources/icons` in the colour of a role of the theme in use."""
    return _icon(name, current(), role, "", dp(24), _app().devicePixelRatio())


def pixmap(name: str, role: str, edge: int) -> QPixmap:
    """Give an icon as a picture of `edge` logical pixels, for painting delegates."""
    return _pixmap(name, PALETTES[current()][role], edge, _app().devicePixelRatio())


def set_icon(button: QAbstractButton, name: str, role: str = "text", checked_role: str = "") -> None:
    """Give a button an icon that follows the theme."""
    button.setProperty("icon_name", name)
    button.setProperty("icon_role", role)
    button.setProperty("icon_checked_role", checked_role)
    _renew_icon(button)


def _renew_icon(widget: QWidget) -> None:
    if not isinstance(widget, QAbstractButton):
        return
    name = widget.property("icon_name")
    if not name:
        return
    role, checked = str(widget.property("icon_role")), str(widget.property("icon_checked_role") or "")
    edge = dp(int(widget.property("icon_edge") or 20))
    widget.setIcon(_icon(str(name), current(), role, checked, edge, _app().devicePixelRatio()))
    widget.setIconSize(QSize(edge, edge))


@lru_cache(maxsize=512)
def _icon(name: str, theme: str, role: str, checked: str, edge: int, ratio: float) -> QIcon:
    """Make an icon of exactly the size that is shown, so that its lines stay sharp."""
    colours = PALETTES[theme]
    made = QIcon(_pixmap(name, colours[role], edge, ratio))
    made.addPixmap(_pixmap(name, colours["faint"], edge, ratio), QIcon.Mode.Disabled)
    if checked:
        made.addPixmap(_pixmap(name, colours[checked], edge, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made


def _drawing(name: str, paint: str) -> str:
    return _svg(name).replace("currentColor", paint)


@lru_cache(maxsize=128)
def _svg(name: str) -> str:
    path = _resource("icons", f"{name}.svg")
    return path.read_text(encoding="utf-8") if path.exists() else NO_PICTURE


@lru_cache(maxsize=1024)
def _pixmap(name: str, paint: str, edge: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    side = max(1, round(edge * ratio))
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(_drawing(name, paint).encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def _resource(*parts: str) -> Path:
    return bundled("resources").joinpath(*parts)
