# SPDX-License-Identifier: MulanPSL-2.0
"""Kept files under a key: AES-256-GCM in chunks of one MiB, so that a long file is read in constant memory.

A sealed file is `AJSEAL1\\n`, the id of its data key (8 bytes), a salt (16 bytes), its sealed SHA-256 (48 bytes),
then the chunks, each of its cipher text and tag. The key of a file is HKDF-SHA256 of the data key with that salt and
the file's own SHA-256, so a sealed file in another's place does not open. The nonce of a chunk is its number
(11 bytes) and whether it is the last (1 byte), as in age's STREAM construction: what is cut off, moved or added is
noticed.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:  # loaded at the first sealed file: data without protection have none
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"AJSEAL1\n"
CHUNK = 1 << 20
TAG = 16
SALT = 16
KEY_ID = 8
NAMED = 32 + TAG
HEAD = len(MAGIC) + KEY_ID + SALT + NAMED


class NotOpened(OSError):
    """A sealed file cannot be read: it is not whole, not the one that its place says, or under another key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataKey:
    """The random key of a workspace; database and files have keys of their own that follow from it."""

    id: str  # 16 hex digits
    secret: bytes  # 32 bytes

    @classmethod
    def new(cls) -> DataKey:
        """Make a key by chance."""
        return cls(id=os.urandom(KEY_ID).hex(), secret=os.urandom(32))

    @property
    def database(self) -> bytes:
        """The raw key of the database (32 bytes)."""
        return _derived(self.secret, b"inspector-app database")

    def name_of(self, sha256: str) -> str:
        """Name a sealed file so that nobody can tell from the folder which known file lies there."""
        name_key = _derived(self.secret, b"inspector-app file names")
        return hmac.new(name_key, bytes.fromhex(sha256), "sha256").hexdigest()


def _derived(secret: bytes, purpose: bytes, salt: bytes | None = None) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=purpose).derive(secret)


def _cipher(key: DataKey, salt: bytes, sha256: str) -> AESGCM:
    return _aes(_derived(key.secret, b"inspector-app file " + bytes.fromhex(sha256), salt))


def _head_cipher(key: DataKey, salt: bytes) -> AESGCM:
    return _aes(_derived(key.secret, b"inspector-app file head", salt))


def _aes(secret: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(secret)


def _nonce(n: int, is_last: bool) -> bytes:
    return n.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


def seal(key: DataKey, sha256: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Give the sealed form of a file, piece by piece."""
    salt = os.urandom(SALT)
    cipher = _cipher(key, salt, sha256)
    named = _head_cipher(key, salt).encrypt(_nonce(0, True), bytes.fromhex(sha256), None)
    yield MAGIC + bytes.fromhex(key.id) + salt + named
    held = bytearray()
    n = 0
    for chunk in chunks:
        held += chunk
        while len(held) > CHUNK:  # the last chunk is only known at the end
            yield cipher.encrypt(_nonce(n, False), bytes(held[:CHUNK]), None)
            del held[:CHUNK]
            n += 1
    yield cipher.encrypt(_nonce(n, True), bytes(held), None)


def opened(key: DataKey, sha256: str, file: BinaryIO) -> Iterator[bytes]:
    """Give the plain bytes of a sealed file, piece by piece, each after its check. Raises NotOpened."""
    from cryptography.exceptions import InvalidTag

    salt, named = _read_head(key, file)
    if named != sha256:
        raise NotOpened("name")
    cipher = _cipher(key, salt, sha256)
    chunk, n = file.read(CHUNK + TAG), 0
    while True:
        after = file.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(n, not after), chunk, None)
        except InvalidTag as error:
            raise NotOpened(f"chunk {n}") from error
        if not after:
            return
        chunk, n = after, n + 1


def named_in(key: DataKey, file: BinaryIO) -> str:
    """Give the SHA-256 of the file that is sealed here. Raises NotOpened."""
    return _read_head(key, file)[1]


def is_sealed(head: bytes) -> bool:
    """Whether a file that begins so is a sealed one."""
    return head.startswith(MAGIC)


def _read_head(key: DataKey, file: BinaryIO) -> tuple[bytes, str]:
    from cryptography.exceptions import InvalidTag

    head = file.read(HEAD)
    at = len(MAGIC)
    if len(head) != HEAD or not head.startswith(MAGIC) or head[at : at + KEY_ID].hex() != key.id:
        raise NotOpened("head")
    salt, named = head[at + KEY_ID : at + KEY_ID + SALT], head[-NAMED:]
    try:
        return salt, _head_cipher(key, salt).decrypt(_nonce(0, True), named, None).hex()
    except InvalidTag as error:
        raise NotOpened("name") from error


def plain_size(sealed_size: int) -> int:
    """Give how many bytes a sealed file of this size holds."""
    body = sealed_size - HEAD
    return max(body - -(-body // (CHUNK + TAG)) * TAG, 0)
