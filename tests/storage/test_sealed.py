# SPDX-License-Identifier: MulanPSL-2.0
"""Sealed files: any flipped bit, cut, exchange or addition is refused; long files pass in pieces."""

from __future__ import annotations

import hashlib
import io
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.problems import ProblemCode as P
from inspector_app.storage.file_store import FileStore
from inspector_app.storage.sealed import CHUNK, HEAD, MAGIC, TAG, DataKey, NotOpened, named_in, opened, plain_size, seal
from tests.helpers.accounts import codes_of

KEY = DataKey.new()


def name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sealed(data: bytes, key: DataKey = KEY) -> bytes:
    return b"".join(seal(key, name_of(data), [data]))


def read(content: bytes, sha256: str, key: DataKey = KEY) -> bytes:
    return b"".join(opened(key, sha256, io.BytesIO(content)))


@settings(max_examples=60, deadline=None)
@given(pieces=st.lists(st.binary(max_size=5_000), max_size=6))
def test_what_is_sealed_comes_back_however_it_was_cut(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    content = b"".join(seal(KEY, name_of(data), pieces))
    assert read(content, name_of(data)) == data
    assert named_in(KEY, io.BytesIO(content)) == name_of(data)
    assert plain_size(len(content)) == len(data)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 17])
def test_sizes_around_a_chunk(size: int) -> None:
    data = os.urandom(size)
    content = sealed(data)
    assert read(content, name_of(data)) == data
    assert plain_size(len(content)) == size


def test_a_flipped_bit_is_refused_wherever_it_is() -> None:
    chance, data = random.Random(11), os.urandom(3_000)
    content, name = sealed(data), name_of(data)
    regions = {
        "magic": range(len(MAGIC)), "key id": range(8, 16), "salt": range(16, 32), "name": range(32, HEAD),
        "content": range(HEAD, len(content) - TAG), "tag": range(len(content) - TAG, len(content)),
    }  # fmt: skip
    places = [at for region in regions.values() for at in region if at < HEAD or chance.random() < 0.3]
    assert all(set(region) & set(places) for region in regions.values())
    for at in places:
        broken = content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]
        with pytest.raises(NotOpened):
            read(broken, name)


def test_what_is_cut_added_or_exchanged_inside_is_refused() -> None:
    data = os.urandom(3 * CHUNK + 5)
    content, name = sealed(data), name_of(data)
    body = [content[HEAD + n * (CHUNK + TAG) : HEAD + (n + 1) * (CHUNK + TAG)] for n in range(4)]
    head = content[:HEAD]
    broken = {
        "cut at a chunk": head + b"".join(body[:3]), "cut inside": content[:-1], "head only": head,
        "nothing": b"", "added": content + b"x", "a chunk twice": head + body[0] + body[0] + body[1] + body[3],
        "two exchanged": head + body[1] + body[0] + body[2] + body[3], "first gone": head + b"".join(body[1:]),
        "another head": sealed(b"x")[:HEAD] + b"".join(body),
    }  # fmt: skip
    for what, changed in broken.items():
        with pytest.raises(NotOpened):
            read(changed, name)
            pytest.fail(what)


def test_two_files_in_each_others_place_are_refused(tmp_path: Path) -> None:
    store = FileStore(tmp_path, [KEY])
    store.prepare()
    one, two = store.keep(b"one" * 999).sha256, store.keep(b"two" * 999).sha256
    a, b = store.path(one), store.path(two)
    content = a.read_bytes(), b.read_bytes()
    for path, other in ((a, content[1]), (b, content[0])):
        path.chmod(0o644)
        path.write_bytes(other)
    for name in (one, two):
        assert codes_of(lambda name=name: store.read(name)) == [P.FILE_CHANGED]  # type: ignore[misc]
        assert not store.is_intact(name)


def test_another_key_opens_nothing_and_sees_no_name(tmp_path: Path) -> None:
    data = b"secret" * 100
    store = FileStore(tmp_path, [KEY])
    store.prepare()
    name = store.keep(data).sha256
    path = store.path(name)
    assert name not in str(path)
    assert data not in path.read_bytes()
    assert name.encode() not in path.read_bytes()
    assert bytes.fromhex(name) not in path.read_bytes()
    other = FileStore(tmp_path, [DataKey.new()])
    assert codes_of(lambda: other.read(name)) == [P.FILE_MISSING]
    with pytest.raises(NotOpened):
        read(path.read_bytes(), name, DataKey.new())
    impostor = DataKey(id=KEY.id, secret=os.urandom(32))
    with pytest.raises(NotOpened):
        read(path.read_bytes(), name, impostor)


def test_the_same_file_sealed_twice_looks_different() -> None:
    assert sealed(b"same") != sealed(b"same")


def test_turning_brings_every_file_under_the_other_key_and_back(tmp_path: Path) -> None:
    plain = FileStore(tmp_path)
    plain.prepare()
    names = [plain.keep(os.urandom(n)).sha256 for n in (0, 1, 5_000, CHUNK + 3)]
    newer = DataKey.new()
    for keys, then in (((), (KEY,)), ((KEY,), (newer,)), ((newer,), ())):
        store = FileStore(tmp_path, (*then, *keys))
        assert sorted(store.all()) == sorted(names)
        for name in names:
            FileStore(tmp_path, keys).turn(name, then)
            assert store.is_intact(name)
        left = FileStore(tmp_path, then)
        assert sorted(left.all()) == sorted(names)
        assert [p for p in tmp_path.glob("??/*") if p.is_file()].__len__() == len(names), "nothing is left behind"
    assert all(plain.is_intact(name) for name in names)
