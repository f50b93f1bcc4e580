# SPDX-License-Identifier: MulanPSL-2.0
"""The national code tables: a unit's own in `codes` of its data folder, else those that ship with the program.

Those that ship are short (resources/codes/README.md says why); the head of each file says what it has in full, so that
nobody is told that a code is unknown where the table could not have it. A file is read again once it was changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from inspector_app.domain.district_codes import Covered, DistrictCodes, DistrictLevel, level_of
from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.industry_codes import LENGTHS, IndustryCodes, IndustryLevel, is_industry_code, steps_of
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.locations import bundled
from inspector_app.workspace.code_file import CodeFile, check_covers, read_code_file

FOLDER = "codes"
INDUSTRIES, DISTRICTS = "industries.csv", "districts.csv"
NOTHING = "无"  # in `covers`: no level is there in full

_COMMAS = re.compile(r"[\s,，、;；]+")
_COVERED = re.compile(rf"(\d{{6}})?({'|'.join(level.value for level in DistrictLevel)})", re.ASCII)
_COUNTY = re.compile(r"\d{6}", re.ASCII)

Codes = TypeVar("Codes", IndustryCodes, DistrictCodes)
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFacts:
    """What a table says of itself; `covers` in the words of its head."""

    edition: str
    mark: FactMark
    covers: tuple[str, ...]
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTables:
    """Both tables as a unit uses them. Where its own file is faulty, the program's stands here with the faults."""

    industries: IndustryCodes
    districts: DistrictCodes
    industry_facts: TableFacts
    district_facts: TableFacts
    industry_faults: tuple[Problem, ...] = ()
    district_faults: tuple[Problem, ...] = ()

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Every fault of the unit's own files."""
        return (*self.industry_faults, *self.district_faults)


def tables(folder: Path | None = None) -> CodeTables:
    """Give the tables for this data folder; without one, those that ship with the program."""
    industries, industry_facts, industry_faults = _chosen(folder, INDUSTRIES, read_industries)
    districts, district_facts, district_faults = _chosen(folder, DISTRICTS, read_districts)
    return CodeTables(
        industries=industries, districts=districts, industry_facts=industry_facts, district_facts=district_facts,
        industry_faults=industry_faults, district_faults=district_faults,
    )  # fmt: skip


def _chosen(
    folder: Path | None, name: str, read: Callable[[Path, str, Stamp], tuple[Codes, CodeFile]]
) -> tuple[Codes, TableFacts, tuple[Problem, ...]]:
    faults: tuple[Problem, ...] = ()
    path = None if folder is None else folder / FOLDER / name
    if path is not None and _stands(path):
        codes, file = read(path, f"{FOLDER}/{name}", _stamp(path))
        faults = file.problems
        if not faults:
            return codes, _facts(file, is_own=True), ()
    path = bundled("resources") / FOLDER / name
    codes, file = read(path, name, _stamp(path))
    if file.faults:
        raise RuntimeError(f"{path}: {file.faults}")
    return codes, _facts(file, is_own=False), faults


def _facts(file: CodeFile, *, is_own: bool) -> TableFacts:
    covers = tuple(word for word in _words(file) if word != NOTHING)
    return TableFacts(edition=file.head["edition"], mark=FactMark(file.head["mark"]), covers=covers, is_own=is_own)


