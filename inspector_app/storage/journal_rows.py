# SPDX-License-Identifier: MulanPSL-2.0
"""Rows of the journal: an operation and its changes between columns, bundles and values; the hash over them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from inspector_app.domain.change import Change, Op, Operation

OPERATION_COLUMNS = "id, device, incarnation, seq, prev_hash, hash, name, actor, at, utc_offset, undoes, saw"


def digest(operation: Operation, changes: Iterable[Change]) -> str:
    """SHA-256 over the operation, the hash before it and its changes, in canonical JSON."""
    content: dict[str, object] = {
        "id": operation.id, "device": operation.device, "incarnation": operation.incarnation, "seq": operation.seq,
        "prev": operation.prev_hash, "name": str(operation.name), "actor": operation.actor, "at": operation.at,
        "offset": operation.utc_offset, "undoes": operation.undoes,
        "changes": [[c.ordinal, c.table, c.row_id, c.old, c.new] for c in changes],
    }  # fmt: skip
    if operation.saw:
        content["saw"] = operation.saw
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def operation_row(o: Operation) -> tuple[object, ...]:
    """Give an operation in the order of `OPERATION_COLUMNS`; bundles carry it so too."""
    return (
        o.id, o.device, o.incarnation, o.seq, o.prev_hash, o.hash, str(o.name), o.actor, o.at, o.utc_offset, o.undoes,
        o.saw,
    )  # fmt: skip


def operation_of(row: Sequence[Any]) -> Operation:
    """Read an operation's row. The name of an act that this program does not know stays a text."""
    return Operation(
        id=row[0], device=row[1], incarnation=row[2], seq=row[3], prev_hash=row[4], hash=row[5], name=op_of(row[6]),
        actor=row[7], at=row[8], utc_offset=row[9], undoes=row[10], saw=row[11],
    )  # fmt: skip


def op_of(name: str) -> Op | str:
    """Give the act of this name, or the name itself where this program does not know it."""
    return Op(name) if name in KNOWN else name


KNOWN = frozenset(op.value for op in Op)


def parsed(text: str | None) -> Mapping[str, object] | None:
    """Read the old or new columns of a change."""
    if text is None:
        return None
    value: dict[str, object] = json.loads(text)
    return value


def read_change_row(operation_id: str, row: Sequence[Any]) -> Change:
    """Read a change's row: ordinal, table, row, old, new. Raises ValueError where old or new is no JSON."""
    ordinal, table, row_id, old, new = row
    return Change(
        operation_id=operation_id, ordinal=ordinal, table=table, row_id=row_id, old=parsed(old), new=parsed(new)
    )


def change_text(columns: Mapping[str, object] | None) -> str | None:
    """Give the old or new columns of a change as the journal keeps them."""
    return None if columns is None else json.dumps(columns, ensure_ascii=False, separators=(",", ":"))


def read_change(operation_id: str, parts: Sequence[object]) -> Change:
    """Read a change as bundles carry it: ordinal, table, row, old, new. Raises ValueError for another shape."""
    ordinal, table, row_id, old, new = parts
    if not isinstance(ordinal, int) or isinstance(ordinal, bool) or ordinal < 1:
        raise ValueError("ordinal")
    if not isinstance(table, str) or not isinstance(row_id, str) or (old is None and new is None):
        raise ValueError("place")
    for columns in (old, new):
        if columns is not None and not isinstance(columns, dict):
            raise ValueError("columns")
    return Change(operation_id=operation_id, ordinal=ordinal, table=table, row_id=row_id, old=old, new=new)  # type: ignore[arg-type]
