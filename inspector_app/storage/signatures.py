# SPDX-License-Identifier: MulanPSL-2.0
"""Ed25519 signatures, and small signed texts whose form is canonical JSON. Suite 1: SHA-256 and Ed25519.

In the words of the window this is 数据校验签名: whether data are whole and whose they are. The binding act stays the
signature on paper.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded at the first signature: a start makes and checks none
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def canonical(content: object) -> bytes:
    """Give JSON in the one form that is signed and hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def new_signing_key() -> str:
    """Make a secret Ed25519 key, as hex."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def public_key(secret: str) -> str:
    """Give the public half of a secret key, as hex."""
    return _private(secret).public_key().public_bytes_raw().hex()


def sign(secret: str, data: bytes) -> bytes:
    """Sign bytes; 64 bytes come back."""
    return _private(secret).sign(data)


def is_signed(key: str, signature: bytes, data: bytes) -> bool:
    """Whether the signature over these bytes was made with this key; a key of another shape has signed nothing."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(secret: str) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))


def signed_text(kind: str, body: Mapping[str, object], secret: str) -> str:
    """Sign a small JSON document: {"body", "key", "kind", "signature"}."""
    signature = sign(secret, signed_bytes(kind, body)).hex()
    content = {"kind": kind, "body": dict(body), "key": public_key(secret), "signature": signature}
    return canonical(content).decode()


def signed_bytes(kind: str, body: Mapping[str, object]) -> bytes:
    """Give what is under the signature of a small signed document."""
    return kind.encode() + b"\n" + canonical(body)


def own_body(text: str, kind: str, key: str) -> Mapping[str, object] | None:
    """Read a signed document that a known key must have signed; None where it is anything else.

    Only the very text that `signed_text` makes is taken, so doubled keys and other spellings are not.
    """
    try:
        content = json.loads(text)
        if canonical(content) != text.encode() or content["kind"] != kind or content["key"] != key:
            return None
        body, signature = content["body"], bytes.fromhex(content["signature"])
        is_good = isinstance(body, dict) and is_signed(key, signature, signed_bytes(kind, body))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return body if is_good else None
