# SPDX-License-Identifier: MulanPSL-2.0
"""Parts on their way in: appended at the offset that has arrived, kept on disk, resumed after any cut."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import hmac
import os
import re
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.office.answers import Denied, busy, denied_request
from inspector_app.office.limits import Limits
from inspector_app.storage.file_store import flush_folder, make_folder

BUFFER = 1024 * 1024
_PART_ID = re.compile(r"([0-9a-z]{8,64})-([1-9][0-9]{0,4})")
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartId:
    """Which part of which bundle, of which laptop; made only by `part_id`, so it can be a file's name."""

    device: str
    bundle: str
    part: int

    @property
    def name(self) -> str:
        """How the part is called in the address and on disk."""
        return f"{self.bundle}-{self.part}"


def part_id(device: str, text: str) -> PartId:
    """Read the name of a part. Denies with 400 what is not letters and digits, a dash and a number."""
    found = _PART_ID.fullmatch(text)
    if found is None:
        raise denied_request("part")
    return PartId(device=device, bundle=found[1], part=int(found[2]))


@dataclass(slots=True, eq=False)
class _Slot:
    """One part that somebody works on; a newcomer asks the one before him to stop (his line is dead)."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    users: int = 0


class Uploads:
    """The files of unfinished parts in one folder, one folder below for each laptop."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder, self.limits = folder, limits
        self._slots: dict[PartId, _Slot] = {}
        self._running: dict[str, int] = {}  # by device

    def prepare(self) -> None:
        """Make the folder and remove what nobody went on with for a month."""
        make_folder(self.folder)
        oldest = time.time() - self.limits.keep_days * 86_400
        for left in self.folder.glob("*/*.upload"):
            with contextlib.suppress(OSError):
                if left.stat().st_mtime < oldest:
                    left.unlink()

    def path(self, part: PartId) -> Path:
        """Where the part lies."""
        return self._folder_of(part.device) / f"{part.name}.upload"

    def offset(self, part: PartId) -> int:
        """How many bytes of it have arrived."""
        try:
            return self.path(part).stat().st_size
        except FileNotFoundError:
            return 0

    def discard(self, part: PartId) -> None:
        """Remove it: it was read, or it is not what was sent."""
        self.path(part).unlink(missing_ok=True)

    def stop_all(self) -> None:
        """Let every upload end where it is; the laptops go on later."""
        for slot in self._slots.values():
            slot.stop.set()

    @contextlib.asynccontextmanager
    async def claim(self, part: PartId) -> AsyncIterator[asyncio.Event]:
        """Work on a part alone; whoever did so before is asked to stop, and is waited for."""
        slot = self._slots.setdefault(part, _Slot())
        slot.stop.set()
        slot.users += 1
        try:
            async with slot.lock:
                slot.stop.clear()
                yield slot.stop
        finally:
            slot.users -= 1
            if not slot.users:
                self._slots.pop(part, None)

    @contextlib.contextmanager
    def admitted(self, device: str) -> Iterator[None]:
        """Count an upload. Denies with 429 when too many are under way, or too many of this laptop."""
        own = self._running.get(device, 0)
        if own >= self.limits.device_uploads or sum(self._running.values()) >= self.limits.uploads:
            raise busy()
        self._running[device] = own + 1
        try:
            yield
        finally:
            self._running[device] -= 1
            if not self._running[device]:
                del self._running[device]

    def allow(self, part: PartId, offset: int, coming: int, length: int) -> None:
        """Deny what is too large for a part, a laptop or the disk, and what does not begin where we stopped."""
        limits = self.limits
        if length > limits.part_bytes or offset + coming > length:
            fields = {"name": part.name, "limit": f"{limits.part_bytes // 1_000_000} MB"}
            raise Denied(413, Problem(code=ProblemCode.BUNDLE_TOO_LARGE, fields=fields))
        arrived = self.offset(part)
        if offset != arrived:
            fields = {"found": str(offset), "expected": str(arrived)}
            problem = Problem(code=ProblemCode.COURIER_OFFSET, fields=fields)
            raise Denied(409, problem, {"Upload-Offset": str(arrived)})
        folder = self._folder_of(part.device)
        make_folder(folder)
        begun = [path.stat().st_size for path in folder.glob("*.upload")]
        is_new = not self.path(part).exists()
        if len(begun) + is_new > limits.device_parts or sum(begun) + coming > limits.device_bytes:
            fields = {"limit": f"{limits.device_bytes // 1_000_000} MB"}
            raise Denied(413, Problem(code=ProblemCode.COURIER_QUOTA, fields=fields))
        if shutil.disk_usage(folder).free < coming + limits.reserve_bytes:
            raise _disk_full()

    async def append(
        self, part: PartId, chunks: AsyncIterator[bytes], stop: asyncio.Event, *, offset: int, coming: int, sha256: str
    ) -> int:
        """Write what comes in behind what is there, flush it, and give the new offset.

        What came before a cut stays: the whole is checked at the end. What came wholly and is not what was signed
        is taken back at once (denied with 422).
        """
        path = self.path(part)
        writer = await run_in_threadpool(_Writer, path, offset)
        try:
            async for chunk in _until(chunks, stop):
                if writer.taken + len(chunk) > coming:
                    raise denied_request("content-length")
                if writer.add(chunk):
                    await run_in_threadpool(writer.flush)
            is_whole = writer.taken == coming
            await run_in_threadpool(writer.finish)
            if is_whole and not hmac.compare_digest(writer.sha256, sha256):
                await run_in_threadpool(writer.take_back)
                problem = Problem(code=ProblemCode.BUNDLE_CHANGED, fields={"name": part.name, "detail": ""})
                raise Denied(422, problem, {"Upload-Offset": str(offset)})
        except OSError as error:
            raise _disk_full() if error.errno in _FULL else error from error
        finally:
            writer.close()
        return offset + writer.taken

    def _folder_of(self, device: str) -> Path:
        return self.folder / hashlib.sha256(device.encode()).hexdigest()[:24]


