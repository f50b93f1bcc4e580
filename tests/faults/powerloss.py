# SPDX-License-Identifier: MulanPSL-2.0
"""What a disk may hold after a power cut: a recorded run is played again and cut at every change (B2).

Three models, all crueller than most disks. `strict`: only what was flushed is there, a name only when its folder was
flushed. `ordered`: names survive in their order up to some point after the last flush, data only when flushed.
`random`: of all that was not flushed any part survives, writes also torn at sectors of 512 bytes.
"""

from __future__ import annotations

import functools
import hashlib
import json
import random
import struct
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
HEAD = struct.Struct("=cIIqQqq")
MODELS = ("strict", "ordered", "random")
IGNORED = ("-shm",)  # mapped memory, made anew from the log
WORDS = "AO"  # what was acknowledged, what was printed: no changes of the disk


@dataclass(frozen=True, slots=True)
class Event:
    """One change of a recorded run; `call` and `write` are its numbers in the counts of ff.c."""

    what: str
    path: str
    other: str
    offset: int = 0
    data: bytes = b""
    call: int = 0
    write: int = 0


def read_trace(path: Path) -> Iterator[Event]:
    """Read what the shim recorded."""
    data = path.read_bytes()
    at = 0
    while at < len(data):
        what, one, two, offset, n, call, write = HEAD.unpack_from(data, at)
        at += HEAD.size
        names = data[at : at + one + two]
        at += one + two
        first, second = names[:one].decode(), names[one:].decode()
        yield Event(what.decode(), first, second, offset, data[at : at + n], call, write)
        at += n


@dataclass(slots=True, eq=False)
class Inode:
    """A file: what is in it for a running program, what was flushed, and the changes since. Or a folder."""

    now: bytearray
    flushed: bytes
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)  # None: cut at this length
    is_folder: bool = False
    _seen: bytes | None = None  # what `now` is, until the next change

    def write(self, offset: int, data: bytes) -> None:
        """Write at a place."""
        _put(self.now, offset, data)
        self.pending.append((offset, data))
        self._seen = None

    def cut(self, length: int) -> None:
        """Cut or lengthen."""
        _cut(self.now, length)
        self.pending.append((length, None))
        self._seen = None

    def seen(self) -> bytes:
        """What the running program finds in it."""
        if self._seen is None:
            self._seen = bytes(self.now)
        return self._seen

    def flush(self) -> None:
        """All of it is on the disk now."""
        self.flushed = self.seen()
        self.pending.clear()

    def some(self, chance: random.Random) -> bytes:
        """What is left when any part of the unflushed changes came to the disk."""
        if not self.pending:
            return self.flushed
        made = bytearray(self.flushed)
        for offset, data in self.pending:
            fate = chance.random()
            if fate < 0.4:
                continue
            if data is None:
                _cut(made, offset)
            elif fate < 0.8:
                _put(made, offset, data)
            else:
                for at in range(0, len(data), SECTOR):
                    if chance.random() < 0.5:
                        _put(made, offset + at, data[at : at + SECTOR])
        return bytes(made)


