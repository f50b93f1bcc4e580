# SPDX-License-Identifier: MulanPSL-2.0
"""Keeping a file that comes piece by piece: whole or not at all, in little memory, once."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.storage.file_store import FileStore

PIECE = bytes(range(256)) * 4096  # 1 MiB


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """An empty store."""
    made = FileStore(tmp_path / "files")
    made.prepare()
    return made


def left_over(store: FileStore) -> list[Path]:
    return [path for path in store.folder.rglob("*.part") if path.is_file()]


def test_a_file_in_pieces_is_kept_whole_and_once(store: FileStore) -> None:
    name = hashlib.sha256(PIECE * 3).hexdigest()
    assert store.keep_stream([PIECE, PIECE, PIECE], name, 3 * len(PIECE)) is True
    assert store.read(name) == PIECE * 3
    before = store.path(name).stat()
    pieces = iter([PIECE, PIECE, PIECE])
    assert store.keep_stream(pieces, name, 3 * len(PIECE)) is False
    assert next(pieces, None) is None  # they are read to their end, so that what follows them can be read
    assert store.path(name).stat() == before and left_over(store) == []
    assert store.path(name).stat().st_mode & 0o222 == 0


def test_no_bytes_are_a_file_too(store: FileStore) -> None:
    name = hashlib.sha256(b"").hexdigest()
    assert store.keep_stream([], name, 0) is True
    assert store.holds(name, 0) and not store.holds(name, 1)


def test_a_damaged_original_is_mended(store: FileStore) -> None:
    name = store.keep(PIECE).sha256
    store.path(name).chmod(0o644)
    store.path(name).write_bytes(b"x" + PIECE[1:])
    assert not store.holds(name, len(PIECE))
    assert store.keep_stream([PIECE], name, len(PIECE)) is True
    assert store.is_intact(name)


@pytest.mark.parametrize("pieces", [[PIECE], [PIECE, PIECE, b"x"], [PIECE, PIECE[:-1] + b"x"], []])
def test_other_bytes_are_not_kept(store: FileStore, pieces: list[bytes]) -> None:
    name = hashlib.sha256(PIECE * 2).hexdigest()
    with pytest.raises(Refused) as refused:
        store.keep_stream(pieces, name, 2 * len(PIECE))
    assert refused.value.problems[0].code is ProblemCode.FILE_CHANGED
    assert not store.path(name).exists() and left_over(store) == []


def test_what_goes_wrong_in_reading_leaves_nothing_and_keeps_its_name(store: FileStore) -> None:
    def torn() -> Iterator[bytes]:
        yield PIECE
        raise OSError(19, "No such device")

    name = hashlib.sha256(PIECE * 2).hexdigest()
    with pytest.raises(OSError, match="No such device"):
        store.keep_stream(torn(), name, 2 * len(PIECE))
    assert not store.path(name).exists() and left_over(store) == []


def test_memory_does_not_grow_with_the_file(store: FileStore) -> None:
    total = hashlib.sha256()
    for _ in range(40):
        total.update(PIECE)
    tracemalloc.start()
    store.keep_stream((PIECE for _ in range(40)), total.hexdigest(), 40 * len(PIECE))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * len(PIECE)