class _Writer:
    """An open upload: bytes gathered to a megabyte, written by a thread so that a slow disk stops nobody else."""

    def __init__(self, path: Path, offset: int) -> None:
        is_new = not path.exists()
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        self._file: BinaryIO = os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)
        self._file.seek(offset)
        if is_new:
            flush_folder(path.parent)
        self._offset, self._kept, self._hash = offset, bytearray(), hashlib.sha256()
        self.taken = 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def add(self, chunk: bytes) -> bool:
        """Take bytes; say whether it is time to write them."""
        self._kept += chunk
        self._hash.update(chunk)
        self.taken += len(chunk)
        return len(self._kept) >= BUFFER

    def flush(self) -> None:
        view = memoryview(bytes(self._kept))
        self._kept.clear()
        while view:
            view = view[self._file.write(view) :]

    def finish(self) -> None:
        self.flush()
        os.fsync(self._file.fileno())

    def take_back(self) -> None:
        self._file.truncate(self._offset)
        os.fsync(self._file.fileno())

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.flush()
        self._file.close()


async def _until(chunks: AsyncIterator[bytes], stop: asyncio.Event) -> AsyncIterator[bytes]:
    """Give chunks until the sender is gone or somebody wants us to stop."""
    stopped = asyncio.ensure_future(stop.wait())
    try:
        while True:
            coming = asyncio.ensure_future(anext(chunks))
            await asyncio.wait({coming, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                coming.cancel()
                await asyncio.wait({coming})
                return
            try:
                yield coming.result()
            except (StopAsyncIteration, ClientDisconnect):
                return
    finally:
        stopped.cancel()


def _disk_full() -> Denied:
    return Denied(507, Problem(code=ProblemCode.DISK_FULL, fields={"path": "inbox"}))
