# SPDX-License-Identifier: MulanPSL-2.0
"""Signatures of people under a document's data (数据校验签名): each with the own password, nobody for another.

The binding act stays the signature on paper. A signature here says that who knew this person's password at this time
had this very document (number, content, PDF) under it; it is checked without any secret.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.account import Account, DocumentSignature, OfficerKey
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.paper_seal import signed_part
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.signatures import Confirmed, SignatureState, judged
from inspector_app.operations.protection import confirm_password
from inspector_app.storage import accounts, documents, inspections, membership, reinspections
from inspector_app.storage.driver import Database
from inspector_app.storage.key_slots import Unlocked
from inspector_app.storage.rows import instant_in
from inspector_app.storage.signatures import is_signed, public_key, sign
from inspector_app.workspace import Step, Workspace
from inspector_app.workspace.account_books import ROSTER_KEYS, ROSTER_NUMBER, keys_of
from inspector_app.workspace.permission_table import permissions


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSignature:
    """A signature with what its check came to; `is_officer` where the person stands on the document as an officer."""

    signature: DocumentSignature
    state: SignatureState
    is_officer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signers:
    """The signatures under a document, and which of its officers have not signed."""

    signatures: tuple[CheckedSignature, ...]
    missing: tuple[Participant, ...]

    @property
    def is_complete(self) -> bool:
        """Whether two different officers of the document have signed, and their signatures stand."""
        good = {
            (s.signature.name, s.signature.certificate_no)
            for s in self.signatures
            if s.is_officer and s.state.stands
        }  # fmt: skip
        return len(good) >= 2


def own_signer(ws: Workspace, password: str) -> tuple[Unlocked, ...]:
    """Give who opened the data as a signer, by the own password; nobody where the data are open.

    Refuses PASSWORD_WRONG, PASSWORD_WAIT, and SIGNER_MISSING for who came with the key on paper.
    """
    if ws.login is None or ws.account is None:
        return ()
    if ws.login.is_recovery:
        _missing(ws.account.name)
    return (confirm_password(ws, ws.account.id, password),)


def need_signer(ws: Workspace, signers: Sequence[Unlocked]) -> None:
    """Refuse SIGNER_MISSING in protected data unless who opened them signs, with a key that is really theirs."""
    if ws.login is None or ws.account is None:
        return
    own = [s for s in signers if s.slot.account == ws.account.id]
    if not own or not all(_has_key(s) for s in signers):
        _missing(ws.account.name)


def sign_in(ws: Workspace, step: Step, document: OfficialDocument, signers: Sequence[Unlocked]) -> None:
    """Sign a document inside the operation that issues it; open data are not signed.

    Who issues must be one of the document's officers or in charge. Refuses SIGNER_MISSING, SIGNER_SAME,
    SIGNER_NOT_ON_DOCUMENT, ACCOUNT_INVALID.
    """
    if ws.login is None or ws.account is None:
        return
    need_signer(ws, signers)
    for signer in signers:
        is_issuer = signer.slot.account == ws.account.id
        may_stand_aside = is_issuer and permissions().may(ws.account.role, Op.APPROVE_PLAN)
        _sign_one(step, document, signer, officers_only=not may_stand_aside)


def sign_document(ws: Workspace, document_id: str, who: str, password: str) -> Done[DocumentSignature]:
    """Let an officer of a document sign it with the own password, after its issue: the second one, as a rule.

    Refuses NOT_PROTECTED, NOT_FOUND, DOCUMENT_VOID, PASSWORD_…, SIGNER_SAME, SIGNER_NOT_ON_DOCUMENT, ACCOUNT_INVALID.
    """
    if ws.login is None:
        raise Refused([Problem(code=ProblemCode.NOT_PROTECTED)])
    with ws.reader() as db:
        document = _document(db, document_id)
    ws.need(Op.SIGN_DOCUMENT)
    return sign_unlocked(ws, document.id, confirm_password(ws, who, password))


def sign_unlocked(ws: Workspace, document_id: str, signer: Unlocked) -> Done[DocumentSignature]:
    """Sign with a key whose password was right a moment ago, as a window asks for it. Refuses as `sign_document`."""
    with ws.reader() as db:
        document = _document(db, document_id)
    with ws.operation(Op.SIGN_DOCUMENT) as step:
        made = _sign_one(step, document, signer, officers_only=True)
    return Done(value=made, changes=step.changes)


def signatures_of(ws: Workspace, document_id: str) -> Signers:
    """Give the signatures under a document, each checked, and the officers who have not signed. Refuses NOT_FOUND."""
    with ws.reader() as db:
        return signers_in(db, _document(db, document_id, voids=True))


def signers_in(db: Database, document: OfficialDocument) -> Signers:
    """Check the signatures under a document on an open connection."""
    officers, known, confirmed = _officers(db, document), accounts.list_accounts(db), confirmed_keys(db)
    found = []
    for signature in accounts.list_signatures(db, document.id):
        key = accounts.get_officer_key(db, signature.officer_key)
        state = judged(
            signature, fits=fits(signature, document), key=key,
            account=_account_of(known, key) if key else None, confirmed=confirmed,
        )  # fmt: skip
        person = _among(officers, signature.name, signature.certificate_no)
        found.append(CheckedSignature(signature=signature, state=state, is_officer=person is not None))
    signed = [(s.signature.name, s.signature.certificate_no) for s in found if s.state.stands]
    missing = tuple(p for p in officers if not any(_is_person(p, *one) for one in signed))
    return Signers(signatures=tuple(found), missing=missing)


def fits(signature: DocumentSignature, document: OfficialDocument) -> bool:
    """Whether the bytes of a signature were made over this document with the key that it names."""
    try:
        signed = bytes.fromhex(signature.signature)
    except ValueError:
        return False
    return is_signed(signature.officer_key, signed, signed_part(document)) and signature.document_id == document.id


def confirmed_keys(db: Database) -> Confirmed | None:
    """Give what the office's newest roster says of keys; none where there is no roster."""
    if not membership.value(db, ROSTER_NUMBER):
        return None
    found = json.loads(membership.value(db, ROSTER_KEYS) or "{}")
    return Confirmed(keys={key: _instant(at) for key, at in found.items()})


