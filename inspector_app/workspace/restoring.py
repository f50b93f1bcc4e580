# SPDX-License-Identifier: MulanPSL-2.0
"""Putting a restored database into its place: the one that was there is set aside, never removed.

What takes the place lies ready beside it (`*.restored`); from the moment that `restoring.json` is written the change
goes on to its end, if need be when the folder is next opened.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.file_store import faults_of, flush_folder, make_folder, write_durably
from inspector_app.storage.key_slots import FILE_NAMES as KEY_FILES
from inspector_app.storage.own_json import read_object

ORDER = "restoring.json"
READY = ".restored"
LARGEST = 10_000  # bytes of the order
PLAIN = re.compile(r"[\w-]{1,80}")  # of a folder below `SET_ASIDE`
SET_ASIDE = "backups/set-aside"
# What belongs to one database; what stands beside the new one must not be taken for the old one's.
REPLACED = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", "identity.json", "identity.seq", FILE_NAME, *KEY_FILES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """Which files take their place, which of them lay ready, and where those go that were there."""

    aside: str
    names: list[str]
    ready: list[str]


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
    path = folder / ORDER
    if not path.is_file():
        return
    with faults_of(folder):
        order = _order_in(folder)
        aside = folder / SET_ASIDE / order.aside
        begun = ready_path(folder, FILE_NAME).is_file() or (aside / FILE_NAME).is_file()
        for name in order.names if begun else order.ready:  # what nothing takes the place of stays where it is
            present, ready = folder / name, ready_path(folder, name)
            waits = ready.is_file() if name in order.ready else True
            if waits and present.is_file() and not (aside / name).exists():
                make_folder(aside)
                present.rename(aside / name)
                flush_folder(aside)
            if ready.is_file():
                ready.replace(present)
            flush_folder(folder)
        path.unlink()
        flush_folder(folder)


def _order_in(folder: Path) -> _Order:
    """Read what was ordered. A damaged order is what it must have been: what lies ready takes its place.

    Beside a database that waits for its place lies what belongs to the older one; once it has taken it, nothing does.
    """
    found = read_object(folder / ORDER, LARGEST) or {}
    aside, names, ready = found.get("aside"), found.get("names"), found.get("ready")
    if isinstance(aside, str) and PLAIN.fullmatch(aside) and isinstance(names, list) and isinstance(ready, list):
        return _Order(aside=aside, names=[n for n in REPLACED if n in names], ready=[n for n in REPLACED if n in ready])
    there = [name for name in REPLACED if ready_path(folder, name).is_file()]
    keeps_keys = not any(name in KEY_FILES for name in there)
    names = [name for name in REPLACED if not (keeps_keys and name in KEY_FILES)] if FILE_NAME in there else there
    return _Order(aside=f"unknown-{secrets.token_hex(4)}", names=names, ready=there)


def forget_ready(folder: Path) -> None:
    """Take away what lay ready for a change that was never ordered."""
    if not (folder / ORDER).is_file():
        with contextlib.suppress(OSError):
            for name in REPLACED:
                ready_path(folder, name).unlink(missing_ok=True)
