# SPDX-License-Identifier: MulanPSL-2.0
"""Signatures (Ed25519), keys for encryption (age, X25519) and small signed texts: certificates, requests, receipts.

In the words of the window this is 数据校验签名, a check that data are whole and whose they are; the binding act
stays the signature on paper. Suite 1: SHA-256, Ed25519, age.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.handoff.strict_json import strict
from inspector_app.storage.signatures import (
    canonical,
    is_signed,
    new_signing_key,
    public_key,
    sign,
    signed_bytes,
    signed_text,
)

__all__ = [
    "NotSigned",
    "SignedText",
    "canonical",
    "is_signed",
    "new_age_identity",
    "new_signing_key",
    "public_key",
    "read_signed",
    "recipient_of",
    "sign",
    "signed_text",
]  # fmt: skip

SUITE = 1
KEY_LENGTH = 32
SIGNATURE_LENGTH = 64
LARGEST_TEXT = 4_000_000  # bytes of a signed text; the receipt of a large office has some 100,000
_KEY = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


class NotSigned(ValueError):
    """A text is not one of ours, or its signature does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedText:
    """A small JSON document with the key that signed it; `text` is what is handed on, byte for byte."""

    kind: str  # AJC1 certificate, AJQ1 request, AJR1 receipt, AJH1 head of a chain, AJE1 enrolment
    body: Mapping[str, object]
    key: str  # hex
    text: str


def new_age_identity() -> str:
    """Make a secret age key (AGE-SECRET-KEY-1...)."""
    from pyrage import x25519  # with the two below: a start without hand-off needs none

    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Give what others encrypt to (age1...)."""
    from pyrage import x25519

    return str(x25519.Identity.from_str(identity).to_public())


def read_signed(text: str, kind: str) -> SignedText:
    """Read a signed document of one kind after checking its signature. Raises NotSigned.

    Whose the key is, the caller must ask: anybody can sign.
    """
    if len(text) > LARGEST_TEXT:
        raise NotSigned("too large")
    try:
        content = strict(text.encode())
        if not isinstance(content, dict) or content["kind"] != kind:
            raise ValueError("kind")
        body, key, signature = content["body"], content["key"], content["signature"]
        if not isinstance(body, dict) or not _KEY.fullmatch(key) or not _SIGNATURE.fullmatch(signature):
            raise ValueError("shape")
        signed = is_signed(key, bytes.fromhex(signature), signed_bytes(kind, body))
    except (ValueError, KeyError, TypeError) as error:
        raise NotSigned("not a signed text") from error
    if not signed:
        raise NotSigned("signature")
    return SignedText(kind=kind, body=body, key=key, text=text)
