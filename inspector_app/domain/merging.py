# SPDX-License-Identifier: MulanPSL-2.0
"""Merging what several laptops did to one row: a function of the set of edits alone (decisions.md 18).

Every operation says by its chain and by `saw` which others its author had before them. An edit replaces only
the edits of its field that its author had seen; what is left are the field's heads. One value: agreed. More:
a conflict, kept until a person settles it, with a shown value that is the same on every laptop. So the same
operations give the same rows and the same conflicts, in whatever order and however often they arrive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Chain = tuple[str, str]  # device, incarnation

WHOLE_ROW = ""  # the field of a conflict between deleting a row and changing it

# Columns that hold one JSON object: merged key by key, as `column/key`.
OBJECT_COLUMNS: Mapping[str, frozenset[str]] = {
    "document_drafts": frozenset({"fields"}),
    "follow_ups": frozenset({"fields"}),
}
# What only grows, counters and times of the last touch: the largest is right, and never a conflict.
GROWING: frozenset[tuple[str, str]] = frozenset({("documents", "copies_printed"), ("answers", "answered_at")})
# What an issued document fixed of its findings: a change made elsewhere without knowing of the issue is refused.
FROZEN_BY_ISSUE: Mapping[str, frozenset[str]] = {
    "findings": frozenset({
        "inspection_id", "item_code", "place", "description", "grade", "measure", "deadline_class", "deadline",
        "clauses", "order_basis", "penalty", "found_at",
    })
}  # fmt: skip
# Of two states that were both recorded, the one that keeps a finding or an order before people's eyes is shown.
# The later a word stands here, the more it is shown.
CAUTIOUS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("findings", "status"): (
        "withdrawn", "duplicate", "transferred", "closed", "verified", "fixed_on_site", "recorded", "reported_done",
        "extended", "ordered", "measured", "partial", "failed", "reopened",
    ),
    ("findings", "grade"): ("general", "major"),
    ("answers", "result"): ("not_checked", "recorded", "not_applicable", "compliant", "noncompliant"),
    ("devices", "state"): ("active", "revoked"),
    ("number_blocks", "state"): ("own", "leased", "used", "returned", "void"),
}  # fmt: skip


class EditKind(StrEnum):
    """How an operation touched a row."""

    MAKE = "make"
    SET = "set"
    DROP = "drop"
    PIN = "pin"  # a document was issued on it: its frozen fields stand as they were then
    SETTLE = "settle"  # a person chose among heads


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One touch of one row by one operation; `values` are its new atomic fields."""

    kind: EditKind
    operation: str
    device: str
    incarnation: str
    seq: int
    ordinal: int
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def chain(self) -> Chain:
        """Whose chain it stands in."""
        return (self.device, self.incarnation)