def _put(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _cut(content: bytearray, length: int) -> None:
    del content[length:]
    content.extend(bytes(length - len(content)))


Names = dict[str, Inode]
State = Mapping[str, bytes]  # a name that ends with / is a folder


class Disk:
    """Names and files below a folder, as the program sees them and as they were flushed."""

    def __init__(self, root: Path, below: tuple[str, ...]) -> None:
        self.root = root
        self.now: Names = {}
        for part in below:
            for path in [root / part, *(root / part).rglob("*")] if (root / part).is_dir() else []:
                data = path.read_bytes() if path.is_file() else b""
                self.now[str(path)] = Inode(bytearray(data), data, is_folder=path.is_dir())
        self.flushed: Names = dict(self.now)
        self.pending: list[tuple[str, str, Inode | None]] = []  # folder, name, what it names since
        self.acks: list[dict[str, object]] = []
        self.printed = b""

    def apply(self, event: Event) -> bool:
        """Play one event; whether the disk may differ since."""
        path = event.path
        if event.what == "A":
            self.acks.append(json.loads(path))
            return False
        if event.what == "O":
            self.printed += event.data
            return False
        if path.endswith(IGNORED):
            return False
        act = {"M": self._make, "D": self._unlink,
               "W": self._write, "T": self._cut, "S": self._flush, "C": self._create, "Z": self._create,
               "R": self._rename, "L": self._link, "U": self._unlink}.get(event.what)  # fmt: skip
        if act is not None:
            act(event)
        return act is not None

    def _write(self, event: Event) -> None:
        if event.path in self.now:
            self.now[event.path].write(event.offset, event.data)

    def _cut(self, event: Event) -> None:
        if event.path in self.now:
            self.now[event.path].cut(event.offset)

    def _make(self, event: Event) -> None:
        self._enter(event.path, Inode(bytearray(), b"", is_folder=True))

    def _flush(self, event: Event) -> None:
        inode = self.now.get(event.path)
        if inode is not None and not inode.is_folder:
            inode.flush()
            return
        for folder, name, inode in self.pending:
            if folder == event.path:
                _name(self.flushed, name, inode)
        self.pending = [entry for entry in self.pending if entry[0] != event.path]

    def _create(self, event: Event) -> None:
        inode = self.now.get(event.path)
        if inode is None:
            self._enter(event.path, Inode(bytearray(), b""))
        elif event.what == "Z":
            inode.cut(0)

    def _rename(self, event: Event) -> None:
        moved = {path: inode for path, inode in self.now.items() if _is_below(path, event.path)}
        for path, inode in moved.items():
            self._enter(event.other + path[len(event.path) :], inode)
            self._enter(path, None)

    def _link(self, event: Event) -> None:
        if event.path in self.now:
            self._enter(event.other, self.now[event.path])

    def _unlink(self, event: Event) -> None:
        if event.path in self.now:
            self._enter(event.path, None)

    def _enter(self, path: str, inode: Inode | None) -> None:
        _name(self.now, path, inode)
        self.pending.append((str(Path(path).parent), path, inode))

    def after_cut(self, model: str, chance: random.Random) -> State:
        """What is there when the power goes now."""
        names = dict(self.flushed)
        if model == "ordered":
            for _, name, inode in self.pending[: chance.randint(0, len(self.pending))]:
                _name(names, name, inode)
        elif model == "random":
            for _, name, inode in self.pending:
                if chance.random() < 0.5:
                    _name(names, name, inode)
        found = _reachable(names, self.now.keys())
        if model == "random":
            return {name: inode.some(chance) for name, inode in found.items()}
        return {name: inode.flushed for name, inode in found.items()}

    def after_kill(self) -> State:
        """What is there when only the program ends now: everything that it did."""
        return {f"{name}/" if inode.is_folder else name: inode.seen() for name, inode in self.now.items()}


def disk_before(root: Path, below: tuple[str, ...]) -> Disk:
    """The disk of a recorded run before its first change: `before` holds what lay in `now` then."""
    disk, kept = Disk(root / "now", ()), Disk(root / "before", below)
    for path, inode in kept.now.items():
        disk.now[str(root / "now" / Path(path).relative_to(root / "before"))] = inode
    disk.flushed = dict(disk.now)
    return disk


def _name(names: Names, name: str, inode: Inode | None) -> None:
    if inode is None:
        names.pop(name, None)
    else:
        names[name] = inode


def _reachable(names: Names, known: Collection[str]) -> Names:
    """The files whose folders are all there; a folder that no run made was there before."""
    lost = {name for name in known if name not in names}
    return {
        name: inode for name, inode in names.items()
        if not inode.is_folder and not any(str(above) in lost for above in Path(name).parents)
    }  # fmt: skip


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")


def mark_of(state: State) -> bytes:
    """A hash by which the same states are known."""
    total = hashlib.blake2b(digest_size=16)
    for name in sorted(state):
        total.update(name.encode() + b"\0" + digest(state[name]))
    return total.digest()


@functools.lru_cache(maxsize=128)
def digest(data: bytes) -> bytes:
    """Hash the content of a file; most files are the same from state to state."""
    return hashlib.blake2b(data, digest_size=16).digest()


def lay_out(state: State, root: Path, target: Path) -> None:
    """Write a state into a folder."""
    for name, data in state.items():
        path = target / Path(name).relative_to(root)
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
