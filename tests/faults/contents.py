# SPDX-License-Identifier: MulanPSL-2.0
"""What a state of the files comes to: states that come to the same need to be judged only once.

Each different state is opened by the driver, so that the database recovers itself from its log as after a crash; what
is in the file then, byte by byte, and all other files by name and hash, is the content. A file that is being written
has no name yet: the program sweeps it away or writes it anew and never reads it, so of such a file only counts that
it is there, and whether anything is in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from inspector_app.domain.problems import Refused
from inspector_app.storage import key_slots
from inspector_app.storage.driver import DatabaseError, connect
from inspector_app.workspace.protection import unlock_folder
from tests.faults.oracle import DATABASE
from tests.faults.powerloss import IGNORED, State, digest

BESIDE = ("-wal", "-journal")
RANDOM = re.compile(r"[0-9a-f]{8,12}(?=\.part)")
UNNAMED = re.compile(r"\.part$|\.part\.db|\.turned\b|/before-[^/]*\.db")


def state_of(root: Path) -> State:
    """Read what lies below a folder."""
    return {
        f"{path}/" if path.is_dir() else str(path): b"" if path.is_dir() else path.read_bytes()
        for path in root.rglob("*") if not path.name.endswith(IGNORED)
    }  # fmt: skip


@dataclass(slots=True)
class Recovery:
    """Lets databases recover in a folder of its own; what is known of the same bytes is not asked again."""

    scratch: Path
    opened: int = 0
    _known: dict[tuple[bytes, ...], bytes] = field(default_factory=dict)

    def mark(self, state: State, root: Path, passwords: Sequence[str] = ()) -> bytes:
        """A hash of what a state below `root` comes to; any of the passwords may open it."""
        total = hashlib.blake2b(digest_size=16)
        for name in sorted(state):
            place = PurePosixPath(name)
            data = state[name]
            if place.name in {DATABASE + beside for beside in BESIDE}:
                continue
            told = name.removeprefix(str(root))
            if UNNAMED.search(told):
                told, found = RANDOM.sub("*", told), b"some" if data else b""
            elif place.name == DATABASE and "restoring.part" not in name:
                found = self._recovered(state, name, passwords)
            else:
                found = digest(data)
            total.update(told.encode() + b"\0" + found)
        return total.digest()

    def _recovered(self, state: State, name: str, passwords: Sequence[str]) -> bytes:
        """The hash of a database after it recovered; of what there is where it cannot."""
        files = [name, *(name + beside for beside in BESIDE)]
        if not any(state.get(other) for other in files[1:]):
            return digest(state[name])
        if passwords:
            files += [str(PurePosixPath(name).parent / slots) for slots in key_slots.FILE_NAMES]
        key = tuple(digest(state[file]) if file in state else b"" for file in files)
        if key not in self._known:
            self.opened += 1
            self._known[key] = self._open({Path(file).name: state[file] for file in files if file in state}, passwords)
        return self._known[key]

    def _open(self, files: dict[str, bytes], passwords: Sequence[str]) -> bytes:
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        for name, data in files.items():
            (self.scratch / name).write_bytes(data)
        path = self.scratch / DATABASE
        for key in self._keys(passwords):
            with contextlib.suppress(DatabaseError), contextlib.closing(connect(path, key=key)) as conn:
                conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return digest(path.read_bytes())
        return digest(b"".join(name.encode() + digest(data) for name, data in sorted(files.items())))

    def _keys(self, passwords: Sequence[str]) -> Iterator[bytes | None]:
        yield None
        for password in passwords:
            with contextlib.suppress(Refused):
                yield from (key.database for key in unlock_folder(self.scratch, "", password).unlocked.keys)
