# SPDX-License-Identifier: MulanPSL-2.0
"""The kinds of words that commands take: days, times, whole numbers, files, words of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar

import click

from inspector_app.wording import tr

E = TypeVar("E", bound=StrEnum)
F = TypeVar("F", bound=Callable[..., Any])
CHINA = timezone(timedelta(hours=8))


class Day(click.ParamType[date]):
    """A date like 2026-12-05."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date."""
        text = str(value)
        try:
            if len(text) != 10:
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            self.fail(tr("write a date like 2026-12-05"), param, ctx)


class Instant(click.ParamType[datetime]):
    """A time like 2026-11-20T09:05+08:00; without an offset it is Chinese time."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the time."""
        try:
            found = datetime.fromisoformat(str(value))
            if len(str(value)) < 16 or not 1 < found.year < 9999:
                raise ValueError
        except ValueError:
            self.fail(tr("write a time like 2026-11-20T09:05+08:00"), param, ctx)
        return found if found.tzinfo is not None else found.replace(tzinfo=CHINA)


class Whole(click.ParamType[int]):
    """A whole number within bounds."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number."""
        try:
            found = int(str(value)) if len(str(value)) < 20 else self._wrong(param, ctx)
        except ValueError:
            self._wrong(param, ctx)
        return found if self.least <= found <= self.most else self._wrong(param, ctx)

    def _wrong(self, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        self.fail(tr("a whole number from {least} to {most} is needed", least=self.least, most=self.most), param, ctx)


class Word(click.ParamType[E], Generic[E]):
    """One word of an enum."""

    name = "word"

    def __init__(self, kind: type[E], *, without: Iterable[E] = ()) -> None:
        self._kind = kind
        left_out = {member.value for member in without}
        self.words = tuple(member.value for member in kind if member.value not in left_out)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> E:
        """Read the word."""
        if str(value) not in self.words:
            self.fail(tr("one of these is needed: {words}", words=", ".join(self.words)), param, ctx)
        return self._kind(str(value))

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show the words in the usage line."""
        return "|".join(self.words)


class Location(click.ParamType[Path]):
    """The path of a file or folder, there or not."""

    name = "path"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Make the path; an empty one is no path."""
        if not str(value):
            self.fail(tr("a path is needed"), param, ctx)
        return Path(str(value))


DAY = Day()
INSTANT = Instant()
PATH = Location()


def whole_option() -> click.Option:
    """Make the option that leaves personal data unmasked; only who may read them whole may give it."""
    return click.Option(["--whole"], is_flag=True, help=tr("leave personal data unmasked"))


def takes_whole(function: F) -> F:
    """Put `whole_option` before a command."""
    return click.option("--whole", is_flag=True, help=tr("leave personal data unmasked"))(function)
