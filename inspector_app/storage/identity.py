# SPDX-License-Identifier: MulanPSL-2.0
"""Whether this folder is still the one it was: a copied or restored one goes on under a new incarnation.

Beside the database lies `identity.json`, written once and never touched again. The database remembers its inode
and when the file system last changed it (ctime, which no program can set): a copy, and a backup that was copied
back over, differ. `identity.seq` says how far the journal had come: a database that was set back is behind it.
It is written without a flush: after a power cut it may be behind the database, never ahead of it. Moving the
folder keeps all of this; changing the file's rights does not, which costs numbers but gives none twice.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
from enum import StrEnum
from pathlib import Path

from inspector_app.storage import chains
from inspector_app.storage.driver import Connection
from inspector_app.storage.file_store import flush_folder

FILE_NAME = "identity.json"
SEQ_NAME = "identity.seq"
SECOND = 1_000_000_000
WIDTH = 60  # bytes of the counter's file, always written whole in one call
_NOT_WAITING = getattr(os, "O_NONBLOCK", 0)  # a pipe in the place of the file is a fault, not a wait


class Copied(StrEnum):
    """Why a folder is not the one that it was."""

    NO = ""
    COPY = "copy"  # the folder or the database was copied
    MACHINE = "machine"  # the disk came to another machine
    SET_BACK = "set_back"  # an older database took the place of this one
    RESTORED = "restored"  # a person put a backup back, by the program


class Identity:
    """The files beside the database that say which incarnation this folder is."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._seq_path = folder / SEQ_NAME

    def check(self, conn: Connection) -> Copied:
        """Compare the files with the database. A folder of an older program has none yet, and is itself."""
        noted = self._noted(conn)
        if noted is None:
            return Copied.NO
        device, incarnation = conn.execute("SELECT id, incarnation FROM device").fetchone()
        if noted.get("incarnation") != incarnation or not self._is_same_file(noted):
            return Copied.COPY
        if noted.get("machine") and machine() and noted["machine"] != machine():
            return Copied.MACHINE
        behind = chains.own_mark(conn, str(device), str(incarnation)).seq < self.counted(str(incarnation))
        return Copied.SET_BACK if behind else Copied.NO

    def is_noted(self, conn: Connection) -> bool:
        """Whether the database knows its file."""
        return self._noted(conn) is not None

    def write(self, conn: Connection) -> None:
        """Make the file anew for the incarnation that the database says, and note it; inside a transaction."""
        device, incarnation = conn.execute("SELECT id, incarnation FROM device").fetchone()
        self._path.unlink(missing_ok=True)
        with self._path.open("x", encoding="utf-8") as file:
            file.write(json.dumps({"device": device, "incarnation": incarnation}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        flush_folder(self._path.parent)
        self.count(chains.own_mark(conn, str(device), str(incarnation)).seq, str(incarnation))
        status = self._path.stat()
        noted = {
            "incarnation": incarnation, "machine": machine(), "inode": status.st_ino, "changed": status.st_ctime_ns,
        }  # fmt: skip
        conn.execute(
            "INSERT INTO membership VALUES ('identity', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (json.dumps(noted),),
        )

    def count(self, seq: int, incarnation: str) -> None:
        """Write how far the journal has come; what cannot be written is left out (the journal itself is safe)."""
        with contextlib.suppress(OSError):
            handle = os.open(self._seq_path, os.O_WRONLY | os.O_CREAT | _NOT_WAITING, 0o644)
            try:
                os.write(handle, f"{incarnation} {seq}\n".ljust(WIDTH).encode())
            finally:
                os.close(handle)

    def counted(self, incarnation: str) -> int:
        """How far the journal had come; 0 where nothing fitting is written (then nothing can be told from it)."""
        try:
            if not self._seq_path.is_file():  # a pipe would wait for ever, a device has no end
                return 0
            with self._seq_path.open("rb") as file:
                words = file.read(2 * WIDTH).decode("ascii").split()
            return int(words[1]) if len(words) == 2 and words[0] == incarnation else 0
        except (OSError, ValueError):
            return 0

    def _noted(self, conn: Connection) -> dict[str, object] | None:
        row = conn.execute("SELECT value FROM membership WHERE name = 'identity'").fetchone()
        if row is None:
            return None
        content = json.loads(row[0])
        return content if isinstance(content, dict) else {}

    def _is_same_file(self, noted: dict[str, object]) -> bool:
        try:
            status = self._path.stat()
        except OSError:
            return False
        changed = noted.get("changed")
        if noted.get("inode") != status.st_ino or not isinstance(changed, int):
            return False
        whole_seconds = changed % SECOND == 0 or status.st_ctime_ns % SECOND == 0  # what some file systems keep
        same_second = changed // SECOND == status.st_ctime_ns // SECOND
        return changed == status.st_ctime_ns or (whole_seconds and same_second)


def machine() -> str:
    """What names this machine, where it has such a name: Linux's machine-id, the name of a Windows or Mac host."""
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return platform.node() if os.name == "nt" or platform.system() == "Darwin" else ""
