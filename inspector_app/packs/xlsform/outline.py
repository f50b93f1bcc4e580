# SPDX-License-Identifier: MulanPSL-2.0
"""The rows of a survey as questions inside their groups and repeats."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.packs.xlsform.faults import Fault, Faults
from inspector_app.packs.xlsform.tables import Row
from inspector_app.packs.xlsform.types import REPEAT, RowType, is_select_of_words, lacks_list, like, row_type

MOST_DEEP = 50
MOST_TYPE = 80  # characters of a type that are looked at
_YES = ("yes", "true", "true()")
NOTE_NAME = "generated_note_name_{row}"
"""How every reader of XLSForm names a note without a name."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A group, repeat or loop."""

    row: Row
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """A row that is no frame, with the frames around it from outside in."""

    row: Row
    type: RowType
    name: str
    frames: tuple[Frame, ...]

    @property
    def repeats(self) -> tuple[Frame, ...]:
        """The repeats around it."""
        return tuple(frame for frame in self.frames if frame.kind == REPEAT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A survey taken apart. `order` has frames and questions as they stand in the file."""

    order: tuple[Frame | Question, ...]
    around: dict[int, tuple[Frame, ...]]  # row number of a frame -> the frames around it
    settings: tuple[Row, ...]  # settings that stand in the survey
    skipped: tuple[Row, ...]
    ends: tuple[Row, ...]  # the rows that close frames
    questions: tuple[Question, ...]
    frames: tuple[Frame, ...]


class _Reader:
    """Walks the rows once, with the frames that are open."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._open: list[Frame] = []
        self.order: list[Frame | Question] = []
        self.around: dict[int, tuple[Frame, ...]] = {}
        self.settings: list[Row] = []
        self.skipped: list[Row] = []
        self.ends: list[Row] = []

    def take(self, row: Row) -> None:
        """Sort one row."""
        if self._is_skipped(row):
            self.skipped.append(row)
            return
        text = row.get("type")
        kind = row_type(text)
        if not text:
            self._faults.add(Fault.TYPE_MISSING, row.place("type"))
        elif kind.ends:
            self.ends.append(row)
            self._end(row, kind)
        elif kind.begins:
            self._begin(row, kind)
        elif kind.word == "setting":
            self.settings.append(row)
        else:
            if not kind.word:
                _unknown(row, text, self._faults)
            name = row.get("name") or self._name(row, kind)
            self.order.append(Question(row, kind, name, tuple(self._open)))

    def close(self) -> None:
        """Say which frames stay open at the end."""
        for frame in self._open:
            self._faults.add(Fault.BEGIN_OPEN, frame.row.place("type"), kind=frame.kind, found=frame.name)

    def _is_skipped(self, row: Row) -> bool:
        """Leave out what is switched off, and rows that are only remarks of the author."""
        if row.has("disabled"):
            self._faults.add(Fault.DISABLED_OLD, row.place("disabled"), warn=True)
            if row.get("disabled").lower() in _YES:
                self._faults.add(Fault.ROW_DISABLED, row.place(), warn=True)
                return True
        if not row.cells:
            return True
        if not row.get("type") and not row.has("name") and not row.has("label"):
            self._faults.add(Fault.ROW_SKIPPED, row.place(), warn=True)
            return True
        return False

    def _begin(self, row: Row, kind: RowType) -> None:
        frame = Frame(row, kind.begins, row.get("name"))
        if not frame.name:
            self._faults.add(Fault.NAME_MISSING, row.place("name"))
        if len(self._open) >= MOST_DEEP:
            self._faults.add(Fault.NESTED_DEEP, row.place("type"), limit=str(MOST_DEEP))
            return
        self.around[row.number] = tuple(self._open)
        self._open.append(frame)
        self.order.append(frame)

    def _end(self, row: Row, kind: RowType) -> None:
        if not self._open:
            self._faults.add(Fault.END_UNMATCHED, row.place("type"), kind=kind.ends)
            return
        frame = self._open.pop()
        if frame.kind != kind.ends:
            first = str(frame.row.number)
            self._faults.add(Fault.END_CROSSED, row.place("type"), kind=kind.ends, first=first)

    def _name(self, row: Row, kind: RowType) -> str:
        if kind.word == "note":
            return NOTE_NAME.format(row=row.number)
        if kind.word == "audit":
            return "audit"
        self._faults.add(Fault.NAME_MISSING, row.place("name"))
        return ""


def read_outline(rows: tuple[Row, ...], faults: Faults) -> Outline:
    """Take the survey apart; frames that are left open or crossed are faults."""
    reader = _Reader(faults)
    for row in rows:
        reader.take(row)
    reader.close()
    return Outline(
        order=tuple(reader.order),
        around=reader.around,
        settings=tuple(reader.settings),
        skipped=tuple(row for row in reader.skipped if row.cells),
        ends=tuple(reader.ends),
        questions=tuple(entry for entry in reader.order if isinstance(entry, Question)),
        frames=tuple(entry for entry in reader.order if isinstance(entry, Frame)),
    )


def _unknown(row: Row, text: str, faults: Faults) -> None:
    place = row.place("type")
    if lacks_list(text):
        faults.add(Fault.LIST_MISSING, place, found=text)
    elif is_select_of_words(text):
        faults.add(Fault.LIST_BLANK, place, found=text)
    elif near := like(text[:MOST_TYPE]):
        faults.add(Fault.TYPE_UNKNOWN_LIKE, place, found=text, like=near)
    else:
        faults.add(Fault.TYPE_UNKNOWN, place, found=text)
