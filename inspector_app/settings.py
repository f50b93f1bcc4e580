# SPDX-License-Identifier: MulanPSL-2.0
"""The options of one workspace, each with its default and check; JSON in the workspace's folder."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

THEMES = ("light", "dark", "outdoor")
LANGUAGES = ("zh_CN", "en")
LEAST_SCALE, MOST_SCALE = 0.8, 2.0
LEAST_DAYS, MOST_DAYS = 1, 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person may choose; everything has a working default."""

    theme: str = "light"
    font_scale: float = 1.0
    language: str = "zh_CN"
    handoff_days: int = 3  # after so many days without a hand-over the inspector is warned


def read_settings(path: Path) -> Settings:
    """Read the options; what is missing, unknown or wrong falls back to the default, and nothing is refused."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return checked(raw) if isinstance(raw, Mapping) else Settings()


def checked(raw: Mapping[str, Any]) -> Settings:
    """Take from a mapping what is an option of the right type and in range."""
    settings = Settings()
    for option in fields(Settings):
        value = raw.get(option.name)
        default = getattr(settings, option.name)
        if isinstance(default, float) and isinstance(value, int | float) and not isinstance(value, bool):
            settings = _with(settings, option.name, min(max(float(value), LEAST_SCALE), MOST_SCALE))
        elif isinstance(default, int) and isinstance(value, int) and not isinstance(value, bool):
            settings = _with(settings, option.name, min(max(value, LEAST_DAYS), MOST_DAYS))
        elif isinstance(default, str) and isinstance(value, str):
            settings = _with(settings, option.name, value)
    if settings.theme not in THEMES:
        settings = replace(settings, theme=THEMES[0])
    if settings.language not in LANGUAGES:
        settings = replace(settings, language=LANGUAGES[0])
    return settings


def _with(settings: Settings, name: str, value: Any) -> Settings:
    return replace(settings, **{name: value})


def write_settings(path: Path, settings: Settings) -> None:
    """Write the options, keeping keys that this version does not know; raises OSError."""
    kept: dict[str, object] = {}
    with contextlib.suppress(OSError, ValueError):
        before = json.loads(path.read_text(encoding="utf-8"))
        kept = before if isinstance(before, dict) else {}
    part = path.with_suffix(".part")
    text = json.dumps({**kept, **asdict(settings)}, ensure_ascii=False, indent=2, sort_keys=True)
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(path)
