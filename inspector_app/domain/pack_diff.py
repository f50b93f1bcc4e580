# SPDX-License-Identifier: MulanPSL-2.0
"""Two versions of a checklist, item by item: what came, what went, what changed and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeGuard

from inspector_app.domain.checklist import ChecklistItem, ChecklistPack


class DiffKind(StrEnum):
    """What became of an item between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # only its place in the order is another


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDiff:
    """One field before and after, as the values stand in the pack; how they read is the faces' matter.

    Of a table only what differs is told, by its place: `data.tables[2].points`.
    """

    name: str
    old: object
    new: object


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDiff:
    """One item of either version; items are known by their codes. A changed one may have moved, too."""

    kind: DiffKind
    code: str
    check: str
    fields: tuple[FieldDiff, ...] = ()
    is_moved: bool = False


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
        """How many items came, went, changed or only moved."""
        return sum(item.kind is kind for item in self.items)


_NOT_HEAD = frozenset({"sections", "sha256"})  # the items are compared one by one; the hash is of everything


def diff(old: ChecklistPack, new: ChecklistPack) -> PackDiff:
    """Compare two versions. Items stand in the order of the new one, those that went at the end."""
    before = {item.code: item for item in old.items}
    after = {item.code: item for item in new.items}
    moved = _moved(list(before), list(after))
    found = [_item(before.get(code), item, is_moved=code in moved) for code, item in after.items()]
    gone = [item for code, item in before.items() if code not in after]
    found += [ItemDiff(kind=DiffKind.REMOVED, code=item.code, check=item.check) for item in gone]
    return PackDiff(head=_head(old, new), items=tuple(item for item in found if item is not None))


def _item(old: ChecklistItem | None, new: ChecklistItem, *, is_moved: bool) -> ItemDiff | None:
    if old is None:
        return ItemDiff(kind=DiffKind.ADDED, code=new.code, check=new.check)
    changed = _fields(old, new)
    if not changed and not is_moved:
        return None
    kind = DiffKind.CHANGED if changed else DiffKind.MOVED
    return ItemDiff(kind=kind, code=new.code, check=new.check, fields=changed, is_moved=is_moved)


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
    names = [field.name for field in fields(ChecklistPack) if field.name not in _NOT_HEAD]
    found = [part for name in names for part in _parts(name, getattr(old, name), getattr(new, name))]
    found += _parts("sections", _names(old), _names(new))
    return tuple(found)


def _names(pack: ChecklistPack) -> tuple[str, ...]:
    return tuple(section.name for section in pack.sections)


def _fields(old: ChecklistItem, new: ChecklistItem) -> tuple[FieldDiff, ...]:
    names = (field.name for field in fields(ChecklistItem))
    return tuple(part for name in names for part in _parts(name, getattr(old, name), getattr(new, name)))


def _parts(name: str, old: object, new: object) -> Iterator[FieldDiff]:
    """Give a field that differs; of a table, or of a list of tables as long as before, only what differs in it."""
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _parts(f"{name}.{key}", old.get(key), new.get(key))
    elif _is_table(old) and _is_table(new) and len(old) == len(new):
        for n, (before, after) in enumerate(zip(old, new, strict=True), 1):
            yield from _parts(f"{name}[{n}]", before, after)
    else:
        yield FieldDiff(name=name, old=old, new=new)


def _is_table(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(row, Mapping) for row in value)
