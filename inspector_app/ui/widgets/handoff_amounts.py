# SPDX-License-Identifier: MulanPSL-2.0
"""Sizes, spans of time and counts of the hand-off, as people say them."""

from __future__ import annotations

from datetime import date, datetime

from inspector_app.wording import tr

LATE_DAYS = 7  # from so many days without a hand-over on, the screen says so in red
KILO, MEGA, GIGA = 1000, 1000**2, 1000**3
DEVICE_LETTERS = 8  # of a laptop's id are shown


def size_words(count: int) -> str:
    """Say how many bytes these are, in the largest fitting unit (decimal, as the makers of sticks count)."""
    if count >= GIGA:
        return f"{count / GIGA:.1f} GB"
    if count >= 100 * KILO:
        return f"{count / MEGA:.1f} MB"
    return f"{max(1, round(count / KILO)) if count else 0} KB"


def time_left(elapsed: float, done: int, total: int) -> str:
    """Say how long work still takes, from the seconds it has taken; nothing while that cannot be known."""
    if elapsed < 3 or done <= 0 or total <= done:
        return ""
    seconds = elapsed * (total - done) / done
    if seconds < 60:
        return tr("about {count} seconds left", count=max(1, round(seconds / 5) * 5 or 1))
    return tr("about {count} minutes left", count=round(seconds / 60) or 1)


def late_words(days: int, *, is_late: bool, is_all: bool, is_never: bool) -> tuple[str, str]:
    """Say since when something waits to be handed over, with the role of its colour."""
    if is_all:
        return tr("All is handed over"), "ok"
    if is_late:
        return tr("Not handed over for {days} days", days=days), "bad"
    if is_never:
        return tr("Never handed over"), "warn"
    return ("", "muted") if days <= 0 else (tr("Oldest {days} days ago", days=days), "warn")


def days_since(at: datetime | None, today: date) -> int | None:
    """Count the days since an instant; `None` where there was none."""
    return None if at is None else max(0, (today - at.date()).days)


def device_words(device: str) -> str:
    """Shorten a laptop's id to what people can compare."""
    return device[:DEVICE_LETTERS]


def breakable(text: str) -> str:
    """Let long names of files be broken after their hyphens and slashes; else a narrow column cuts them off."""
    return text.replace("-", "-\u200b").replace("/", "/\u200b")
