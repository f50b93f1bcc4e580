# SPDX-License-Identifier: MulanPSL-2.0
"""Two versions of a checklist, item by item: what came, what went, what changed and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from inspector_app.domain.answering import AnswerSpec, Logic, Picture
from inspector_app.domain.checklist import ChecklistItem, ChecklistPack, Clause, Verified


class DiffKind(StrEnum):
    """What became of an item or of a part of the checklist's head."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # only its place in the order is another


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDiff:
    """One field before and after, in words."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDiff:
    """One item of either version; items are known by their codes."""

    kind: DiffKind
    code: str
    check: str
    fields: tuple[FieldDiff, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDiff:
    """Everything in which two versions differ."""

    head: tuple[FieldDiff, ...]
    items: tuple[ItemDiff, ...]

    @property
    def is_empty(self) -> bool:
        """Whether they say the same."""
        return not self.head and not self.items

    def count(self, kind: DiffKind) -> int:
        """How many items came, went, changed or moved."""
        return sum(item.kind is kind for item in self.items)


_HEAD = ("id", "version", "title", "industry", "issuer", "valid_from", "origin", "default_language", "languages")


def diff(old: ChecklistPack, new: ChecklistPack) -> PackDiff:
    """Compare two versions. Items stand in the order of the new one, those that went at the end."""
    before = {item.code: item for item in old.items}
    after = {item.code: item for item in new.items}
    found: list[ItemDiff] = []
    moved = _moved(list(before), list(after))
    for code, item in after.items():
        if code not in before:
            found.append(ItemDiff(kind=DiffKind.ADDED, code=code, check=item.check))
            continue
        changed = _fields(before[code], item)
        if changed:
            found.append(ItemDiff(kind=DiffKind.CHANGED, code=code, check=item.check, fields=changed))
        elif code in moved:
            found.append(ItemDiff(kind=DiffKind.MOVED, code=code, check=item.check))
    gone = [item for code, item in before.items() if code not in after]
    found += [ItemDiff(kind=DiffKind.REMOVED, code=item.code, check=item.check) for item in gone]
    return PackDiff(head=_head(old, new), items=tuple(found))


def _moved(old: list[str], new: list[str]) -> frozenset[str]:
    """Give the items of both versions that stand otherwise: those outside a longest run in one order."""
    place = {code: n for n, code in enumerate(old)}
    shared = [code for code in new if code in place]
    tails: list[str] = []
    before: dict[str, str] = {}
    for code in shared:  # the longest ascending run by patience sorting, n log n
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if place[tails[middle]] < place[code] else (low, middle)
        if low:
            before[code] = tails[low - 1]
        tails[low:low + 1] = [code]  # fmt: skip
    kept: set[str] = set()
    at = tails[-1] if tails else ""
    while at:
        kept.add(at)
        at = before.get(at, "")
    return frozenset(shared) - kept


def _head(old: ChecklistPack, new: ChecklistPack) -> tuple[FieldDiff, ...]:
    pairs = [(name, shown(getattr(old, name)), shown(getattr(new, name))) for name in _HEAD]
    pairs.append(("sections", _names(old), _names(new)))
    pairs.append(("supersedes", shown(old.supersedes), shown(new.supersedes)))
    pairs.append(("data", shown(old.data), shown(new.data)))
    return tuple(FieldDiff(name=name, old=a, new=b) for name, a, b in pairs if a != b)


def _names(pack: ChecklistPack) -> str:
    return "、".join(section.name for section in pack.sections)


def _fields(old: ChecklistItem, new: ChecklistItem) -> tuple[FieldDiff, ...]:
    found = []
    for field in fields(ChecklistItem):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            found.append(FieldDiff(name=field.name, old=shown(before), new=shown(after)))
    return tuple(found)


def shown(value: object) -> str:
    """Give a field's value in one line that a person can compare."""
    if value is None or value == ():
        return ""
    if isinstance(value, Clause):
        return _clause(value)
    if isinstance(value, AnswerSpec | Logic | Picture):
        parts = [(f.name, shown(getattr(value, f.name))) for f in fields(value)]
        return "; ".join(f"{name} = {text}" for name, text in parts if text)
    if isinstance(value, tuple):
        return "；".join(filter(None, (shown(part) for part in value)))
    if isinstance(value, Mapping):
        return "; ".join(f"{key} = {shown(part)}" for key, part in value.items())
    if hasattr(value, "name") and hasattr(value, "text"):  # a choice
        return f"{value.name} {value.text}"
    return "" if value is False else str(value)


def _clause(clause: Clause) -> str:
    days = f"（{clause.effective_from or ''}—{clause.effective_to}）" if clause.effective_to else ""
    mark = "" if clause.verified is Verified.V else "〔M〕"
    return f"{clause.name}{clause.clause}{days}{mark}"
