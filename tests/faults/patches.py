# SPDX-License-Identifier: MulanPSL-2.0
"""Changes to the program for one run: small parts, and defects on purpose that the oracle must find."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

from inspector_app.handoff import applying, making, medium, outgoing, reading
from inspector_app.storage import merging
from inspector_app.storage.bundles_made import BundleState
from inspector_app.workspace import Workspace
from tests.faults.patches_checks import CHECKS
from tests.faults.patches_store import STORE
from tests.faults.scripts import tell_state


def _small_parts() -> None:
    """Parts of some 20 KB, so that a small day has several."""
    outgoing.PART_ROOM = 20_000  # type: ignore[misc]
    outgoing.RECORDS_ROOM = 10_000  # type: ignore[misc]


def _named_before_whole() -> None:
    """Write under the final name from the start."""

    def write_whole(target: Path, write: Callable[[BinaryIO], str], *, written: Any, prove: Any) -> None:
        with medium.faults_of_medium(target.parent), target.open("wb") as raw:
            write(medium._Flushed(raw, written))  # type: ignore[arg-type]
            found, size = medium.file_sha256(target, written)
        prove(target, found, size)

    medium.write_whole = write_whole


def _made_before_named() -> None:
    """Note a bundle as whole before its parts are there, and believe the note."""
    begun = making._Run._begun

    def noted(self: Any, plan: Any) -> Any:
        entry, kept = begun(self, plan)
        return making.replace(entry, state=BundleState.WHOLE), kept

    def believed(self: Any, entry: Any, kept: Any) -> None:
        if entry.state is BundleState.WHOLE:
            self._order = kept.raised(self._order)
            self._there += [making._There(part=part, was_there=True) for part in kept.parts]

    making._Run._begun = noted  # type: ignore[method-assign]
    making._Run._take_up = believed  # type: ignore[method-assign]


def _not_read_back() -> None:
    """Believe what was written."""
    sha256_of = medium.file_sha256
    told: list[str] = []
    flushed = medium._Flushed

    class Heard(flushed):  # type: ignore[misc,valid-type]
        def __init__(self, raw: BinaryIO, written: Any) -> None:
            super().__init__(raw, written)
            import hashlib

            self._total = hashlib.sha256()

        def write(self, data: bytes, /) -> int:
            self._total.update(data)
            told[:] = [self._total.hexdigest()]
            return int(super().write(data))

    def believed(path: Path, read: Any) -> tuple[str, int]:
        return (told[0], path.stat().st_size) if path.suffix == medium.PART_SUFFIX else sha256_of(path, read)

    medium._Flushed = Heard  # type: ignore[misc]
    medium.file_sha256 = believed
    making.check_part = lambda *_: None  # type: ignore[assignment]


def _not_flushed() -> None:
    """Leave the flushing to the system."""

    class Quiet:
        def __getattr__(self, name: str) -> Any:
            return (lambda *_: None) if name == "fsync" else getattr(real, name)

    real = medium.os
    medium.os = Quiet()  # type: ignore[assignment]


def _taken_one_by_one() -> None:
    """Commit after each operation that is taken in."""
    take = merging.Merger.take

    def alone(self: Any, operation: Any, changes: Any) -> Any:
        taken = take(self, operation, changes)
        self._conn.execute("COMMIT")
        self._conn.execute("BEGIN IMMEDIATE")
        return taken

    merging.Merger.take = alone  # type: ignore[method-assign]


def _noted_before_taken() -> None:
    """Write a part into the ledger before its operations are taken in."""
    apply_part = applying.apply_part

    def noted(ws: Any, path: Path, checked: Any, *others: Any) -> Any:
        with ws.books() as db:
            dummy = SimpleNamespace(db=db, applied=0, new_incarnation="")
            applying._note(ws, dummy, checked, path, 0)  # type: ignore[arg-type]
        return apply_part(ws, path, checked, *others)

    reading.apply_part = noted  # type: ignore[attr-defined]


def _watched() -> None:
    """Tell the state of the data after every transaction."""
    for name in ("operation", "books", "merging"):
        setattr(Workspace, name, _telling(getattr(Workspace, name)))


def _telling(plain: Callable[..., Any]) -> Callable[..., Any]:
    @contextlib.contextmanager
    def telling(ws: Workspace, *words: Any, **more: Any) -> Iterator[Any]:
        with plain(ws, *words, **more) as given:
            yield given
        tell_state(ws)

    return telling


PATCHES: dict[str, Callable[[], None]] = {
    **STORE,
    **CHECKS,
    "small_parts": _small_parts,
    "watched": _watched,
    "named_before_whole": _named_before_whole,
    "made_before_named": _made_before_named,
    "not_read_back": _not_read_back,
    "not_flushed": _not_flushed,
    "taken_one_by_one": _taken_one_by_one,
    "noted_before_taken": _noted_before_taken,
}
