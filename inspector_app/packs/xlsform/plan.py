# SPDX-License-Identifier: MulanPSL-2.0
"""Which rows of a form become items, under which codes, in which sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inspector_app.domain.answering import AnswerKind
from inspector_app.packs.xlsform.codes import Codes
from inspector_app.packs.xlsform.columns import EXPRESSIONS
from inspector_app.packs.xlsform.expressions import is_dynamic, is_live, references, straight
from inspector_app.packs.xlsform.form import Form
from inspector_app.packs.xlsform.outline import Frame, Question
from inspector_app.packs.xlsform.texts import plain
from inspector_app.packs.xlsform.types import KINDS, LOOP, METADATA, REPEAT

_JOINER = " / "
_AFAR = ("ex:", "printer:", "search(", "bearing", "pulldata(")
"""Appearances that need another program, a device or a file; such a question cannot be answered here."""
_COMPUTED = (
    AnswerKind.TEXT, AnswerKind.WHOLE, AnswerKind.NUMBER, AnswerKind.DATE, AnswerKind.TIME, AnswerKind.INSTANT,
    AnswerKind.NOTE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One item to make: from a question or from a repeat."""

    entry: Question | Frame
    kind: AnswerKind
    code: str
    section: str
    frames: tuple[Frame, ...]
    parent: str = ""

    @property
    def heading_frames(self) -> tuple[Frame, ...]:
        """The frames whose labels are the heading inside the section: all but the section and the repeat."""
        first = 0 if not self.frames or self.frames[0].kind == REPEAT else 1
        inside = self.frames[first:]
        outer = next((frame for frame in inside if frame.kind == REPEAT), None)
        return tuple(frame for frame in inside if frame is not outer)

    @property
    def section_frame(self) -> Frame | None:
        """The group whose label is the section; none where the item stands outside of all groups."""
        return self.frames[0] if self.frames and self.frames[0].kind != REPEAT else None


@dataclass(slots=True)
class Plan:
    """All items to make in their order, and the rows that only the phone would fill."""

    items: list[Planned] = field(default_factory=list)
    codes: Codes = field(default_factory=Codes)
    others: dict[str, str] = field(default_factory=dict)  # code of a select -> code of the question “which other”
    phone: list[Question] = field(default_factory=list)


def kind_of(question: Question, names: frozenset[str], *, has_choices: bool) -> AnswerKind:
    """Say how a question is answered on a desktop; `names` are those that expressions may use.

    What cannot be computed here is typed by a person where there is a label to ask with, else it is unsupported.
    """
    word, row = question.type.word, question.row
    kind = KINDS.get(word, AnswerKind.UNSUPPORTED)
    appearance = row.get("appearance").lower()
    if any(frame.kind == LOOP for frame in question.frames) or row.has("intent"):
        return AnswerKind.UNSUPPORTED
    if any(mark in appearance for mark in _AFAR):
        return AnswerKind.UNSUPPORTED
    if question.type.is_select and not has_choices:
        return AnswerKind.UNSUPPORTED
    computed = row.get("calculation") or (row.get("default") if kind is AnswerKind.COMPUTED else "")
    if computed and is_dynamic(straight(computed)) and not is_live(straight(computed), names):
        return AnswerKind.UNSUPPORTED if kind is AnswerKind.COMPUTED else kind
    if kind in _COMPUTED and row.has("calculation") and not row.has("trigger"):
        return AnswerKind.COMPUTED
    return kind


def make_plan(form: Form, title: str, kinds: Mapping[int, AnswerKind]) -> Plan:
    """Give every question and repeat its code and its section; `kinds` has the kind by row."""
    plan = Plan()
    wanted = _referred(form)
    sections = _Sections(form, title)
    parents: dict[int, str] = {}
    for entry in form.outline.order:
        frames = entry.frames if isinstance(entry, Question) else form.outline.around[entry.row.number]
        repeat = next((frame for frame in frames if frame.kind == REPEAT), None)
        parent = parents.get(repeat.row.number, "") if repeat else ""
        group = frames[-1].name if frames else ""
        if isinstance(entry, Frame):
            if entry.kind != REPEAT:
                continue
            if parent:  # the entries of the inner repeat are those of the outer one
                plan.codes.stand_in(entry.name, parent)
                continue
            parents[entry.row.number] = code = plan.codes.give(entry.name, group)
            kind = AnswerKind.ENTRIES
        elif entry.type.word in METADATA and entry.name not in wanted:
            plan.phone.append(entry)
            continue
        else:
            code, kind = plan.codes.give(entry.name, group), kinds[entry.row.number]
        section = sections.name(frames)
        plan.items.append(Planned(entry=entry, kind=kind, code=code, section=section, frames=frames, parent=parent))
        if isinstance(entry, Question) and entry.type.or_other and kind is not AnswerKind.UNSUPPORTED:
            plan.others[code] = plan.codes.give(f"{entry.name}_other", group)
    return plan


def heading(form: Form, frames: tuple[Frame, ...], labels: Mapping[str, str], language: str = "") -> str:
    """Join the labels of inner groups; in a language, give nothing where none of them has it."""
    if language and not any(language in frame.row.spoken("label") for frame in frames):
        return ""
    texts = (
        frame.row.spoken("label").get(language) or form.said(frame.row, "label")
        if language
        else form.said(frame.row, "label")
        for frame in frames
    )
    return _JOINER.join(plain(text, labels) for text in texts if text)


def _referred(form: Form) -> frozenset[str]:
    """Give every name that an expression uses."""
    found: set[str] = set()
    for entry in form.outline.order:
        for h, text in entry.row.cells.items():
            if h.column in EXPRESSIONS or h.column == "default":
                found.update(references(text))
    return frozenset(found)


class _Sections:
    """Names the sections: the outermost group's label; what stands outside of groups goes under the form's title."""

    def __init__(self, form: Form, title: str) -> None:
        self._form = form
        self._title = title
        self._names: dict[int, str] = {}
        self._taken: set[str] = set()
        self._loose = ""

    def name(self, frames: tuple[Frame, ...]) -> str:
        """Give the section of an item inside these frames."""
        if not frames or frames[0].kind == REPEAT:
            self._loose = self._loose or self._free(self._title)
            return self._loose
        self._loose = ""
        frame = frames[0]
        if frame.row.number not in self._names:
            label = plain(self._form.said(frame.row, "label"), {})
            self._names[frame.row.number] = self._free(label or frame.name)
        return self._names[frame.row.number]

    def _free(self, wanted: str) -> str:
        name, number = wanted, 2
        while name in self._taken:
            name, number = f"{wanted} {number}", number + 1
        self._taken.add(name)
        return name
