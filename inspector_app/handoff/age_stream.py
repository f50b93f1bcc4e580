# SPDX-License-Identifier: MulanPSL-2.0
"""age encryption as streams: read decrypted bytes piece by piece, write encrypted ones, in constant memory.

pyrage pushes what it decrypted into a writer, but a part is read by pulling; so decryption runs in a thread that is
never more than a few pieces ahead, and ends when the reader is closed.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Protocol

import pyrage

AGE_MAGIC = b"age-encryption.org/v1\n"
AGE_HEADER_LIMIT = 64 * 1024  # bytes; a recipient needs some 100
AGE_CHUNK = 64 * 1024  # bytes of plaintext; each is sealed by a tag of 16 bytes
AGE_TAG = 16
_PIECE = 256 * 1024  # bytes handed over at once
_AHEAD = 4  # pieces


class Source(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """Give at most `size` bytes; none at the end."""
        ...


class Target(Protocol):
    """Where bytes go to."""

    def write(self, data: bytes, /) -> int:
        """Write all of it."""
        ...


class NoKey(Exception):
    """None of the identities opens it."""


class BadAge(Exception):
    """It does not decrypt: changed, cut or not age at all."""


class _Closed(Exception):
    """Nobody reads any more."""


class Decrypted:
    """The plaintext of an age file. Raises NoKey, BadAge, or what the source raised, when that place is reached."""

    def __init__(self, source: Source, identities: Sequence[str]) -> None:
        try:
            keys = [pyrage.x25519.Identity.from_str(identity) for identity in identities]
        except pyrage.IdentityError as error:
            raise NoKey from error
        self._source = _Noting(source)
        self._pieces: deque[bytes] = deque()
        self._ready = threading.Condition()
        self._ended = self._closed = False
        self._fault: BaseException | None = None
        self._rest = b""
        self._filling = bytearray()
        self._thread = threading.Thread(target=self._run, args=(keys,), name="age", daemon=True)
        self._thread.start()

    def read(self, size: int, /) -> bytes:
        """Give at most `size` bytes; none at the end."""
        if not self._rest:
            self._rest = self._next()
        if size >= len(self._rest):
            found, self._rest = self._rest, b""
        else:
            found, self._rest = self._rest[:size], self._rest[size:]
        return found

    def close(self) -> None:
        """End the thread, wherever it is."""
        with self._ready:
            self._closed = True
            self._pieces.clear()
            self._ready.notify_all()
        self._thread.join()

    def write(self, data: bytes, /) -> int:
        """Take what was decrypted; only the thread calls this."""
        self._filling += data
        if len(self._filling) >= _PIECE:
            self._hand_over()
        return len(data)

    def flush(self) -> None:
        """Part of a writer; nothing waits here that the end does not hand over."""

    def _hand_over(self) -> None:
        with self._ready:
            self._ready.wait_for(lambda: self._closed or len(self._pieces) < _AHEAD)
            if self._closed:
                raise _Closed
            self._pieces.append(bytes(self._filling))
            self._filling.clear()
            self._ready.notify_all()

    def _next(self) -> bytes:
        with self._ready:
            self._ready.wait_for(lambda: self._pieces or self._ended)
            if self._pieces:
                piece = self._pieces.popleft()
                self._ready.notify_all()
                return piece
        if self._fault is not None:
            raise self._fault
        return b""

    def _run(self, keys: Sequence[pyrage.x25519.Identity]) -> None:
        fault: BaseException | None = None
        try:
            pyrage.decrypt_io(self._source, self, keys)
        except BaseException as error:  # a thread has nobody above it: everything goes to the reader
            fault = self._source.fault or _meaning(error)
        try:
            if self._filling:
                self._hand_over()
        except _Closed:
            pass
        with self._ready:
            self._fault, self._ended = fault, True
            self._ready.notify_all()


def _meaning(error: BaseException) -> BaseException:
    if isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error):
        return NoKey()
    return BadAge(str(error))


class _Noting:
    """A source that remembers what it raised: pyrage makes another exception of it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.fault: BaseException | None = None

    def read(self, size: int, /) -> bytes:
        """Give at most `size` bytes."""
        try:
            return self._source.read(size)
        except BaseException as error:
            self.fault = error
            raise


def encrypt(pieces: Iterable[bytes], out: Target, recipients: Sequence[str]) -> None:
    """Write all pieces, encrypted to the recipients (age1...). Raises what `pieces` or `out` raise, and ValueError."""
    try:
        keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    except pyrage.RecipientError as error:
        raise ValueError("recipient") from error
    source, target = _Noting(_Pieces(pieces)), _NotingOut(out)
    try:
        pyrage.encrypt_io(source, target, keys)
    except BaseException as error:
        raise source.fault or target.fault or error from None


class _Pieces:
    """An iterable of bytes as a source."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        """Give at most `size` bytes; none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        found, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return found


class _NotingOut:
    """A writer that remembers what it raised."""

    def __init__(self, out: Target) -> None:
        self._out = out
        self.fault: BaseException | None = None

    def write(self, data: bytes, /) -> int:
        """Write all of it."""
        try:
            self._out.write(data)
        except BaseException as error:
            self.fault = error
            raise
        return len(data)

    def flush(self) -> None:
        """Flushing is the caller's."""