def _instant(text: str) -> datetime | None:
    return instant_in(text) if text else None


def _sign_one(step: Step, document: OfficialDocument, signer: Unlocked, *, officers_only: bool) -> DocumentSignature:
    account, key = _signer(step, signer)
    officers = _officers(step.db, document)
    if officers_only and _among(officers, key.name, key.certificate_no) is None:
        fields = {"name": account.name}
        raise Refused([Problem(code=ProblemCode.SIGNER_NOT_ON_DOCUMENT, where="signer", fields=fields)])
    before = accounts.list_signatures(step.db, document.id)
    if any((s.name, s.certificate_no) == (key.name, key.certificate_no) or s.officer_key == key.id for s in before):
        raise Refused([Problem(code=ProblemCode.SIGNER_SAME, where="signer", fields={"name": account.name})])
    made = DocumentSignature(
        id=step.new_id(), document_id=document.id, officer_key=key.id, name=key.name,
        certificate_no=key.certificate_no, at=step.now, signature=sign(signer.signing, signed_part(document)).hex(),
    )  # fmt: skip
    accounts.put_signature(step.db, made)
    return made


def _signer(step: Step, signer: Unlocked) -> tuple[Account, OfficerKey]:
    """Give the account and the registered key of a signer. Refuses SIGNER_MISSING, ACCOUNT_INVALID."""
    account = accounts.get_account(step.db, signer.slot.account)
    key = accounts.get_officer_key(step.db, signer.slot.public_key)
    if account is None or key is None or key.revoked_at is not None or not _has_key(signer):
        _missing(signer.slot.name)
        raise AssertionError
    if not account.is_valid(step.now.date()):
        day = account.valid_until or account.valid_from
        fields = {"name": account.name, "state": account.state.value, "day": day.isoformat() if day else "-"}
        raise Refused([Problem(code=ProblemCode.ACCOUNT_INVALID, where="signer", fields=fields)])
    if not permissions().may(account.role, Op.SIGN_DOCUMENT):
        fields = {"role": account.role.value, "act": Op.SIGN_DOCUMENT.value}
        raise Refused([Problem(code=ProblemCode.NOT_PERMITTED, where="signer", fields=fields)])
    return account, key


def _has_key(signer: Unlocked) -> bool:
    """Whether the secret that was unlocked belongs to the public key that the slot shows."""
    return bool(signer.signing) and public_key(signer.signing) == signer.slot.public_key


def _missing(name: str) -> None:
    raise Refused([Problem(code=ProblemCode.SIGNER_MISSING, where="signer", fields={"name": name})])


def _document(db: Database, document_id: str, *, voids: bool = False) -> OfficialDocument:
    found = documents.get_document(db, document_id) or documents.with_number(db, document_id)
    if found is None:
        fields = {"kind": "document", "id": document_id[:80]}
        raise Refused([Problem(code=ProblemCode.NOT_FOUND, fields=fields)])
    if not found.is_valid and not voids:
        raise Refused([Problem(code=ProblemCode.DOCUMENT_VOID, fields={"number": found.number})])
    return found


def _officers(db: Database, document: OfficialDocument) -> tuple[Participant, ...]:
    """Give the officers who stand on a document: those of its visit, or of the re-inspection that it records."""
    inspection = inspections.get_inspection(db, document.inspection_id)
    people = inspection.people if inspection is not None else ()
    if document.reinspection_id:
        again = reinspections.get(db, document.reinspection_id)
        people = again.people if again is not None else people
    return tuple(p for p in people if p.role is PersonRole.OFFICER)


def _among(officers: Sequence[Participant], name: str, certificate_no: str) -> Participant | None:
    return next((p for p in officers if _is_person(p, name, certificate_no)), None)


def _is_person(person: Participant, name: str, certificate_no: str) -> bool:
    """Whether an officer of a document is this signer: by certificate number where both have one, else by name."""
    if person.certificate_no and certificate_no:
        return person.certificate_no == certificate_no
    return person.name == name


def _account_of(known: Sequence[Account], key: OfficerKey) -> Account | None:
    by_id = next((a for a in known if a.id == key.account_id), None)
    return by_id or next((a for a in known if keys_of([key], a)), None)
