# SPDX-License-Identifier: MulanPSL-2.0
"""Sticks: whole files or none, the world's faults as sentences, which drives can be pulled out."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.handoff import medium
from inspector_app.wording import sentence

DATA = b"a part" * 1000


def filled(out: BinaryIO) -> str:
    out.write(DATA)
    return hashlib.sha256(DATA).hexdigest()


def heard(_count: int) -> None:
    """Nobody listens."""


def proved(_path: Path, _sha256: str, _size: int) -> None:
    """Nothing more is to be proved."""


def refused_by(act: Callable[[], object]) -> Problem:
    with pytest.raises(Refused) as refused:
        act()
    (problem,) = refused.value.problems
    assert problem.code.value not in sentence(problem)  # there is a sentence
    return problem


def test_a_file_gets_its_name_after_it_was_proved(tmp_path: Path) -> None:
    target = tmp_path / "one.ajb"
    seen: list[tuple[bool, bytes, str, int]] = []

    def prove(aside: Path, sha256: str, size: int) -> None:
        seen.append((target.exists(), aside.read_bytes(), sha256, size))

    medium.write_whole(target, filled, written=heard, prove=prove)
    assert seen == [(False, DATA, hashlib.sha256(DATA).hexdigest(), len(DATA))]
    assert target.read_bytes() == DATA
    assert [p.name for p in tmp_path.iterdir()] == ["one.ajb"]


def test_what_is_read_back_must_be_what_was_written(tmp_path: Path) -> None:
    def other(out: BinaryIO) -> str:
        out.write(DATA)
        return hashlib.sha256(b"another").hexdigest()

    problem = refused_by(lambda: medium.write_whole(tmp_path / "one.ajb", other, written=heard, prove=proved))
    assert problem.code is ProblemCode.MEDIUM_READ_BACK
    assert list(tmp_path.iterdir()) == []


def test_a_refused_proof_leaves_nothing(tmp_path: Path) -> None:
    def no(_path: Path, _sha256: str, _size: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        medium.write_whole(tmp_path / "one.ajb", filled, written=heard, prove=no)
    assert list(tmp_path.iterdir()) == []


def test_both_writing_and_reading_back_are_told(tmp_path: Path) -> None:
    told: list[int] = []
    medium.write_whole(tmp_path / "one.ajb", filled, written=told.append, prove=proved)
    assert sum(told) == 2 * len(DATA)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, ProblemCode.MEDIUM_FULL),
        (errno.EDQUOT, ProblemCode.MEDIUM_FULL),
        (errno.EFBIG, ProblemCode.MEDIUM_FULL),
        (errno.EIO, ProblemCode.MEDIUM_GONE),
        (errno.ENODEV, ProblemCode.MEDIUM_GONE),
        (errno.ENXIO, ProblemCode.MEDIUM_GONE),
        (errno.EROFS, ProblemCode.FOLDER_NOT_WRITABLE),
        (errno.EACCES, ProblemCode.FOLDER_NOT_WRITABLE),
    ],
)
def test_the_faults_of_a_stick_are_named(tmp_path: Path, number: int, code: ProblemCode) -> None:
    def fails(_out: BinaryIO) -> str:
        raise OSError(number, os.strerror(number))

    target = tmp_path / "one.ajb"
    assert refused_by(lambda: medium.write_whole(target, fails, written=heard, prove=proved)).code is code
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert refused_by(lambda: medium.free_bytes(gone)).code is ProblemCode.MEDIUM_GONE


def test_room_is_asked_for_beforehand(tmp_path: Path) -> None:
    medium.need_room(tmp_path, 1)
    problem = refused_by(lambda: medium.need_room(tmp_path, 1 << 62))
    assert problem.code is ProblemCode.MEDIUM_FULL
    assert problem.fields["needed"].endswith(" GB") and problem.fields["path"] == str(tmp_path)


def test_only_own_left_overs_are_swept(tmp_path: Path) -> None:
    for name in ("abc-1.ajb.part", "abd-1.ajb.part", "abc-1.ajb"):
        (tmp_path / name).write_bytes(b"")
    medium.sweep(tmp_path, "abc")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["abc-1.ajb", "abd-1.ajb.part"]


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0.0 KB"), (900, "0.9 KB"), (1_500_000, "1.5 MB"), (32_000_000_000, "32.0 GB")]
)
def test_sizes_are_said_as_on_the_packet(count: int, words: str) -> None:
    assert medium.size_words(count) == words


def a_block_device(sys_folder: Path, place: str, *, removable: str, partition: bool) -> str:
    """Lay out what Linux says of a disk; gives the name of the device with the file system."""
    disk = sys_folder / "devices" / place
    disk.mkdir(parents=True)
    (disk / "removable").write_text(f"{removable}\n")
    found = disk / f"{disk.name}1" if partition else disk
    found.mkdir(exist_ok=True)
    names = sys_folder / "class" / "block"
    names.mkdir(parents=True, exist_ok=True)
    (names / found.name).symlink_to(found)
    return found.name


@pytest.mark.parametrize(
    ("place", "removable", "partition", "expected"),
    [
        ("pci0/usb1/1-2/block/sdb", "1", True, True),
        ("pci0/usb1/1-2/block/sdc", "0", True, True),  # a large disk on USB does not call itself removable
        ("pci0/mmc/block/mmcblk0", "1", False, True),
        ("pci0/ata1/block/sda", "0", True, False),
        ("virtual/block/dm-0", "0", False, False),
    ],
)
def test_which_drives_can_be_pulled_out(
    tmp_path: Path, place: str, removable: str, partition: bool, expected: bool
) -> None:
    name = a_block_device(tmp_path, place, removable=removable, partition=partition)
    assert medium.is_removable_block(tmp_path, name) is expected
    assert not medium.is_removable_block(tmp_path, "nobody")


def test_the_drives_of_this_machine_can_be_asked_for(tmp_path: Path) -> None:
    for drive in medium.drives():
        assert drive.path.is_dir() and 0 <= drive.free <= drive.total
    assert medium.eject_hint(tmp_path) == ""
