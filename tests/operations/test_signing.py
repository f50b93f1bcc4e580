# SPDX-License-Identifier: MulanPSL-2.0
"""Signatures under documents: who issues signs, the second officer with the own password, nobody for another."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import timedelta

import pytest

from inspector_app.domain.account import AccountRole
from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.domain.signatures import SignatureState
from inspector_app.operations import accounts, documents, inspections, protection
from inspector_app.operations.signing import own_signer, sign_document, sign_unlocked, signatures_of
from inspector_app.storage.key_slots import Unlocked
from inspector_app.workspace import Workspace
from tests.helpers.accounts import FIRST, OTHER, PASSWORD, SECOND, an_account, codes_of, opened_as, protected
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_inspection

RECORD = DocumentKind.INSPECTION_RECORD
pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def visit(unit: Workspace, clock: Clock) -> str:
    """A finished visit of both officers, in protected data that the first has opened."""
    protected(unit)
    an_account(unit, password=OTHER)
    inspection = an_inspection(unit)
    a_finding(unit, inspection)
    clock.move(hours=2)
    inspections.finish_inspection(unit, inspection.id)
    return inspection.id


def issued(ws: Workspace, visit: str, signers: Sequence[Unlocked] | None = None) -> OfficialDocument:
    given = own_signer(ws, PASSWORD) if signers is None else signers
    return documents.issue_document(ws, visit, RECORD, signers=given).value


def numbers(ws: Workspace) -> int:
    with ws.reader() as db:
        return int(db.conn.execute("SELECT count(*) FROM documents").fetchone()[0])


def test_who_issues_signs_and_the_second_officer_after(unit: Workspace, visit: str, clock: Clock) -> None:
    made = issued(unit, visit)
    first = signatures_of(unit, made.number)
    assert [(s.signature.name, s.state, s.is_officer) for s in first.signatures] == [
        (FIRST[0], SignatureState.GOOD, True)
    ]
    assert [p.name for p in first.missing] == [SECOND[0]]
    assert not first.is_complete
    clock.move(minutes=1)
    sign_document(unit, made.id, SECOND[0], OTHER)
    both = signatures_of(unit, made.id)
    assert [s.signature.certificate_no for s in both.signatures] == [FIRST[1], SECOND[1]]
    assert both.is_complete
    assert both.missing == ()


def test_nothing_is_issued_without_the_password_of_who_issues(unit: Workspace, visit: str) -> None:
    assert codes_of(lambda: issued(unit, visit, ())) == [P.SIGNER_MISSING]
    second = protection.confirm_password(unit, SECOND[0], OTHER)
    assert codes_of(lambda: issued(unit, visit, (second,))) == [P.SIGNER_MISSING], "nobody issues under another's name"
    assert codes_of(lambda: own_signer(unit, OTHER)) == [P.PASSWORD_WRONG]
    assert numbers(unit) == 0, "no number was spent"


def test_a_key_that_does_not_belong_to_the_slot_signs_nothing(unit: Workspace, visit: str) -> None:
    own = own_signer(unit, PASSWORD)[0]
    second = protection.confirm_password(unit, SECOND[0], OTHER)
    mixed = dataclasses.replace(own, signing=second.signing)
    assert codes_of(lambda: issued(unit, visit, (mixed,))) == [P.SIGNER_MISSING]
    made = issued(unit, visit)
    stolen = dataclasses.replace(second, signing=own.signing)
    assert codes_of(lambda: sign_unlocked(unit, made.id, stolen)) == [P.SIGNER_MISSING]


def test_both_sign_at_once_when_both_are_at_hand(unit: Workspace, visit: str) -> None:
    both = (*own_signer(unit, PASSWORD), protection.confirm_password(unit, SECOND[0], OTHER))
    made = issued(unit, visit, both)
    assert signatures_of(unit, made.id).is_complete


def test_two_different_officers_of_the_document_sign(unit: Workspace, visit: str) -> None:
    an_account(unit, ("赵六", "02011200103"))
    made = issued(unit, visit)
    assert codes_of(lambda: sign_document(unit, made.id, FIRST[0], PASSWORD)) == [P.SIGNER_SAME]
    assert codes_of(lambda: sign_document(unit, made.id, "赵六", PASSWORD)) == [P.SIGNER_NOT_ON_DOCUMENT]
    assert codes_of(lambda: sign_document(unit, made.id, SECOND[0], PASSWORD)) == [P.PASSWORD_WRONG]
    assert codes_of(lambda: sign_document(unit, "没有", SECOND[0], OTHER)) == [P.NOT_FOUND]
    assert len(signatures_of(unit, made.id).signatures) == 1
    twice = [own_signer(unit, PASSWORD)[0]] * 2
    with unit.reader() as db:
        before = db.conn.execute("SELECT count(*) FROM documents").fetchone()[0]
    assert codes_of(lambda: documents.issue_document(unit, visit, DocumentKind.RECTIFICATION_ORDER, signers=twice)) == [
        P.SIGNER_SAME
    ]
    assert numbers(unit) == before


def test_a_void_document_is_not_signed(unit: Workspace, visit: str) -> None:
    made = issued(unit, visit)
    documents.void_document(unit, made.id, "文书有误")
    assert codes_of(lambda: sign_document(unit, made.id, SECOND[0], OTHER)) == [P.DOCUMENT_VOID]
    assert [s.state for s in signatures_of(unit, made.id).signatures] == [SignatureState.GOOD], "who signed has signed"


def test_an_officer_who_is_not_on_the_document_does_not_issue_it(unit: Workspace, visit: str, clock: Clock) -> None:
    an_account(unit, ("赵六", "02011200103"))
    chief = an_account(unit, ("孙局长", ""), AccountRole.CHIEF)
    unit.close()
    with opened_as(unit.folder, "赵六", clock=clock) as ws:
        assert codes_of(lambda: issued(ws, visit)) == [P.SIGNER_NOT_ON_DOCUMENT]
        assert numbers(ws) == 0
    with opened_as(unit.folder, chief.id, clock=clock) as ws:
        made = issued(ws, visit)
        found = signatures_of(ws, made.id)
        assert [s.is_officer for s in found.signatures] == [False], "in charge, not one of its officers"
        assert len(found.missing) == 2
        sign_document(ws, made.id, FIRST[0], PASSWORD)
        assert not signatures_of(ws, made.id).is_complete
        sign_document(ws, made.id, SECOND[0], OTHER)
        assert signatures_of(ws, made.id).is_complete


def test_a_revoked_key_signs_no_more_and_what_it_signed_stays_signed(unit: Workspace, visit: str, clock: Clock) -> None:
    made = issued(unit, visit)
    second = protection.confirm_password(unit, SECOND[0], OTHER)
    clock.now += timedelta(minutes=1)
    account = accounts.account_named(unit, SECOND[0])
    accounts.set_password(unit, account.id, PASSWORD)
    assert codes_of(lambda: sign_unlocked(unit, made.id, second)) == [P.SIGNER_MISSING], "the older key is kept aside"
    sign_document(unit, made.id, SECOND[0], PASSWORD)
    clock.now += timedelta(minutes=1)
    accounts.revoke_account(unit, account.id, "调离")
    assert [s.state for s in signatures_of(unit, made.id).signatures] == [SignatureState.GOOD] * 2


def test_who_may_not_sign_does_not(unit: Workspace, visit: str, clock: Clock) -> None:
    made = issued(unit, visit)
    account = accounts.account_named(unit, SECOND[0])
    draft = accounts.AccountDraft(name=SECOND[0], certificate_no=SECOND[1], role=AccountRole.READER)
    accounts.amend_account(unit, account.id, draft)
    assert codes_of(lambda: sign_document(unit, made.id, SECOND[0], OTHER)) == [P.NOT_PERMITTED]
    ended = dataclasses.replace(draft, role=AccountRole.OFFICER, valid_until=clock().date() - timedelta(days=1))
    accounts.amend_account(unit, account.id, ended)
    assert codes_of(lambda: sign_document(unit, made.id, SECOND[0], OTHER)) == [P.ACCOUNT_INVALID]


def test_open_data_are_not_signed(unit: Workspace, clock: Clock) -> None:
    inspection = an_inspection(unit)
    clock.move(hours=2)
    inspections.finish_inspection(unit, inspection.id)
    assert own_signer(unit, "") == ()
    made = issued(unit, inspection.id, ())
    assert signatures_of(unit, made.id).signatures == ()
    assert codes_of(lambda: sign_document(unit, made.id, FIRST[0], PASSWORD)) == [P.NOT_PROTECTED]


@pytest.mark.spoils
@pytest.mark.parametrize(
    ("change", "state"),
    [
        ("UPDATE document_signatures SET signature = replace(signature, substr(signature, 1, 2), 'a0')", "wrong"),
        ("UPDATE document_signatures SET name = '李慧敏'", "foreign"),
        ("DELETE FROM officer_keys", "foreign"),
        ("UPDATE officer_keys SET revoked_at = '2026-01-01T00:00:00.000000Z'", "revoked"),
        ("UPDATE accounts SET valid_until = '2026-01-01'", "expired"),
    ],
)
def test_what_somebody_changes_in_the_tables_is_seen(unit: Workspace, visit: str, change: str, state: str) -> None:
    made = issued(unit, visit)
    with unit.operation(Op.NOTE_EVENT) as step:
        step.db.conn.execute(change)
    assert [s.state for s in signatures_of(unit, made.id).signatures] == [SignatureState(state)]
    assert not signatures_of(unit, made.id).is_complete