# Whether the author of an operation (chain, seq) had another operation (chain, seq) before them.
Saw = Callable[[Chain, int, Chain, int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldConflict:
    """A field with different values that nobody has chosen between; `shown` is the value in the table."""

    field: str
    heads: tuple[Edit, ...]
    shown: object
    frozen: bool = False  # an issued document holds the shown value; the other can only be noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a row is after all its edits: `values` by column; whether an edit (not only a reference) keeps it."""

    values: Mapping[str, object]
    alive: bool
    conflicts: tuple[FieldConflict, ...]


def sees(saw: Saw, later: Edit, earlier: Edit) -> bool:
    """Whether the author of `later` had `earlier` before them."""
    if later.chain == earlier.chain:
        return (later.seq, later.ordinal) > (earlier.seq, earlier.ordinal)
    return saw(later.chain, later.seq, earlier.chain, earlier.seq)


def atomic(table: str, old: Mapping[str, object] | None, new: Mapping[str, object]) -> dict[str, object]:
    """Give the fields that a change sets, JSON objects key by key; a key that went away is None."""
    found: dict[str, object] = {}
    for column, value in new.items():
        if column not in OBJECT_COLUMNS.get(table, ()):
            found[column] = value
            continue
        after = json.loads(str(value))
        before = {} if old is None or column not in old else json.loads(str(old[column]))
        for key in sorted({*after, *before}):
            if after.get(key) != before.get(key):
                found[f"{column}/{key}"] = after.get(key)
    return found


def columns_of(table: str, fields: Mapping[str, object]) -> dict[str, object]:
    """Put atomic fields together to columns again, JSON objects in canonical form."""
    objects: dict[str, dict[str, object]] = {column: {} for column in OBJECT_COLUMNS.get(table, ())}
    columns: dict[str, object] = {}
    for name, value in fields.items():
        column, _, key = name.partition("/")
        if column not in objects:
            columns[name] = value
        elif value is not None:
            objects[column][key] = value
    for column, content in objects.items():
        columns[column] = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return columns


def merge_row(table: str, edits: Sequence[Edit], saw: Saw, defaults: Mapping[str, object]) -> Merged:
    """Give a row as all its edits make it. `defaults` are the columns that an older program did not know."""
    pinned = _with_pins(table, edits, saw)
    kept = [e for e in pinned if e.kind is not EditKind.DROP]
    drops = [e for e in edits if e.kind is EditKind.DROP]
    alive = any(not any(sees(saw, d, e) for d in drops) for e in kept if e.kind is not EditKind.PIN)
    made = [e for e in kept if e.kind is EditKind.MAKE]
    fields: dict[str, object] = {c: v for c, v in defaults.items() if c not in OBJECT_COLUMNS.get(table, ())}
    conflicts: list[FieldConflict] = []
    names = sorted({name for e in kept for name in e.values if name != WHOLE_ROW})
    for name in names:
        heads = heads_of(name, kept, saw)
        shown = shown_of(table, name, heads)
        fields[name] = shown
        if len({_plain(h.values[name]) for h in heads}) > 1 and (table, name) not in GROWING:
            frozen = any(h.kind is EditKind.PIN for h in heads)
            conflicts.append(FieldConflict(field=name, heads=heads, shown=shown, frozen=frozen))
    unseen = tuple(d for d in drops if not any(sees(saw, e, d) for e in kept))
    if alive and unseen:
        against = tuple(e for e in kept if not any(sees(saw, d, e) for d in unseen) and e.kind is not EditKind.PIN)
        conflicts.append(FieldConflict(field=WHOLE_ROW, heads=_ordered((*unseen, *against)), shown="keep"))
    return Merged(values=columns_of(table, fields), alive=alive and bool(made), conflicts=tuple(conflicts))


def heads_of(name: str, edits: Sequence[Edit], saw: Saw) -> tuple[Edit, ...]:
    """Give the edits of a field that no other edit of it had seen."""
    own = [e for e in edits if name in e.values]
    return _ordered([e for e in own if not any(o is not e and sees(saw, o, e) for o in own)])


def shown_of(table: str, name: str, heads: Collection[Edit]) -> object:
    """Choose among heads, the same everywhere: as issued, the largest counter, the cautious state, then by id."""
    ranks = CAUTIOUS.get((table, name), ())

    def order(head: Edit) -> tuple[bool, int, str, int, str, int]:
        value = head.values[name]
        grown = value if (table, name) in GROWING and isinstance(value, int) else 0
        latest = value if (table, name) in GROWING and isinstance(value, str) else ""
        rank = ranks.index(value) if isinstance(value, str) and value in ranks else -1
        return (head.kind is EditKind.PIN, grown, latest, rank, head.operation, head.ordinal)

    return max(heads, key=order).values[name]


def _with_pins(table: str, edits: Sequence[Edit], saw: Saw) -> list[Edit]:
    """Give each pin the values that its author saw in the frozen fields; earlier pins count for later ones."""
    plain = [e for e in edits if e.kind is not EditKind.PIN]
    pins = [e for e in edits if e.kind is EditKind.PIN]
    pins.sort(key=lambda p: (sum(sees(saw, p, o) for o in pins), p.operation, p.ordinal))
    done = list(plain)
    for pin in pins:
        before = [e for e in done if e.kind is not EditKind.DROP and sees(saw, pin, e)]
        values: dict[str, object] = {}
        for name in sorted(FROZEN_BY_ISSUE.get(table, ())):
            heads = heads_of(name, before, saw)
            if heads:
                values[name] = shown_of(table, name, heads)
        done.append(
            Edit(
                kind=EditKind.PIN, operation=pin.operation, device=pin.device, incarnation=pin.incarnation,
                seq=pin.seq, ordinal=pin.ordinal, values=values,
            )
        )  # fmt: skip
    return done


def _ordered(edits: Collection[Edit]) -> tuple[Edit, ...]:
    return tuple(sorted(edits, key=lambda e: (e.operation, e.ordinal)))


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
