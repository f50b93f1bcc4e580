# SPDX-License-Identifier: MulanPSL-2.0
"""The choices of a select, and which of them says 不符合."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inspector_app.domain.answering import Choice, LeftOut
from inspector_app.packs.xlsform.columns import MEDIA, Heading
from inspector_app.packs.xlsform.form import EXTERNAL, Form
from inspector_app.packs.xlsform.outline import Question
from inspector_app.packs.xlsform.tables import CHOICES, Row
from inspector_app.packs.xlsform.texts import plain
from inspector_app.packs.xlsform.vocabulary import (
    BAD_THING,
    OTHER,
    is_failing,
    other_words,
    says_no,
    says_yes,
    speaks_chinese,
)

ACKNOWLEDGED = "OK"
"""The only answer of an acknowledge question, and how every program that reads XLSForm writes it."""


class Choices:
    """Makes the lists of a form once and gives each select its own copy."""

    def __init__(self, form: Form, labels: Mapping[str, str]) -> None:
        self._form = form
        self._labels = labels
        self._made: dict[tuple[str, str], tuple[Choice, ...]] = {}

    def of(self, question: Question) -> tuple[Choice, ...]:
        """Give the choices of a question; none where its list is in another file."""
        if question.type.word == "acknowledge":
            return (Choice(name=ACKNOWLEDGED, text=ACKNOWLEDGED),)
        rows, sheet = self.rows(question)
        key = (sheet, rows[0].get("list_name") if rows else "")
        if key not in self._made:
            self._made[key] = tuple(self._choice(row) for row in rows if row.get("name"))
        found = self._made[key]
        if question.type.or_other and all(choice.name != OTHER for choice in found):
            text, _ = other_words(chinese=speaks_chinese(choice.text for choice in found))
            found = (*found, Choice(name=OTHER, text=text))
        return found

    def rows(self, question: Question) -> tuple[tuple[Row, ...], str]:
        """Give the rows of the list and the sheet that has them; a file's list may be a list of the workbook."""
        name = question.type.list_name
        if question.type.external:
            return self._form.external.get(name, ()), EXTERNAL
        if question.type.from_file:
            for wanted in (name, name.rpartition(".")[0]):
                if rows := self._form.external.get(wanted):
                    return rows, EXTERNAL
                if rows := self._form.lists.get(wanted):
                    return rows, CHOICES
        return self._form.lists.get(name, ()), CHOICES

    def _choice(self, row: Row) -> Choice:
        own = self._form.default_language
        text = plain(self._form.said(row, "label"), self._labels) or self._form.said(row, "image") or row.get("name")
        known = ("list_name", "name", "label")
        return Choice(
            name=row.get("name"),
            text=text,
            facts={
                h.text: cell
                for h, cell in row.cells.items()
                if h.column not in known or (h.column == "label" and self._is_changed(row, h, cell))
            },
            translations={
                language: plain(said, self._labels)
                for language, said in row.spoken("label").items()
                if language and language != own and said
            },
        )

    def _is_changed(self, row: Row, h: Heading, cell: str) -> bool:
        """Whether a label is shown without its markup, or not shown beside that of the form's own language."""
        is_own = h.language in ("", self._form.default_language)
        return plain(cell, self._labels) != cell or (is_own and self._form.said(row, "label") != cell)


def judged(choices: Sequence[Choice], question: str) -> tuple[tuple[Choice, ...], bool]:
    """Mark the choices that say 不符合, and say whether that could not be told.

    Words such as 不合格 say it by themselves. A plain no does so only beside a plain yes, and not where the question
    asks for something bad (“是否存在泄漏”): there the author has to say what he means, and nothing is marked.
    """
    if any(is_failing(choice.name, choice.text) for choice in choices):
        return tuple(replace(c, fails=is_failing(c.name, c.text)) for c in choices), False
    yes = any(says_yes(choice.name, choice.text) for choice in choices)
    if not yes or not any(says_no(choice.name, choice.text) for choice in choices):
        return tuple(choices), False
    if BAD_THING.search(question):
        return tuple(choices), True
    return tuple(replace(c, fails=says_no(c.name, c.text)) for c in choices), False


def left_out_of_lists(form: Form, used: frozenset[str]) -> list[LeftOut]:
    """List what of the choices is kept nowhere else: lists that nobody uses, rows without a list, media."""
    found: list[LeftOut] = []
    for sheet, lists in ((CHOICES, form.lists), (EXTERNAL, form.external)):
        for row in form.tables.rows(sheet):
            name = row.get("list_name")
            if row.cells and (not name or f"{sheet}:{name}" not in used):
                found.append(LeftOut(where=row.place().text, what=name or "list_name", text=row.line))
            elif name in lists:
                found += [
                    LeftOut(where=row.place(h.column).text, what=h.column, text=text)
                    for h, text in row.cells.items()
                    if h.column in MEDIA
                ]
    return found
