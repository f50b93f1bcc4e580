# SPDX-License-Identifier: MulanPSL-2.0
"""How a laptop signs what it asks of the office over the network (docs/courier.md).

The signature covers the method, the whole target, the office's time and the hash of the body. Asking the same
once more changes nothing at the office, so a request that somebody recorded and repeats does no harm.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from inspector_app.handoff import keys

SCHEME = "AJ1"
EMPTY = hashlib.sha256(b"").hexdigest()
_SHAPE = re.compile(
    r"AJ1 device=([0-9A-Za-z-]{6,64}), certificate=([0-9a-f]{32}), time=([0-9]{1,12}), sha256=([0-9a-f]{64}),"
    r" signature=([0-9a-f]{128})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who says that he asks, when, and with which body."""

    device: str
    certificate: str  # the first 32 letters of the hash of its text
    time: int  # seconds since 1970, by the office's clock
    sha256: str  # of the body
    signature: str = ""


def certificate_id(certificate: str) -> str:
    """Name a certificate shortly."""
    return hashlib.sha256(certificate.encode()).hexdigest()[:32]


def authorization(secret: str, claim: Claim, *, unit: str, method: str, target: str) -> str:
    """Give the header `Authorization` of one request."""
    signature = keys.sign(secret, _signed_bytes(claim, unit, method, target)).hex()
    return (
        f"{SCHEME} device={claim.device}, certificate={claim.certificate}, time={claim.time}, sha256={claim.sha256},"
        f" signature={signature}"
    )


def read_authorization(text: str) -> Claim | None:
    """Read the header; nothing comes back when it has another shape."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        return None
    device, certificate, time, sha256, signature = found.groups()
    return Claim(device=device, certificate=certificate, time=int(time), sha256=sha256, signature=signature)


def is_authentic(claim: Claim, key: str, *, unit: str, method: str, target: str) -> bool:
    """Whether the laptop with this key signed this request."""
    return keys.is_signed(key, bytes.fromhex(claim.signature), _signed_bytes(claim, unit, method, target))


def _signed_bytes(claim: Claim, unit: str, method: str, target: str) -> bytes:
    parts = (SCHEME, method, target, unit, claim.device, claim.certificate, str(claim.time), claim.sha256)
    return "\n".join(parts).encode()
