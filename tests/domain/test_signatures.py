# SPDX-License-Identifier: MulanPSL-2.0
"""Whether a signature stands, against an oracle that is written the other way round; with real Ed25519 keys."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.account import Account, AccountRole, DocumentSignature, OfficerKey
from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.domain.paper_seal import signed_part
from inspector_app.domain.signatures import Confirmed, SignatureState, judged
from inspector_app.operations.signing import fits

CASES = 10_000
CHINA = timezone(timedelta(hours=8))
START = datetime(2026, 3, 1, 8, 0, tzinfo=CHINA)
PEOPLE = (("王建国", "02011200101"), ("李慧敏", "02011200102"), ("赵六", ""))


def a_document(n: int) -> OfficialDocument:
    digest = f"{n:064x}"
    return OfficialDocument(
        id=f"d{n}", inspection_id="i", kind=DocumentKind.RECTIFICATION_ORDER, state=DocumentState.ISSUED,
        number=f"（清河）应急责改〔2026〕{n}号", word="责改", year=2026, serial=n, form_id="f", form_version="1",
        form_sha256=digest, issued_on=START.date(), issued_at=START, content="{}", content_sha256=digest, sha256=digest,
        sm3="", pages=1, bytes=1,
    )  # fmt: skip


DOCUMENTS = [a_document(n) for n in range(1, 6)]
SECRETS = [Ed25519PrivateKey.generate() for _ in range(6)]
PUBLIC = [s.public_key().public_bytes_raw().hex() for s in SECRETS]


def sometimes(chance: random.Random, days: int = 40) -> datetime | None:
    return START + timedelta(hours=chance.randrange(24 * days)) if chance.random() < 0.4 else None


def a_day(chance: random.Random) -> date | None:
    found = sometimes(chance)
    return found.date() if found else None


class Case:
    """A random signature in a random register, and what must come of it."""

    def __init__(self, chance: random.Random) -> None:
        n = chance.randrange(4)  # the last two keys are in no register
        self.name, self.number = PEOPLE[n % len(PEOPLE)]
        self.key = OfficerKey(
            id=PUBLIC[n], account_id=f"a{n}", name=self.name, certificate_no=self.number, device="dev", made_at=START,
            revoked_at=sometimes(chance),
        )  # fmt: skip
        self.account = Account(
            id=f"a{n}", name=self.name, role=AccountRole.OFFICER, valid_from=a_day(chance), valid_until=a_day(chance)
        )
        self.confirmed = None
        if chance.random() < 0.6:
            keys = {PUBLIC[k]: sometimes(chance) for k in range(6) if chance.random() < 0.7}
            self.confirmed = Confirmed(keys=keys)
        self.document, self.signed = chance.choice(DOCUMENTS), chance.choice(DOCUMENTS)
        if chance.random() < 0.7:
            self.signed = self.document
        self.by = chance.choice([n, n, n, n, chance.randrange(6)])
        self.claimed = chance.choice([n, n, n, n, chance.randrange(6)])
        self.says = PEOPLE[chance.randrange(3)] if chance.random() < 0.1 else (self.name, self.number)
        self.at = START + timedelta(hours=chance.randrange(24 * 40))
        if self.key.revoked_at is not None and chance.random() < 0.1:
            self.at = self.key.revoked_at  # the very moment
        secret = SECRETS[self.by].sign(signed_part(self.signed))
        self.flipped = chance.random() < 0.1
        if self.flipped:
            place = chance.randrange(64)
            secret = secret[:place] + bytes([secret[place] ^ (1 << chance.randrange(8))]) + secret[place + 1 :]
        self.signature = DocumentSignature(
            id="s", document_id=self.document.id, officer_key=PUBLIC[self.claimed], name=self.says[0],
            certificate_no=self.says[1], at=self.at, signature=secret.hex(),
        )  # fmt: skip
        self.is_known = self.claimed == n

    def found(self) -> SignatureState:
        return judged(
            self.signature, fits=fits(self.signature, self.document), key=self.key if self.is_known else None,
            account=self.account, confirmed=self.confirmed,
        )  # fmt: skip

    def expected(self) -> SignatureState:
        """The oracle knows how the case was made and computes nothing."""
        if self.flipped or self.by != self.claimed or self.signed is not self.document:
            return SignatureState.WRONG
        if not self.is_known or self.says != (self.name, self.number):
            return SignatureState.FOREIGN
        listed = self.confirmed.keys if self.confirmed is not None else {}
        for end in (self.key.revoked_at, listed.get(self.key.id)):
            if end and self.at >= end:
                return SignatureState.REVOKED
        day, account = self.at.date(), self.account
        if (account.valid_from or day) > day or (account.valid_until or day) < day:
            return SignatureState.EXPIRED
        if self.confirmed is not None and self.key.id not in listed:
            return SignatureState.UNCONFIRMED
        return SignatureState.GOOD


@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_random_signatures_are_judged_as_they_were_made(seed: int) -> None:
    chance = random.Random(seed)
    seen = dict.fromkeys(SignatureState, 0)
    for n in range(CASES // 10):
        case = Case(chance)
        assert case.found() is case.expected(), (seed, n)
        seen[case.expected()] += 1
    assert all(seen.values()), seen


def test_what_is_no_signature_at_all_does_not_fit() -> None:
    document = DOCUMENTS[0]
    whole = SECRETS[0].sign(signed_part(document)).hex()
    for key, text in ((PUBLIC[0], ""), (PUBLIC[0], "zz"), ("", whole), ("ab", whole), (PUBLIC[0], whole[:-2])):
        made = DocumentSignature(
            id="s", document_id=document.id, officer_key=key, name="", certificate_no="", at=START, signature=text
        )
        assert not fits(made, document)
    other = DocumentSignature(
        id="s", document_id="d9", officer_key=PUBLIC[0], name="", certificate_no="", at=START, signature=whole
    )
    assert not fits(other, document), "a row of another document"
