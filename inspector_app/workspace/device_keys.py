# SPDX-License-Identifier: MulanPSL-2.0
"""The key by which this laptop signs, and the keys of the unit's laptops that are known here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.paper_seal import key_id
from inspector_app.domain.unit import DeviceState
from inspector_app.storage import membership, units
from inspector_app.storage.driver import Database
from inspector_app.storage.signatures import new_signing_key, own_body, public_key

DEVICE_KEY, OFFICE_KEY = "device", "office"
_CERTIFICATE = "AJC1"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKey:
    """A key that may have sealed a document of this unit. `name` is empty for this laptop itself."""

    key: str  # public, hex
    device: str
    name: str
    is_own: bool
    is_certified: bool  # by the office; a stand-alone unit has nobody who could
    revoked_at: datetime | None = None

    @property
    def id(self) -> str:
        """How a paper names it."""
        return key_id(self.key)


def signing_key_in(db: Database) -> str:
    """Give this laptop's signing key (secret, hex) inside an open transaction; made at the first call."""
    found = membership.secret(db, DEVICE_KEY)
    if not found:
        found = new_signing_key()
        membership.put_secrets(db, {DEVICE_KEY: found})
    return found


def known_keys(db: Database, own_device: str) -> tuple[KnownKey, ...]:
    """Give every key by which papers of this unit may be sealed: this laptop's own, those the office certified."""
    found: dict[str, KnownKey] = {}
    secret, office = membership.secret(db, DEVICE_KEY), membership.value(db, "office_key")
    for device in units.list_devices(db):
        key = _certified(device.certificate, office, device.id)
        if key:
            revoked = device.revoked_at if device.state is DeviceState.REVOKED else None
            found[key] = KnownKey(
                key=key, device=device.id, name=device.name, is_own=device.id == own_device,
                is_certified=True, revoked_at=revoked,
            )  # fmt: skip
    if secret and public_key(secret) not in found:
        key = public_key(secret)
        found[key] = KnownKey(key=key, device=own_device, name="", is_own=True, is_certified=False)
    return tuple(found.values())


def _certified(certificate: str, office: str, device: str) -> str:
    """Give the key of a certificate that the office signed for this laptop, else nothing."""
    body = own_body(certificate, _CERTIFICATE, office) if certificate and office else None
    key = body.get("public_key") if body is not None and body.get("device") == device else None
    return key if isinstance(key, str) and len(key) == 64 else ""
