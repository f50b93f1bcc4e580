# SPDX-License-Identifier: MulanPSL-2.0
"""A question or a repeat of a form as an item of a checklist; what cannot be shown is listed beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from inspector_app.domain.answering import AnswerKind, AnswerSpec, LeftOut, Logic, Picture
from inspector_app.domain.checklist import ChecklistItem, DeadlineClass, ItemGrade, Verified
from inspector_app.packs.xlsform.choices import Choices, judged
from inspector_app.packs.xlsform.columns import Heading
from inspector_app.packs.xlsform.faults import Fault, Faults
from inspector_app.packs.xlsform.form import Form
from inspector_app.packs.xlsform.logic_of import CLOCK, Found, Reader, with_other
from inspector_app.packs.xlsform.outline import Frame, Question
from inspector_app.packs.xlsform.parameters import range_numbers
from inspector_app.packs.xlsform.plan import Planned, heading
from inspector_app.packs.xlsform.tables import Row
from inspector_app.packs.xlsform.texts import plain, refers
from inspector_app.packs.xlsform.types import LOOP, METADATA, MOST_OF
from inspector_app.packs.xlsform.vocabulary import OTHER, other_words, speaks_chinese

_DRAWN = ("signature", "draw", "annotate", "new", "new-front")
_NOT_SHOWN = ("audio", "video", "big-image", "save_to", "intent")
_SPOKEN: Mapping[str, str] = {
    "label": "check",
    "hint": "hint",
    "guidance_hint": "guidance_hint",
    "constraint_message": "constraint_message",
    "required_message": "required_message",
}
"""Columns that are translated, and what `ChecklistItem.translations` calls them."""
_READ = frozenset({
    "type", "name", "required", "relevant", "constraint", "calculation", "choice_filter", "readonly", "repeat_count",
    "trigger", "default",
})  # fmt: skip
_PLAIN_KINDS = ("text", "integer", "decimal", "date", "time", "dateTime", "note", "image", "geopoint", "barcode",
                "calculate", "select_one", "select_multiple")  # fmt: skip
_BLANK = ChecklistItem(
    code="", section="", applies_to="", check="", methods=(), criterion="", basis=(), grade=ItemGrade.GENERAL,
    finding="", measure="", deadline_class=DeadlineClass.IMMEDIATE, deadline_days=None, suspend=False,
    verified=Verified.M, authority="",
)  # fmt: skip


class Maker:
    """Makes the items of one form."""

    def __init__(
        self, form: Form, codes: Mapping[str, str], labels: Mapping[str, str], choices: Choices, faults: Faults
    ) -> None:
        self._form = form
        self._labels = labels
        self._choices = choices
        self._faults = faults
        self._logic = Reader(form, codes)
        self.left_out: list[LeftOut] = []

    def item(self, planned: Planned) -> ChecklistItem:
        """Make one item."""
        entry, row = planned.entry, planned.entry.row
        if isinstance(entry, Frame):
            found, spec = self._logic.repeat(entry, planned.frames), AnswerSpec(kind=planned.kind)
        else:
            found, spec = self._logic.question(entry, planned.kind), self._spec(entry, planned.kind)
            self._note_question(entry, planned.kind)
        self._note_cells(row, found, planned.kind)
        label = self._form.said(row, "label")
        check = plain(label, self._labels) or plain(self._form.said(row, "hint"), self._labels) or entry.name
        return replace(
            _BLANK,
            code=planned.code,
            section=planned.section,
            check=check,
            answer=spec,
            logic=self._spoken_logic(found.logic),
            group=heading(self._form, planned.heading_frames, self._labels),
            parent=planned.parent,
            hint=self._hint(row),
            picture=self._picture(row),
            translations=self._translations(planned),
            extras=self._extras(planned, found),
        )

    def other(self, planned: Planned, item: ChecklistItem, code: str) -> ChecklistItem:
        """Make the question that asks which other, as every reader of XLSForm adds it."""
        _, text = other_words(chinese=speaks_chinese([item.check]))
        logic = Logic(relevant=with_other(item.logic.relevant, item.code, OTHER), read_only=item.logic.read_only)
        extras = {"type": planned.entry.row.get("type")}
        return replace(
            _BLANK, code=code, section=item.section, check=text, group=item.group, parent=item.parent, logic=logic,
            answer=AnswerSpec(kind=AnswerKind.TEXT), extras=extras,
        )  # fmt: skip

    def frame_left_out(self, frame: Frame, *, is_shown: bool) -> None:
        """List what a group says that no item carries; its label too where it has no item."""
        self._note_aside(frame.row, self._logic.frame_aside(frame))
        for h, text in frame.row.cells.items():
            is_said = is_shown and h.column == "label" and plain(text, self._labels) == text
            if h.column not in ("type", "name", "relevant", "readonly") and not is_said:
                self.left_out.append(LeftOut(where=frame.row.place(h.text).text, what=h.column or "column", text=text))

    def _spec(self, question: Question, kind: AnswerKind) -> AnswerSpec:
        word = question.type.word
        foreign = "" if word in _PLAIN_KINDS else word
        if question.type.from_file or question.type.external or kind is AnswerKind.UNSUPPORTED:
            foreign = question.row.get("type")
        spec = AnswerSpec(kind=kind, foreign_type=foreign or ("" if word else question.row.get("type")))
        if question.type.is_select or word == "acknowledge":
            choices = self._choices.of(question)
            if kind is AnswerKind.CHOICE and question.type.is_select:
                choices, is_unclear = judged(choices, self._form.said(question.row, "label"))
                if is_unclear:
                    self._faults.add(Fault.FAILS_UNCLEAR, question.row.place("type"), warn=True)
            return replace(spec, choices=choices, choice_list=question.type.list_name)
        if word == "range" and (numbers := range_numbers(question.row.get("parameters"))):
            start, end, step = numbers
            whole = all(number == number.to_integral_value() for number in numbers)
            kind = AnswerKind.WHOLE if whole and kind is AnswerKind.NUMBER else kind
            return replace(spec, kind=kind, least=min(start, end), most=max(start, end), step=abs(step))
        if word in MOST_OF:
            return replace(spec, least=Decimal(0), most=MOST_OF[word])
        return spec

    def _spoken_logic(self, logic: Logic) -> Logic:
        return replace(
            logic,
            constraint_message=plain(logic.constraint_message, self._labels),
            required_message=plain(logic.required_message, self._labels),
        )

    def _hint(self, row: Row) -> str:
        """Give the hint, and behind it the longer one that phones show on wish."""
        texts = [plain(self._form.said(row, column), self._labels) for column in ("hint", "guidance_hint")]
        return " ".join(dict.fromkeys(text for text in texts if text))

    def _picture(self, row: Row) -> Picture | None:
        name = self._form.said(row, "image")
        return Picture(name=name.removeprefix("jr://images/") or name) if name else None

    def _translations(self, planned: Planned) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        own = self._form.default_language
        for column, name in _SPOKEN.items():
            for language, text in planned.entry.row.spoken(column).items():
                if language and language != own:
                    found.setdefault(language, {})[name] = plain(text, self._labels)
        section = (planned.section_frame,) if planned.section_frame else ()
        for language in self._form.languages:
            for name, frames in (("section", section), ("group", planned.heading_frames)):
                text = heading(self._form, frames, self._labels, language) if language != own else ""
                if text:
                    found.setdefault(language, {})[name] = text
        return found

    def _extras(self, planned: Planned, found: Found) -> Mapping[str, str]:
        """Keep, under their headings, the cells that no field of an item holds as they stand there."""
        row = planned.entry.row
        kept = {h.text: text for h, text in row.cells.items() if self._is_extra(row, h, text)}
        if planned.entry.name != planned.code:
            kept["name"] = planned.entry.name
        inner = [f.name for f in planned.frames if f.kind != "group"][1:] if planned.parent else []
        if inner:
            kept["repeat"] = " / ".join(inner)
        return kept | dict(found.changed) | dict(found.aside)

    def _is_extra(self, row: Row, h: Heading, text: str) -> bool:
        if h.column in _READ:
            return False
        if h.column in _SPOKEN:  # without its markup, or beside the same in the form's own language
            is_own = h.language in ("", self._form.default_language)
            shown = self._form.said(row, h.column) if is_own else text
            return shown != text or plain(text, self._labels) != text or (h.column == "guidance_hint" and is_own)
        return h.column != "image" or text != self._form.said(row, "image")

    def _note_question(self, question: Question, kind: AnswerKind) -> None:
        """List a question that cannot be answered here, and what of it a phone would do."""
        row = question.row
        label = self._form.said(row, "label") or question.name
        if kind is AnswerKind.UNSUPPORTED:
            what = row.get("type") if not any(f.kind == LOOP for f in question.frames) else LOOP
            self.left_out.append(LeftOut(where=row.place("type").text, what=what, text=label))
        if question.type.word in METADATA and question.type.word not in CLOCK:
            self.left_out.append(LeftOut(where=row.place("type").text, what=question.type.word, text=label))
        words = row.get("appearance").lower().split()
        if kind is AnswerKind.PHOTO and any(word in _DRAWN for word in words):
            where = row.place("appearance").text
            self.left_out.append(LeftOut(where=where, what="appearance", text=row.get("appearance")))

    def _note_cells(self, row: Row, found: Found, kind: AnswerKind) -> None:
        if kind is not AnswerKind.UNSUPPORTED:  # that is listed as a whole
            self._note_aside(row, found.aside)
        for h, text in row.cells.items():
            if h.column in _NOT_SHOWN or (h.column in ("label", "hint") and refers(text)):
                self.left_out.append(LeftOut(where=row.place(h.text).text, what=h.column, text=text))

    def _note_aside(self, row: Row, aside: Mapping[str, str]) -> None:
        for column, text in aside.items():
            if column == "required":  # what is not asked needs no answer
                continue
            self.left_out.append(LeftOut(where=row.place(column).text, what=column, text=text))
