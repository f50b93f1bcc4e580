# SPDX-License-Identifier: MulanPSL-2.0
"""What comes back over the network: the office's receipts, and the dispatch that waits for this laptop."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.handoff.courier_line import Line, LineBroken, file_sha256
from inspector_app.handoff.header import PART_LIMIT
from inspector_app.handoff.membership import need_member
from inspector_app.handoff.reading import read_bundles
from inspector_app.handoff.receipts import take_texts
from inspector_app.storage import membership as books
from inspector_app.storage.file_store import faults_of, make_folder
from inspector_app.workspace import Workspace

READ = "dispatch_read"  # entry of the membership: the bundle that was read last
MOST_PARTS = 4000
SPARE = 64 * 1024 * 1024  # bytes that stay free
_NAME = re.compile(r"[0-9a-z]{8,64}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRead:
    """A dispatch that came over the network and was read."""

    bundle: str
    parts: int
    bytes: int
    operations: int  # that were new here
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One file that the office offers; every value was checked, so it can be part of a file's name."""

    bundle: str
    part: int
    sha256: str
    bytes: int


def inbox_folder(ws: Workspace) -> Path:
    """Where what comes lies until it was read."""
    return ws.folder / "inbox" / "courier"


def take_receipt(ws: Workspace, text: str) -> None:
    """Take the office's receipt. Refuses RECEIPT_*."""
    take_texts(ws, need_member(ws), [("receipt", text)], alone=True)


def waiting_dispatch(ws: Workspace, line: Line) -> tuple[Listed, ...]:
    """Ask what waits for this laptop; nothing when it has read it. Raises LineBroken and NotTaken."""
    with ws.reader() as db:
        have = books.value(db, READ)
    answer = line.get(f"/v1/dispatch/{ws.device}?have={have if _NAME.fullmatch(have) else ''}")
    if answer.status == 204:
        return ()
    content = answer.json()
    bundle, parts = content.get("bundle"), content.get("parts")
    if not isinstance(bundle, str) or not _NAME.fullmatch(bundle) or not isinstance(parts, list):
        raise LineBroken("not an office")
    if not 0 < len(parts) <= MOST_PARTS:
        raise LineBroken("not an office")
    return tuple(_listed(bundle, part) for part in parts)


def fetch_part(ws: Workspace, line: Line, part: Listed, told: Callable[[int], None]) -> Path:
    """Fetch one file, going on where an earlier try stopped. Raises LineBroken and NotTaken."""
    folder = inbox_folder(ws)
    make_folder(folder)
    whole, aside = folder / f"{part.bundle}-{part.part}.ajb", folder / f"{part.bundle}-{part.part}.part"
    if whole.is_file() and whole.stat().st_size == part.bytes:
        return whole
    with faults_of(aside), aside.open("ab") as out:
        start = out.tell()
        free = shutil.disk_usage(folder).free
        if free < part.bytes - start + SPARE:
            raise Refused([Problem(code=ProblemCode.DISK_FULL, fields={"path": str(folder)})])
        if start < part.bytes:
            line.fetch(f"/v1/dispatch/{ws.device}/{part.bundle}/{part.part}", out, start, part.bytes, told)
        out.flush()
        os.fsync(out.fileno())
    if aside.stat().st_size < part.bytes:
        raise LineBroken("cut off")
    if aside.stat().st_size != part.bytes or file_sha256(aside) != part.sha256:
        aside.unlink()
        raise LineBroken("damaged")
    aside.replace(whole)
    return whole


def read_dispatch(ws: Workspace, listed: tuple[Listed, ...], paths: list[Path]) -> DispatchRead:
    """Read a whole dispatch, remember that it was read, and remove its files."""
    report = read_bundles(ws, paths)
    with ws.books() as db:
        books.put_values(db, {READ: listed[0].bundle})
    for path in paths:
        path.unlink(missing_ok=True)
    return DispatchRead(
        bundle=listed[0].bundle, parts=len(paths), bytes=sum(p.bytes for p in listed),
        operations=sum(p.applied for p in report.parts), problems=tuple(q for p in report.parts for q in p.problems),
    )  # fmt: skip


def sweep_inbox(ws: Workspace, listed: tuple[Listed, ...]) -> None:
    """Remove what is left of dispatches that the office offers no more."""
    bundles = {part.bundle for part in listed}
    folder = inbox_folder(ws)
    for left in folder.iterdir() if folder.is_dir() else ():
        if left.is_file() and left.name.partition("-")[0] not in bundles:
            left.unlink(missing_ok=True)


def _listed(bundle: str, part: object) -> Listed:
    if not isinstance(part, dict):
        raise LineBroken("not an office")
    number, size, digest = part.get("part"), part.get("bytes"), part.get("sha256")
    if not isinstance(number, int) or not isinstance(size, int) or not isinstance(digest, str):
        raise LineBroken("not an office")
    if not _HASH.fullmatch(digest) or not 0 < size <= PART_LIMIT * 2 or not 0 < number <= MOST_PARTS:
        raise LineBroken("not an office")
    return Listed(bundle=bundle, part=number, sha256=digest, bytes=size)
