# SPDX-License-Identifier: MulanPSL-2.0
"""Defects on purpose in what is checked and in how copies live together: bit rot, damaged parts, restored folders."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inspector_app.domain import merging as rules
from inspector_app.handoff import part_reader
from inspector_app.storage import facts, journal, merged_rows, merging
from inspector_app.storage.file_store import FileStore
from inspector_app.storage.identity import Copied, Identity
from inspector_app.workspace import checking

Patch = Callable[[], None]


def _chain_unchecked() -> None:
    journal.first_broken = lambda _: None


def _tables_unchecked() -> None:
    checking.differing = lambda _: ()


def _pages_unchecked() -> None:
    checking.damage = lambda _: ""


def _files_unchecked() -> None:
    FileStore.is_intact = lambda store, sha256: store.path(sha256).is_file()  # type: ignore[method-assign]


def _facts_unchecked() -> None:
    facts.wrong = lambda _: ()


def _foot_unchecked() -> None:
    """Believe the end of a part."""

    def finish(reader: Any) -> None:
        for _, data in reader._files:
            part_reader._pass_over(data)
        reader._plaintext.take_foot()

    part_reader.PartReader.finish = finish  # type: ignore[method-assign]


def _head_unchecked() -> None:
    """Believe the signature of a part's head."""
    part_reader.is_signed = lambda *_: True


def _naive_restore() -> None:
    """A folder that was set back or copied goes on as if nothing had been."""
    Identity.check = lambda *_: Copied.NO  # type: ignore[method-assign]


def _last_writer_wins() -> None:
    """Of two values that did not know of each other, take one and say nothing."""
    merge = rules.merge_row

    def quiet(table: str, edits: Sequence[Any], *others: Any) -> Any:
        return dataclasses.replace(merge(table, edits, *others), conflicts=())

    merged_rows.merge_row = quiet


def _taken_in_any_order() -> None:
    """Take in an operation though what its author had seen is not here."""

    def is_next(merger: Any, operation: Any) -> bool:
        have = merger._marks.get((operation.device, operation.incarnation))
        return bool(operation.seq > (have.seq if have else 0))

    merging.Merger._is_next = is_next  # type: ignore[method-assign]


def _hash_unchecked() -> None:
    """Believe the hash that an operation brings along."""
    digest = merging.digest
    merging.digest = lambda operation, changes: operation.hash or digest(operation, changes)


CHECKS: Mapping[str, Patch] = {
    "chain_unchecked": _chain_unchecked,
    "tables_unchecked": _tables_unchecked,
    "pages_unchecked": _pages_unchecked,
    "files_unchecked": _files_unchecked,
    "facts_unchecked": _facts_unchecked,
    "foot_unchecked": _foot_unchecked,
    "head_unchecked": _head_unchecked,
    "naive_restore": _naive_restore,
    "last_writer_wins": _last_writer_wins,
    "taken_in_any_order": _taken_in_any_order,
    "hash_unchecked": _hash_unchecked,
}
