# SPDX-License-Identifier: MulanPSL-2.0
"""Finding laptops, revoking them, and whose signature is taken: a signed head against a register of laptops."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode as P
from inspector_app.domain.problems import Refused
from inspector_app.domain.unit import DeviceState
from inspector_app.handoff import devices, enrolment, keys, membership
from inspector_app.handoff.certificates import fingerprint, read_certificate, signed_certificate, tls_certificate
from inspector_app.handoff.header import LEVEL, BundleHeader, Purpose
from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.clock import Clock
from tests.helpers.unit import a_laptop, an_office, exchange


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    made = an_office(tmp_path / "office", clock)
    yield made
    made.close()


@pytest.fixture
def laptops(tmp_path: Path, office: Workspace) -> Iterator[tuple[Workspace, Workspace]]:
    made = a_laptop(tmp_path / "one", office, "一中队", holder="王建国"), a_laptop(tmp_path / "two", office, "二中队")
    for laptop in made:
        exchange(office, laptop)
    yield made
    for laptop in made:
        laptop.close()


@pytest.fixture
def stranger(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    made = create_workspace(tmp_path / "stranger", clock=clock)
    yield made
    made.close()


def head(ws: Workspace, purpose: Purpose = Purpose.HANDOFF, **changes: object) -> BundleHeader:
    """The head that a workspace would sign, as far as trust asks for it."""
    ours = membership.membership(ws)
    secret = membership.office_secrets(ws)[0] if purpose is Purpose.DISPATCH else membership.device_secrets(ws)[0]
    made = BundleHeader(
        bundle="b", purpose=purpose, unit=ours.unit, device=ws.device, incarnation=ws.incarnation,
        key=keys.public_key(secret), certificate=ours.certificate, request="", recipient="", export=1, part=1, parts=1,
        previous="", made_at="", level=LEVEL, min_reader=1, suite=1, operations=0, chains=(), files=(),
        total_operations=0, total_files=0, total_bytes=0, heads=(), receipts=(),
    )  # fmt: skip
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def dispatched_by(laptop: Workspace) -> BundleHeader:
    """What a laptop would sign that plays the office."""
    return dataclasses.replace(head(laptop), purpose=Purpose.DISPATCH)


def refused(ws: Workspace, header: BundleHeader) -> P:
    with pytest.raises(Refused) as caught:
        devices.trust_of(ws, header)
    (problem,) = caught.value.problems
    assert problem.fields["name"] == header.name
    return problem.code


def test_what_the_office_and_its_laptops_sign_is_taken(office: Workspace, laptops: tuple[Workspace, Workspace]) -> None:
    one, two = laptops
    for reader in (office, one, two):
        for sender in laptops:
            devices.trust_of(reader, head(sender))
        devices.trust_of(reader, head(office, Purpose.DISPATCH))


def test_a_part_from_before_the_enrolment_is_taken_after_it(office: Workspace, stranger: Workspace) -> None:
    early = head(stranger)
    assert (early.unit, early.certificate) == ("", "")
    assert refused(office, early) is P.BUNDLE_UNKNOWN_DEVICE
    enrolment.enrol(office, enrolment.make_request(stranger))
    devices.trust_of(office, early)


def test_a_revoked_laptop_is_refused_with_the_day_everywhere(
    office: Workspace, laptops: tuple[Workspace, Workspace]
) -> None:
    one, two = laptops
    devices.revoke(office, "一中队", "丢失")
    with pytest.raises(Refused) as caught:
        devices.trust_of(office, head(one))
    assert [(p.code, p.fields["day"], p.fields["device"]) for p in caught.value.problems] == [
        (P.BUNDLE_REVOKED_DEVICE, "2026-11-20", "一中队")
    ]
    devices.trust_of(two, head(one))
    exchange(office, two)
    assert refused(two, head(one)) is P.BUNDLE_REVOKED_DEVICE
    devices.restore(office, "一中队")
    devices.trust_of(office, head(one))


def test_forged_and_foreign_signatures_are_refused(
    office: Workspace, laptops: tuple[Workspace, Workspace], stranger: Workspace, tmp_path: Path, clock: Clock
) -> None:
    one, two = laptops
    own_key = keys.public_key(keys.new_signing_key())
    fake_office = keys.new_signing_key()
    certificate = read_certificate(head(one).certificate, membership.membership(office).office_key)
    assert certificate is not None
    self_made = signed_certificate(dataclasses.replace(certificate, public_key=own_key), fake_office)
    for reader in (office, two):
        assert refused(reader, head(one, key=own_key)) is P.BUNDLE_SIGNATURE
        assert refused(reader, head(one, key=own_key, certificate=head(two).certificate)) is P.BUNDLE_UNKNOWN_DEVICE
        assert refused(reader, head(one, key=own_key, certificate=self_made)) is P.BUNDLE_UNKNOWN_DEVICE
        assert refused(reader, dispatched_by(one)) is P.BUNDLE_SIGNATURE
        assert refused(reader, head(one, unit="0" * 32)) is P.BUNDLE_OTHER_UNIT
        assert refused(reader, head(stranger)) is P.BUNDLE_UNKNOWN_DEVICE
        assert refused(reader, head(office, Purpose.DISPATCH, device=one.device)) is P.BUNDLE_SIGNATURE
    second = an_office(tmp_path / "second", clock)
    assert refused(one, head(second, Purpose.DISPATCH)) is P.BUNDLE_OTHER_UNIT
    assert refused(one, head(second, Purpose.DISPATCH, unit=head(one).unit)) is P.BUNDLE_SIGNATURE
    second.close()


def test_a_unit_without_an_office_takes_only_what_it_signed_itself(
    office: Workspace, laptops: tuple[Workspace, Workspace], stranger: Workspace
) -> None:
    devices.trust_of(stranger, head(stranger))
    assert refused(stranger, head(laptops[0])) is P.BUNDLE_UNKNOWN_DEVICE
    assert refused(stranger, head(office, Purpose.DISPATCH)) is P.BUNDLE_OTHER_UNIT


def test_keys_are_known_by_their_certificates(office: Workspace, laptops: tuple[Workspace, Workspace]) -> None:
    one, two = laptops
    expected = keys.public_key(membership.device_secrets(one)[0])
    assert devices.key_of(office, one.device) == devices.key_of(two, one.device) == expected
    assert devices.key_of(one, one.device) == expected
    assert devices.key_of(two, office.device) == membership.membership(office).office_key
    assert devices.key_of(office, "nobody") == ""


def test_a_row_that_a_laptop_forged_is_not_taken_in(office: Workspace, laptops: tuple[Workspace, Workspace]) -> None:
    one, two = laptops
    forged = keys.new_signing_key()
    with two.operation(devices.Op.ENROL_DEVICE) as step:
        step.db.conn.execute("UPDATE devices SET public_key = ? WHERE id = ?", (keys.public_key(forged), one.device))
        step.db.conn.execute("UPDATE devices SET certificate = '{}' WHERE id = ?", (two.device,))
    with pytest.raises(Refused) as caught:
        exchange(two, office)
    assert [p.code for p in caught.value.problems] == [P.BUNDLE_MALFORMED]
    for laptop in laptops:
        assert devices.key_of(office, laptop.device) == keys.public_key(membership.device_secrets(laptop)[0])
    assert refused(office, head(one, key=keys.public_key(forged))) is P.BUNDLE_SIGNATURE


def test_laptops_are_found_by_name_holder_or_start_of_id(
    office: Workspace, laptops: tuple[Workspace, Workspace]
) -> None:
    one, two = laptops
    for text in ("一中队", " 一中队 ", "王建国", one.device, one.device[:8].upper()):
        assert devices.find_device(office, text).id == one.device
    for text, code in (("", P.DEVICE_UNKNOWN), ("三中队", P.DEVICE_UNKNOWN), (two.device[:3], P.DEVICE_UNKNOWN)):
        with pytest.raises(Refused) as caught:
            devices.find_device(office, text)
        assert [p.code for p in caught.value.problems] == [code]


def test_two_laptops_of_one_holder_must_be_told_apart(office: Workspace, tmp_path: Path) -> None:
    made = [a_laptop(tmp_path / str(n), office, f"{n}号机", holder="李慧敏") for n in range(2)]
    with pytest.raises(Refused) as caught:
        devices.find_device(office, "李慧敏")
    assert [(p.code, p.fields["count"]) for p in caught.value.problems] == [(P.DEVICE_AMBIGUOUS, "2")]
    for ws in made:
        ws.close()


def test_revoking_needs_a_reason_and_never_hits_the_office(
    office: Workspace, laptops: tuple[Workspace, Workspace]
) -> None:
    for device, reason, code in (
        ("一中队", " ", P.REASON_MISSING),
        (office.device, "误操作", P.DEVICE_IS_OFFICE),
        ("无", "丢失", P.DEVICE_UNKNOWN),
    ):
        with pytest.raises(Refused) as caught:
            devices.revoke(office, device, reason)
        assert [p.code for p in caught.value.problems] == [code]
    with pytest.raises(Refused) as caught:
        devices.restore(office, "一中队")
    assert [p.code for p in caught.value.problems] == [P.DEVICE_NOT_REVOKED]
    with pytest.raises(Refused) as caught:
        devices.revoke(laptops[0], "二中队", "丢失")
    assert [p.code for p in caught.value.problems] == [P.NOT_OFFICE]
    made = devices.revoke(office, "王建国", "电脑丢失").value
    assert (made.state, made.reason, made.revoked_at) == (DeviceState.REVOKED, "电脑丢失", office.now())


def test_the_offices_certificate_and_check_words(office: Workspace, clock: Clock) -> None:
    pem, secret = tls_certificate("县局内业", clock.now)
    assert pem.startswith("-----BEGIN CERTIFICATE-----")
    assert secret.startswith("-----BEGIN PRIVATE KEY-----")
    known = membership.membership(office)
    assert len(fingerprint(known.office_key).split()) == 5
    assert fingerprint(known.office_key) != fingerprint(keys.public_key(membership.device_secrets(office)[0]))
