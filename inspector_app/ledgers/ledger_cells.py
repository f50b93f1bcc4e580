# SPDX-License-Identifier: MulanPSL-2.0
"""How the parts of a row become the texts of its cells."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum

from inspector_app.domain.inspection import PersonRole
from inspector_app.ledgers.ledger_parts import Record
from inspector_app.storage.rows import instant_in
from inspector_app.wording import word

Cell = Callable[[Record], str]


def text(part: str) -> Cell:
    """Give the part as it is; nothing for NULL."""

    def cell(record: Record) -> str:
        value = record[part]
        return "" if value is None else str(value)

    return cell


def number(_record: Record) -> str:
    """Leave the place in the list to the ledger: only it knows the offset."""
    return ""


def word_of(part: str, kind: type[StrEnum]) -> Cell:
    """Give the word of an enum; a value that this program does not know stays as it is."""
    known = {member.value: member for member in kind}

    def cell(record: Record) -> str:
        value = record[part]
        member = known.get(str(value))
        return word(member) if member is not None else str(value or "")

    return cell


def words_of(part: str, kind: type[StrEnum]) -> Cell:
    """Give the words of a JSON list of an enum."""
    known = {member.value: member for member in kind}

    def cell(record: Record) -> str:
        found = json.loads(str(record[part] or "[]"))
        return "、".join(word(known[value]) if value in known else str(value) for value in found)

    return cell


def day_of(part: str) -> Cell:
    """Give the calendar date in China of an instant."""

    def cell(record: Record) -> str:
        value = record[part]
        return instant_in(value).date().isoformat() if value else ""

    return cell


def time_of(part: str) -> Cell:
    """Give an instant in Chinese time, to the minute."""

    def cell(record: Record) -> str:
        value = record[part]
        return instant_in(value).strftime("%Y-%m-%d %H:%M") if value else ""

    return cell


def names_of(part: str) -> Cell:
    """Give the officers among the people of a re-inspection, a JSON list."""

    def cell(record: Record) -> str:
        people = json.loads(str(record[part] or "[]"))
        return "、".join(str(p.get("name", "")) for p in people if p.get("role") == PersonRole.OFFICER.value)

    return cell


def yuan(part: str) -> Cell:
    """Give an amount in fen as yuan with two places."""

    def cell(record: Record) -> str:
        value = record[part]
        if not isinstance(value, int):
            return ""
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"

    return cell
