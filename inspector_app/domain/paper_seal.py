# SPDX-License-Identifier: MulanPSL-2.0
"""The seal of data of an issued document, and the code on its paper (promises.md 3.7).

The code on the paper covers number, content and head of the journal, so that a paper can be checked without the
database. The seal in the database covers the PDF too, which contains the code and so cannot be covered by it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass

from inspector_app.domain.document import OfficialDocument

CODE = "AJ1"
SHORT = 12  # characters of a head as they are printed
KEY_ID = 8  # bytes
_DIGEST, _HEAD, _SIGNATURE = 32, SHORT // 2, 64
_PAYLOAD = _DIGEST + _HEAD + KEY_ID + _SIGNATURE
_MISREAD = str.maketrans("018", "OIB")  # base32 has no such digits; people read them so
LONGEST = 1_000  # characters of a code


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSeal:
    """What is kept with an issued document. `head` is the journal's head before the issue."""

    head: str  # 64 hex digits
    code: str  # what the paper shows as a QR code
    key: str = ""  # public key of the laptop that issued it, hex
    signature: str = ""  # of the laptop over `signed_part`, hex


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCode:
    """What the code of a paper says; whether it is true is for the signature to tell."""

    number: str
    content_sha256: str
    head: str  # the first 12 hex digits
    key_id: str  # 16 hex digits
    signature: bytes

    @property
    def signed(self) -> bytes:
        """The bytes that are signed."""
        return code_part(self.number, self.content_sha256, self.head)


class NotACode(ValueError):
    """A text is not the code of a paper, or not a whole one."""


def code_part(number: str, content_sha256: str, head: str) -> bytes:
    """Give the bytes under the signature of a paper's code."""
    start = f"{CODE}\n{number}\n".encode()
    return start + bytes.fromhex(content_sha256) + bytes.fromhex(head[:SHORT])


def code_of(number: str, content_sha256: str, head: str, key: str, signature: bytes) -> str:
    """Give the code of a paper: AJ1:number:base32(digest, short head, key id, signature)."""
    payload = bytes.fromhex(content_sha256) + bytes.fromhex(head[:SHORT]) + bytes.fromhex(key_id(key)) + signature
    return f"{CODE}:{number}:{base64.b32encode(payload).decode().rstrip('=')}"


def read_code(text: str) -> PaperCode:
    """Read a code as it was decoded or typed; spaces and line breaks do not matter. Raises NotACode."""
    bare = "".join(text.split())
    head, _, rest = bare.partition(":")
    number, colon, packed = rest.rpartition(":")
    if len(bare) > LONGEST or head.upper() != CODE or not colon or not number or not number.isprintable():
        raise NotACode("shape")
    packed = packed.upper().translate(_MISREAD)
    try:
        payload = base64.b32decode(packed + "=" * (-len(packed) % 8))
    except (binascii.Error, ValueError) as error:
        raise NotACode("letters") from error
    if len(payload) != _PAYLOAD:
        raise NotACode("length")
    at = _DIGEST + _HEAD
    return PaperCode(
        number=number, content_sha256=payload[:_DIGEST].hex(), head=payload[_DIGEST:at].hex(),
        key_id=payload[at : at + KEY_ID].hex(), signature=payload[at + KEY_ID :],
    )  # fmt: skip


def key_id(key: str) -> str:
    """Give the short name of a public key: 16 hex digits of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()[: 2 * KEY_ID]


def signed_part(document: OfficialDocument) -> bytes:
    """Give the bytes that the laptop and the officers sign: number, content, PDF and head, in one canonical form."""
    content = {
        "number": document.number, "content_sha256": document.content_sha256, "pdf_sha256": document.sha256,
        "head": seal_of(document).head,
    }  # fmt: skip
    return b"AJD1\n" + _canonical(content).encode()


def seal_text(seal: DocumentSeal) -> str:
    """Give a seal as it is kept."""
    content = {"head": seal.head, "code": seal.code, "key": seal.key, "signature": seal.signature}
    return _canonical(content)


def seal_of(document: OfficialDocument) -> DocumentSeal:
    """Read a document's seal; empty for one that was issued before there were seals, or where it is damaged."""
    try:
        content = json.loads(document.seal)
        words = {name: content.get(name, "") for name in ("head", "code", "key", "signature")}
    except (ValueError, AttributeError, RecursionError):
        return DocumentSeal(head="", code="")
    if not all(isinstance(word, str) for word in words.values()):
        return DocumentSeal(head="", code="")
    return DocumentSeal(**words)


def is_sealed(document: OfficialDocument) -> bool:
    """Whether a document was issued with a seal; one that is damaged counts."""
    return document.seal not in ("", "{}")


def short(head: str) -> str:
    """Give a head as it is printed: 12 characters in three groups."""
    return "-".join(head[n : n + 4] for n in range(0, SHORT, 4))


def _canonical(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
