# SPDX-License-Identifier: MulanPSL-2.0
"""Lists of choices: one sheet for all items, each list once; the names that they had before are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inspector_app.domain.answering import Choice
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.packs.workbook.columns import (
    CHOICE_COLUMNS,
    CHOICES,
    EXTRA_MARK,
    LANGUAGE,
    TICK_LIST,
    TICKS,
    head_key,
    known_heads,
)
from inspector_app.packs.workbook.tables import Row, Table
from inspector_app.packs.workbook.words import YES, yes_or_no
from inspector_app.sheets import Book

_Json = dict[str, object]
_OWN = "_"
"""Begins the name of a list that has no name of its own: it stands in one item only."""
_USABLE = re.compile(r"[^\s_]\S*")
_HEADS = known_heads(CHOICE_COLUMNS)
_LABEL = f"label{LANGUAGE}"


@dataclass(slots=True)
class ListsOut:
    """The lists of a pack while it is written: every list gets a name that no other content has."""

    rows: list[Mapping[str, str]] = field(default_factory=list)
    has_twins: bool = False
    _names: dict[str, tuple[str, tuple[Choice, ...]]] = field(default_factory=dict)

    def name_for(self, item: ChecklistItem) -> str:
        """Give the name under which the choices of an item stand in the sheet, and put them there once."""
        spec = item.answer
        content = (spec.choice_list, spec.choices)
        wanted = spec.choice_list
        if not _USABLE.fullmatch(wanted) or wanted == TICK_LIST or self._names.get(wanted, content) != content:
            wanted = _OWN + item.code
        if wanted not in self._names:
            self._names[wanted] = content
            self._add(wanted, spec.choice_list, spec.choices)
        return wanted

    def _add(self, name: str, choice_list: str, choices: Sequence[Choice]) -> None:
        original = choice_list if choice_list != name else ""
        self.has_twins |= len({choice.name for choice in choices}) < len(choices)
        for choice in choices:
            facts = {fact_head(key): text for key, text in choice.facts.items()}
            spoken = {_LABEL + language: text for language, text in choice.translations.items()}
            own = {
                "list_name": name, "name": choice.name, "label": choice.text, "不符合": YES if choice.fails else "",
                "原表名": original,
            }  # fmt: skip
            self.rows.append({**own, **spoken, **facts})


def fact_head(key: str) -> str:
    """Give the head of a column of facts; one that is called like ours gets a mark."""
    is_ours = head_key(key) in {head_key(head) for head in _HEADS} or key.startswith(_LABEL)
    return key + EXTRA_MARK if is_ours or key.endswith(EXTRA_MARK) else key


@dataclass(frozen=True, slots=True)
class ListIn:
    """One list as it was read; `choices` are tables as in `items.toml`."""

    choice_list: str
    choices: tuple[_Json, ...]


def tick_rows() -> list[Mapping[str, str]]:
    """Give the rows of the list that every ticked item has, for other programs."""
    return [{"list_name": TICK_LIST, "name": tick, "label": tick} for tick in TICKS]


def read_lists(book: Book, faults: list[Problem], *, may_repeat: bool) -> Mapping[str, ListIn]:
    """Read the sheet of choices, if there is one. Rows with a fault give a choice that has none."""
    sheet = book.find(CHOICES)
    if sheet is None:
        return {}
    table = Table(book, sheet, CHOICE_COLUMNS, faults)
    if not len(table) or not table.need("list_name", "name", "label"):
        return {}
    found: dict[str, list[_Json]] = {}
    originals: dict[str, str] = {}
    for row in table:
        name = row.text("list_name")
        if not name:
            row.missing("list_name")
        elif " " in name:
            row.wrong("list_name", NO_BLANK)
        elif name == TICK_LIST:
            if row.text("name") not in TICKS:
                row.wrong("name", "、".join(TICKS))
        else:
            members = found.setdefault(name, [])
            members.append(_choice(row))
            originals.setdefault(name, row.text("原表名") or ("" if name.startswith(_OWN) else name))
            if not may_repeat and [m["name"] for m in members].count(members[-1]["name"]) > 1:
                row.fault(ProblemCode.PACK_CODE_DUPLICATE, "name", code=str(members[-1]["name"]))
    return {name: ListIn(originals[name], tuple(members)) for name, members in found.items()}


NO_BLANK = "text without blanks"


def _choice(row: Row) -> _Json:
    name, text = row.text("name"), row.text("label")
    for head, cell in (("name", name), ("label", text)):
        if not cell:
            row.missing(head)
    fails = yes_or_no(row.text("不符合")) if row.text("不符合") else False
    if fails is None:
        row.wrong("不符合", YES_OR_NO)
    facts: dict[str, str] = {}
    spoken: dict[str, str] = {}
    for head, cell in row.unknown():
        if head.startswith(_LABEL) and not head.endswith(EXTRA_MARK):
            spoken[head.removeprefix(_LABEL)] = cell
        elif head:
            facts[head.removesuffix(EXTRA_MARK)] = cell
    made: _Json = {"name": name or "?", "text": text or "?"}
    more = {"fails": bool(fails), "facts": facts, "translations": spoken}
    return {**made, **{key: value for key, value in more.items() if value}}


YES_OR_NO = "yes or no"
