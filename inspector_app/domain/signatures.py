# SPDX-License-Identifier: MulanPSL-2.0
"""Whether a person's signature under a document's data stands: whose key it was, and whether it still counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from inspector_app.domain.account import Account, DocumentSignature, OfficerKey

_CHINA = timezone(timedelta(hours=8))


class SignatureState(StrEnum):
    """What the check of a signature came to; only `good` and `unconfirmed` were made by the key that is named."""

    GOOD = "good"
    UNCONFIRMED = "unconfirmed"  # fits, but the office's roster does not name the key (yet)
    REVOKED = "revoked"  # made after the key was revoked
    EXPIRED = "expired"  # made on a day on which the account did not count
    FOREIGN = "foreign"  # of a key that nobody has here, or another person's
    WRONG = "wrong"  # does not fit the document

    @property
    def stands(self) -> bool:
        """Whether the person who is named signed this document."""
        return self in (SignatureState.GOOD, SignatureState.UNCONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What the office's roster says of keys: each with the time of its revocation, if it was revoked."""

    keys: Mapping[str, datetime | None]


def judged(
    signature: DocumentSignature,
    *,
    fits: bool,
    key: OfficerKey | None,
    account: Account | None,
    confirmed: Confirmed | None,
) -> SignatureState:
    """Judge a signature. `fits` says whether its bytes are right; `confirmed` is none where no office gives rosters."""
    if not fits:
        return SignatureState.WRONG
    if key is None or key.id != signature.officer_key or not _is_of(key, signature):
        return SignatureState.FOREIGN
    listed = confirmed is not None and key.id in confirmed.keys
    ends = [key.revoked_at, confirmed.keys[key.id] if confirmed is not None and listed else None]
    if any(end is not None and signature.at >= end for end in ends):
        return SignatureState.REVOKED
    if account is not None and not _counted(account, signature.at):
        return SignatureState.EXPIRED
    return SignatureState.GOOD if confirmed is None or listed else SignatureState.UNCONFIRMED


def _is_of(key: OfficerKey, signature: DocumentSignature) -> bool:
    return (key.name, key.certificate_no) == (signature.name, signature.certificate_no)


def _counted(account: Account, at: datetime) -> bool:
    """Whether the day lies in the account's time; a later revocation is told by the key."""
    day = at.astimezone(_CHINA).date()
    begun = account.valid_from is None or account.valid_from <= day
    return begun and (account.valid_until is None or day <= account.valid_until)