def _stands(path: Path) -> bool:
    """Say whether there is something of this name, readable or not: what cannot be read must not be passed over."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _stamp(path: Path) -> Stamp:
    try:
        state = path.stat()
    except OSError:
        return 0, 0
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=8)
def read_industries(path: Path, name: str, stamp: Stamp) -> tuple[IndustryCodes, CodeFile]:
    """Read a table of industries; `stamp` is the state of the file. What is wrong stands in the file's `problems`."""
    file = read_code_file(path, name, ("code", "name"))
    levels = {level.value: level for level in IndustryLevel}
    words = [word for word in _words(file) if word != NOTHING]
    check_covers(file, [word for word in words if word not in levels], [*levels, NOTHING])
    covers = [levels[word] for word in words if word in levels]
    rows, lines = _rows(file, is_industry_code, "C2672")
    letters: dict[str, str] = {}
    for code in rows:
        first = letters.setdefault(code[1:3], code) if len(code) > 1 else code
        if first[0] != code[0]:
            file.fault(ProblemCode.CODE_TABLE_CLASH, lines[code], found=code, wanted=first, first=str(lines[first]))
        for step in (s for s in steps_of(code)[:-1] if LENGTHS[len(s)] in covers and s not in rows):
            file.fault(ProblemCode.CODE_TABLE_PARENT, lines[code], found=code, wanted=step)
    _check_filled(file, [(level.value, any(LENGTHS[len(c)] is level for c in rows)) for level in covers])
    return IndustryCodes(rows, file.head.get("edition", ""), covers), file


@lru_cache(maxsize=8)
def read_districts(path: Path, name: str, stamp: Stamp) -> tuple[DistrictCodes, CodeFile]:
    """Read a table of districts; `stamp` is the state of the file. What is wrong stands in the file's `problems`."""
    file = read_code_file(path, name, ("code", "name", "now"))
    words = [word for word in _words(file) if word != NOTHING]
    known = {word: _covered(word) for word in words}
    check_covers(
        file,
        [word for word, one in known.items() if one is None],
        [*(level.value for level in DistrictLevel), "120000县级", "130100县级", NOTHING],
    )
    covers = [one for one in known.values() if one is not None]
    every, lines = _rows(file, lambda code: _COUNTY.fullmatch(code) is not None, "120116")
    old = {row.code: row.now for row in file.rows if row.now and lines.get(row.code) == row.line}
    rows = {code: name for code, name in every.items() if code not in old}
    for code, now in old.items():
        if now not in rows:
            file.fault(ProblemCode.CODE_TABLE_NOW, lines[code], found=code, now=now)
    if Covered(level=DistrictLevel.PROVINCE) in covers:
        for code in (c for c in rows if f"{c[:2]}0000" not in rows):
            file.fault(ProblemCode.CODE_TABLE_PARENT, lines[code], found=code, wanted=f"{code[:2]}0000")
    _check_filled(file, [(str(one), any(_is_in(code, one) for code in rows)) for one in covers])
    return DistrictCodes(rows, file.head.get("edition", ""), old, covers), file


def _covered(word: str) -> Covered | None:
    """Read one word of `covers`: a level, or the level of an area that is above it."""
    found = _COVERED.fullmatch(word)
    if found is None:
        return None
    area, level = found[1] or "", DistrictLevel(found[2])
    order = list(DistrictLevel)
    if area and order.index(level_of(area)) >= order.index(level):
        return None
    return Covered(level=level, area=area)


def _is_in(code: str, covered: Covered) -> bool:
    digits = 2 if covered.area.endswith("0000") else 4
    return level_of(code) is covered.level and (not covered.area or code[:digits] == covered.area[:digits])


def _words(file: CodeFile) -> list[str]:
    return [word for word in _COMMAS.split(file.head.get("covers", "")) if word]


def _rows(file: CodeFile, is_code: Callable[[str], bool], like: str) -> tuple[dict[str, str], dict[str, int]]:
    """Give the names and the lines of the codes; one that is none, or stands there a second time, is a fault."""
    names: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in file.rows:
        if not is_code(row.code):
            file.fault(ProblemCode.CODE_TABLE_CODE, row.line, found=row.code, allowed=like)
        elif row.code in names:
            file.fault(ProblemCode.CODE_TABLE_TWICE, row.line, found=row.code, first=str(lines[row.code]))
        else:
            names[row.code], lines[row.code] = row.name, row.line
    return names, lines


def _check_filled(file: CodeFile, covered: Iterable[tuple[str, bool]]) -> None:
    """A level that is said to be there in full, and of which there is nothing, is a mistake."""
    for word, is_there in covered:
        if not is_there:
            file.fault(ProblemCode.CODE_TABLE_NONE_OF, file.lines.get("covers", 0), found=word)
