# SPDX-License-Identifier: MulanPSL-2.0
"""Files by hash: whole or not there, checked when read, never changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.storage.file_store import FileStore


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    made = FileStore(tmp_path / "files")
    made.prepare()
    return made


def test_kept_bytes_come_back(store: FileStore) -> None:
    kept = store.keep(b"photo")
    assert kept.sha256 == hashlib.sha256(b"photo").hexdigest()
    assert store.read(kept.sha256) == b"photo"
    assert store.keep(b"photo") == kept
    assert not list(store.folder.rglob("*.part"))


def test_sm3_is_recorded_beside_sha256(store: FileStore) -> None:
    # GB/T 32905 example 1
    assert store.keep(b"abc").sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_changed_and_missing_files_are_named(store: FileStore) -> None:
    kept = store.keep(b"photo")
    path = store.path(kept.sha256)
    path.chmod(0o644)
    path.write_bytes(b"other")
    with pytest.raises(Refused) as changed:
        store.read(kept.sha256, name="a.jpg")
    assert changed.value.problems[0].code is ProblemCode.FILE_CHANGED
    assert changed.value.problems[0].fields["name"] == "a.jpg"
    path.unlink()
    assert not store.is_intact(kept.sha256)
    assert store.keep(b"photo") == kept  # the same bytes mend it
    assert store.is_intact(kept.sha256)


def test_damaged_file_is_mended_by_the_same_bytes(store: FileStore) -> None:
    kept = store.keep(b"photo")
    store.path(kept.sha256).chmod(0o644)
    store.path(kept.sha256).write_bytes(b"torn")
    store.keep(b"photo")
    assert store.read(kept.sha256) == b"photo"


def test_half_written_leftovers_are_swept(store: FileStore) -> None:
    left = store.folder / "aside" / "x.part"
    left.write_bytes(b"half")
    FileStore(store.folder).prepare()
    assert not left.exists()
