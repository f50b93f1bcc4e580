# SPDX-License-Identifier: MulanPSL-2.0
"""Whether this folder is still the one it was: a copied or restored one goes on under a new incarnation.

Beside the database lies `identity.json`: the incarnation, the machine, the file's own inode and how far the
journal had come. A copy has another inode (or another machine, or no such file); a database that was set back
is behind what the file says. The file is written without a flush: after a power cut it may be behind the
database, which is harmless, never ahead of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
from enum import StrEnum
from pathlib import Path
from typing import Any

from inspector_app.storage import chains
from inspector_app.storage.driver import Connection
from inspector_app.storage.file_store import flush_folder

FILE_NAME = "identity.json"
WIDTH = 400  # bytes; always written whole in one call, so that a killed program leaves the old or the new text


class Copied(StrEnum):
    """Why a folder is not the one that it was."""

    NO = ""
    COPY = "copy"  # the folder or the database was copied
    MACHINE = "machine"  # the disk came to another machine
    SET_BACK = "set_back"  # an older database took the place of this one


class Identity:
    """The file beside the database that says which incarnation this folder is."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def check(self, conn: Connection) -> Copied:
        """Compare the file with the database. A folder of an older program has no file yet, and is itself."""
        _, incarnation = conn.execute("SELECT id, incarnation FROM device").fetchone()
        known = self._read()
        if known is None:
            marked = conn.execute("SELECT 1 FROM membership WHERE name = 'identity'").fetchone()
            return Copied.NO if marked is None else Copied.COPY
        if known.get("inode") != self._inode() or known.get("incarnation") != incarnation:
            return Copied.COPY
        if known.get("machine") and machine() and known["machine"] != machine():
            return Copied.MACHINE
        seq = known.get("seq")
        behind = isinstance(seq, int) and chains.own_mark(conn, known.get("device", ""), incarnation).seq < seq
        return Copied.SET_BACK if behind else Copied.NO

    def is_noted(self, conn: Connection) -> bool:
        """Whether both the file and the database say that the file is there."""
        marked = conn.execute("SELECT 1 FROM membership WHERE name = 'identity'").fetchone()
        return marked is not None and self._path.is_file()

    def write(self, conn: Connection) -> None:
        """Make the file anew for the incarnation that the database says, then note in the database that it is there."""
        self._path.unlink(missing_ok=True)
        self._path.touch()
        self.note(conn)
        with self._path.open("rb+") as file:
            os.fsync(file.fileno())
        flush_folder(self._path.parent)
        conn.execute("INSERT INTO membership VALUES ('identity', '1') ON CONFLICT (name) DO NOTHING")

    def note(self, conn: Connection) -> None:
        """Write how far the journal has come; what cannot be written is left out (the journal itself is safe)."""
        device, incarnation = conn.execute("SELECT id, incarnation FROM device").fetchone()
        seq = chains.own_mark(conn, str(device), str(incarnation)).seq
        content = {
            "device": device, "incarnation": incarnation, "machine": machine(), "inode": self._inode(), "seq": seq,
        }  # fmt: skip
        with contextlib.suppress(OSError):
            handle = os.open(self._path, os.O_WRONLY)
            try:
                os.write(handle, json.dumps(content).ljust(WIDTH).encode())
            finally:
                os.close(handle)

    def _inode(self) -> int:
        try:
            return self._path.stat().st_ino
        except OSError:
            return 0

    def _read(self) -> dict[str, Any] | None:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}


def machine() -> str:
    """What names this machine, where it has such a name: Linux's machine-id, else the name of a Windows or Mac host."""
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return platform.node() if os.name == "nt" or platform.system() == "Darwin" else ""
