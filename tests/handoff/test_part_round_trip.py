# SPDX-License-Identifier: MulanPSL-2.0
"""What a part carries comes out as it went in, plain and encrypted, in whatever pieces it was read."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.handoff import header as limits
from inspector_app.handoff import keys
from inspector_app.handoff.header import FRAME_LIMIT, FileItem, header_sha256
from inspector_app.handoff.part_reader import check_part, open_part
from inspector_app.handoff.part_writer import operation_lines, write_part
from tests.handoff.damage import FILES, IDENTITY, OTHER_IDENTITY, told
from tests.helpers import bundles

RECIPIENT = keys.recipient_of(IDENTITY)
_texts = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["", "\u2028\u2029", "\x00\x1f\x7f", '"\\/\n\r\t', "😀𠀀", "\ufeff中", "\\ud800", "e\u0301", "\u202edfp"]
)
_cells = st.none() | _texts | st.integers(-(1 << 53), 1 << 53) | st.floats(-1e15, 1e15)
_rows = st.dictionaries(_texts, _cells, max_size=5)
_histories = st.lists(st.lists(_rows, min_size=1, max_size=3), max_size=5)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_back(path: Path) -> tuple[list[bundles.Told], list[bytes]]:
    with open_part(path, [IDENTITY]) as reader:
        operations = list(reader.operations())
        files = [b"".join(data) for _, data in reader.files()]
        reader.finish()
    return operations, files


@SLOW
@given(history=_histories, contents=st.lists(st.binary(max_size=50), max_size=4, unique=True), sealed=st.booleans())
def test_everything_comes_back(tmp_path, history, contents, sealed):
    chain = bundles.a_chain(history)
    part = bundles.a_part(chain, contents, recipients=[RECIPIENT] if sealed else [])
    path = tmp_path / "one.ajb"
    path.write_bytes(part)
    assert read_back(path) == (chain, contents)
    checked = check_part(path, [IDENTITY])
    assert checked.header == bundles.a_header(chain, contents)
    assert (checked.sha256, checked.bytes, checked.encrypted) == (hashlib.sha256(part).hexdigest(), len(part), sealed)
    assert checked.header_sha256 == header_sha256(checked.header)


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("size", [0, 1, FRAME_LIMIT - 1, FRAME_LIMIT, FRAME_LIMIT + 1, 2 * FRAME_LIMIT])
def test_files_of_every_size_around_a_frame(tmp_path, size, sealed):
    contents = [b"a", b"b" * size, b""] if size > 1 else [b"b" * size, b"cc"]
    path = tmp_path / "one.ajb"
    path.write_bytes(bundles.a_part(told(), contents, recipients=[RECIPIENT] if sealed else []))
    assert read_back(path) == (told(), contents)
    check_part(path, [IDENTITY])


@pytest.mark.parametrize("sealed", [False, True])
def test_a_line_reaches_over_several_frames(tmp_path, sealed):
    chain = bundles.a_chain([[{"a": 1}], [{"x": "长" * FRAME_LIMIT}, {"b": 2}], [{"c": 3}]])
    part = bundles.a_part(chain, recipients=[RECIPIENT] if sealed else [])
    path = tmp_path / "one.ajb"
    path.write_bytes(part)
    assert read_back(path) == (chain, [])
    if not sealed:
        _, frames, _ = bundles.frames_of(part)
        assert len(frames) == 4
        assert not frames[0].endswith(b"\n")


def test_a_frame_ends_exactly_where_a_line_ends(tmp_path):
    (short, changes), *_ = bundles.a_chain([[{"x": ""}]])
    missing = FRAME_LIMIT - sum(map(len, operation_lines(short, changes)))
    chain = bundles.a_chain([[{"x": "y" * missing}], [{"z": 1}]])
    part = bundles.a_part(chain)
    _, frames, _ = bundles.frames_of(part)
    assert next(len(frame) for frame in frames) == FRAME_LIMIT + 37
    path = tmp_path / "one.ajb"
    path.write_bytes(part)
    assert read_back(path) == (chain, [])


def test_the_same_input_gives_the_same_bytes():
    assert bundles.a_part(told(), FILES) == bundles.a_part(told(), FILES)


def test_each_of_several_recipients_can_open_it(tmp_path):
    path = tmp_path / "one.ajb"
    path.write_bytes(bundles.a_part(told(), FILES, recipients=[keys.recipient_of(OTHER_IDENTITY), RECIPIENT]))
    for identity in (IDENTITY, OTHER_IDENTITY):
        assert check_part(path, [identity]).encrypted


def test_what_nobody_asks_for_is_passed_over_but_checked(tmp_path):
    path = tmp_path / "one.ajb"
    path.write_bytes(bundles.a_part(told(), FILES))
    with open_part(path, []) as reader:
        reader.finish()
        reader.finish()
        assert list(reader.operations()) == list(reader.files()) == []
    with open_part(path, []) as reader:
        for item, data in reader.files():
            assert isinstance(item, FileItem)
            next(data, None)
        reader.finish()


def test_a_reader_closed_early_leaves_no_thread(tmp_path):
    path = tmp_path / "one.ajb"
    path.write_bytes(bundles.a_part(told(), [bytes(8 * FRAME_LIMIT)], recipients=[RECIPIENT]))
    before = threading.active_count()
    with open_part(path, [IDENTITY]) as reader:
        next(reader.operations())
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
    with contextlib.suppress(KeyError), open_part(path, [IDENTITY]):
        raise KeyError
    assert threading.active_count() == before


def test_a_reader_of_a_damaged_part_never_comes_to_a_good_end(tmp_path):
    part = bytearray(bundles.a_part(told(), FILES))
    part[part.index(b"%PDF")] ^= 1
    path = tmp_path / "one.ajb"
    path.write_bytes(bytes(part))
    with open_part(path, []) as reader:
        with pytest.raises(Refused) as first:
            for _, data in reader.files():
                list(data)
        with pytest.raises(Refused) as again:
            reader.finish()
    assert first.value.problems == again.value.problems
    assert first.value.problems[0].code is ProblemCode.BUNDLE_CHANGED


def write(header, operations, read_file, out=None):
    return write_part(
        out or io.BytesIO(), header, secret=bundles.SECRET, recipients=[], operations=operations, read_file=read_file
    )


def test_the_writer_refuses_a_file_that_is_not_the_named_one():
    header = bundles.a_header([], [b"right"])
    for wrong in (b"", b"wrong", b"righ", b"right!"):
        with pytest.raises(Refused) as refused:
            write(header, [], lambda item, wrong=wrong: iter([wrong]))
        assert refused.value.problems[0].code is ProblemCode.FILE_CHANGED


def test_the_writer_refuses_operations_that_the_head_does_not_promise():
    chain = bundles.a_chain([[{"a": 1}], [{"a": 2}], [{"a": 3}]])
    header = bundles.a_header(chain)
    other = bundles.a_chain([[{"a": 9}]])
    for wrong in (chain[:2], chain[1:], [chain[0], chain[2]], [*chain, *other], [*other, *chain[1:]], []):
        with pytest.raises(ValueError, match="operation"):
            write(header, wrong, lambda item: iter([]))
    with pytest.raises(ValueError, match="key"):
        write(dataclasses.replace(header, key="0" * 64), chain, lambda item: iter([]))


@pytest.mark.parametrize("recipients", [[], [RECIPIENT]])
def test_errors_of_the_medium_and_of_the_store_pass_through_the_writer(recipients):
    class Full(io.BytesIO):
        def write(self, data, /):
            if self.tell() + len(data) > 1_500_000:
                raise OSError(28, "No space left on device")
            return super().write(data)

    class Cancelled(Exception):
        pass

    def cancelling(item: FileItem) -> Iterator[bytes]:
        yield b"y" * 100
        raise Cancelled

    header = bundles.a_header([], [bytes(3_000_000)])
    with pytest.raises(OSError, match="No space"):
        write_part(
            Full(), header, secret=bundles.SECRET, recipients=recipients, operations=[],
            read_file=lambda item: iter([bytes(3_000_000)]),
        )  # fmt: skip
    with pytest.raises(Cancelled):
        write_part(
            io.BytesIO(), header, secret=bundles.SECRET, recipients=recipients, operations=[], read_file=cancelling
        )


def test_a_medium_that_takes_few_bytes_at_once_gets_all():
    class Slow(io.RawIOBase):
        def __init__(self):
            self.taken = b""

        def writable(self):
            return True

        def write(self, data, /):
            self.taken += bytes(data[:7])
            return min(7, len(data))

    out = Slow()
    digest = write(bundles.a_header(told(), [b"x"]), told(), lambda item: iter([b"x"]), out)
    assert out.taken == bundles.a_part(told(), [b"x"])
    assert digest == hashlib.sha256(out.taken).hexdigest()


def test_the_writer_keeps_the_limits_of_the_format(monkeypatch):
    chain = bundles.a_chain([[{"a": "x" * 3000}]])
    cases = {"OPERATION_LIMIT": 3000, "HEADER_LIMIT": 100, "PART_LIMIT": 4000, "CHANGES_LIMIT": 0}
    for name, limit in cases.items():
        assert hasattr(limits, name)
        with monkeypatch.context() as patch:
            patch.setattr(f"inspector_app.handoff.part_writer.{name}", limit)
            with pytest.raises(Refused) as refused:
                bundles.a_part(chain)
        assert refused.value.problems[0].code is ProblemCode.BUNDLE_TOO_LARGE, name
    assert bundles.a_part(chain)
