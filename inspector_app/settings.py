# SPDX-License-Identifier: MulanPSL-2.0
"""The options of one workspace, each with its default and check; JSON in the workspace's folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

THEMES = ("light", "dark", "outdoor")
LANGUAGES = ("zh_CN", "en")
LEAST_SCALE, MOST_SCALE = 0.8, 2.0
LEAST_DAYS, MOST_DAYS = 1, 365
LOCK_MINUTES = (5, 10, 15, 30, 0)  # without a key or a click until the window locks; 0 is never
LARGEST_SETTINGS = 1_000_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person may choose; everything has a working default."""

    theme: str = "light"
    font_scale: float = 1.0
    language: str = "zh_CN"
    handoff_days: int = 3  # after so many days without a hand-over the inspector is warned
    backup_days: int = 3  # after so many days without a verified backup the inspector is warned
    backup_medium_days: int = 14  # the same for the second medium, once one was chosen
    lock_minutes: int = 10  # one of LOCK_MINUTES; only protected data are ever locked


def read_settings(path: Path) -> Settings:
    """Read the options; what is missing, unknown or wrong falls back to the default, and nothing is refused."""
    return checked(_content(path))


def _content(path: Path) -> dict[str, Any]:
    """Give the object of the file; an empty one where it is no small file with an object in it."""
    try:
        if not path.is_file():  # a pipe would wait for ever
            return {}
        with path.open("rb") as file:
            data = file.read(LARGEST_SETTINGS + 1)
        found = json.loads(data.decode("utf-8")) if len(data) <= LARGEST_SETTINGS else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def checked(raw: Mapping[str, Any]) -> Settings:
    """Take from a mapping what is an option of the right type and in range."""
    settings = Settings()
    for option in fields(Settings):
        value = raw.get(option.name)
        default = getattr(settings, option.name)
        if isinstance(default, float) and isinstance(value, int | float) and not isinstance(value, bool):
            if value == value:  # NaN is no size
                settings = _with(settings, option.name, float(min(max(value, LEAST_SCALE), MOST_SCALE)))
        elif isinstance(default, int) and isinstance(value, int) and not isinstance(value, bool):
            settings = _with(settings, option.name, min(max(value, LEAST_DAYS), MOST_DAYS))
        elif isinstance(default, str) and isinstance(value, str):
            settings = _with(settings, option.name, value)
    if settings.theme not in THEMES:
        settings = replace(settings, theme=THEMES[0])
    if settings.language not in LANGUAGES:
        settings = replace(settings, language=LANGUAGES[0])
    minutes = raw.get("lock_minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes not in LOCK_MINUTES:
        minutes = Settings().lock_minutes
    return replace(settings, lock_minutes=minutes)


def _with(settings: Settings, name: str, value: Any) -> Settings:
    return replace(settings, **{name: value})


def write_settings(path: Path, settings: Settings) -> None:
    """Write the options, keeping keys that this version does not know; raises OSError."""
    kept = _content(path)
    part = path.with_suffix(".part")
    text = json.dumps({**kept, **asdict(settings)}, ensure_ascii=False, indent=2, sort_keys=True)
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(path)
