# SPDX-License-Identifier: MulanPSL-2.0
"""The special equipment (特种设备) of an enterprise, as its list names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain import texts
from inspector_app.domain.problems import Problem, ProblemCode, Severity

# 设备代码 17 or 18, 注册代码 20 or 21 characters (handbook 6.5, second hand): odd ones are told, never refused.
_CODE = re.compile(r"[0-9A-Z]{17,18}|\d{20,21}", re.ASCII)
FIRST_YEAR = 1900
TEXTS = ("category", "name", "code", "registration", "place", "safety_class", "note")
DAYS = ("started_on", "inspected_on", "due_on")


class DueState(StrEnum):
    """How a piece stands on a day."""

    FINE = "fine"  # 在检验有效期内
    SOON = "soon"  # 即将到期
    OVERDUE = "overdue"  # 已超期
    OPEN = "open"  # 须核对检验报告

    @property
    def rank(self) -> int:
        """Order by what is to be looked at first."""
        return (DueState.OVERDUE, DueState.SOON, DueState.OPEN, DueState.FINE).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentDraft:
    """What a person or a file says about one piece, before it is checked and kept.

    `category` is a word of the checklist's table of cycles (锅炉, 电梯 …) or any other; `due_on` is the day printed
    on its certificate (下次检验日期); `safety_class` is 安全状况等级 of pressure vessels.
    """

    category: str
    name: str
    code: str = ""
    registration: str = ""
    place: str = ""
    safety_class: str = ""
    started_on: date | None = None
    inspected_on: date | None = None
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment(EquipmentDraft):
    """One piece on the list of an enterprise; a removed one is kept with its reason."""

    id: str
    enterprise_id: str
    removed_reason: str = ""


def cleaned(draft: EquipmentDraft) -> EquipmentDraft:
    """Give a draft as it is kept; codes without blanks, in capitals."""
    kept = texts.with_cleaned(draft, TEXTS)
    code = "".join(kept.code.split()).upper()
    return EquipmentDraft(
        category=kept.category, name=kept.name, code=code, registration=kept.registration, place=kept.place,
        safety_class=kept.safety_class, started_on=kept.started_on, inspected_on=kept.inspected_on,
        due_on=kept.due_on, note=kept.note,
    )  # fmt: skip


def problems_of(draft: EquipmentDraft, today: date) -> Iterator[Problem]:
    """Say what is wrong with a cleaned draft; a code of an odd shape is only to be seen."""
    for name in ("category", "name"):
        if not getattr(draft, name):
            yield Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": name})
    for name in TEXTS:
        limit = texts.LONG_LIMIT if name == "note" else texts.NAME_LIMIT
        yield from texts.problems_of(getattr(draft, name), name, limit=limit)
    for name in DAYS:
        day: date | None = getattr(draft, name)
        if day is not None and not FIRST_YEAR <= day.year <= today.year + 100:
            fields = {"field": field_of(name), "found": day.isoformat()}
            yield Problem(code=ProblemCode.DATE_WRONG, where=name, fields=fields)
    days = (("started_on", draft.started_on), ("inspected_on", draft.inspected_on))
    for name, day in days:
        if day is not None and draft.due_on is not None and draft.due_on <= day:
            yield _order("due_on", field_of(name), "due_on")
    if draft.inspected_on is not None and draft.inspected_on > today:
        yield _order("inspected_on", "inspected_on", "now")
    if draft.code and not _CODE.fullmatch(draft.code):
        fields = {"found": draft.code}
        yield Problem(code=ProblemCode.EQUIPMENT_CODE_ODD, where="code", fields=fields, severity=Severity.WARN)


def field_of(name: str) -> str:
    """Give the word by which people know a field; of an inspection `started_on` means another day."""
    return "in_use_since" if name == "started_on" else name


def _order(where: str, earlier: str, later: str) -> Problem:
    return Problem(code=ProblemCode.TIME_ORDER, where=where, fields={"earlier": earlier, "later": later})
