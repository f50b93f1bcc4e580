# SPDX-License-Identifier: MulanPSL-2.0
"""Putting a restored database into its place: the one that was there is set aside, never removed.

What takes the place lies ready beside it (`*.restored`); from the moment that `restoring.json` is written the change
goes on to its end, if need be when the folder is next opened.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.file_store import faults_of, flush_folder, make_folder, write_durably
from inspector_app.storage.key_slots import FILE_NAMES as KEY_FILES

ORDER = "restoring.json"
READY = ".restored"
SET_ASIDE = "backups/set-aside"
# What belongs to one database; what stands beside the new one must not be taken for the old one's.
REPLACED = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", "identity.json", "identity.seq", FILE_NAME, *KEY_FILES)


def ready_path(folder: Path, name: str) -> Path:
    """Where a file lies that is to take the place of `name`."""
    return folder / f"{name}{READY}"


def order_change(folder: Path, aside: str, *, keeps_keys: bool) -> None:
    """Write down that what lies ready takes its place now; from here on there is no way back."""
    names = [name for name in REPLACED if not (keeps_keys and name in KEY_FILES)]
    ready = [name for name in names if ready_path(folder, name).is_file()]
    content = json.dumps({"aside": aside, "names": names, "ready": ready}) + "\n"
    write_durably(folder / ORDER, content.encode())


def finish_restore(folder: Path) -> None:
    """Go on with a change that was cut off; nothing happens where none was ordered. Safe to repeat.

    Nobody may have the database open; whoever opens it comes by here first.
    """
    order = folder / ORDER
    if not order.is_file():
        return
    with faults_of(folder):
        content = json.loads(order.read_text(encoding="utf-8"))
        aside = folder / SET_ASIDE / Path(str(content["aside"])).name
        for name in content["names"]:
            if name not in REPLACED:
                continue
            present, ready = folder / name, ready_path(folder, name)
            waits = ready.is_file() if name in content["ready"] else True
            if waits and present.is_file() and not (aside / name).exists():
                make_folder(aside)
                present.rename(aside / name)
                flush_folder(aside)
            if ready.is_file():
                ready.replace(present)
            flush_folder(folder)
        order.unlink()
        flush_folder(folder)


def forget_ready(folder: Path) -> None:
    """Take away what lay ready for a change that was never ordered."""
    if not (folder / ORDER).is_file():
        with contextlib.suppress(OSError):
            for name in REPLACED:
                ready_path(folder, name).unlink(missing_ok=True)
