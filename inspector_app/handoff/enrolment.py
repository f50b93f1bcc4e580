# SPDX-License-Identifier: MulanPSL-2.0
"""How an office begins and a laptop joins it: a request (AJQ1) goes to the office, an answer (AJE1) comes back."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.unit import Device, DeviceState, Membership, Role
from inspector_app.handoff import keys
from inspector_app.handoff.certificates import Certificate, signed_certificate, tls_certificate
from inspector_app.handoff.header import LEVEL
from inspector_app.handoff.leases import close_own_in, keep_used_in
from inspector_app.handoff.membership import (
    OFFICE_AGE,
    OFFICE_KEY,
    device_secrets,
    identities,
    membership,
    need_office,
    office_secrets,
    put_membership_in,
    sound_url,
)
from inspector_app.handoff.statements import (
    ANSWER,
    REQUEST,
    answer_body,
    membership_of,
    read_answer,
    read_request,
    read_text,
)
from inspector_app.storage import membership as books
from inspector_app.storage import numbers, organs, units
from inspector_app.storage.file_store import faults_of, write_durably
from inspector_app.storage.rows import instant_out
from inspector_app.wording import tr
from inspector_app.workspace import Step, Workspace
from inspector_app.workspace.account_books import settle_office_slots
from inspector_app.workspace.number_series import LEASE_INCARNATION

TLS_KEY = "tls"  # the name of the courier's TLS key among this workspace's secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A laptop in the office's register, and the answer that it must get; `is_new` when it was not there before."""

    device: Device
    answer: str
    is_new: bool


def init_office(ws: Workspace, *, name: str = "", recovery: Path | None = None, url: str = "") -> Membership:
    """Make a workspace the office of a unit: its keys, its certificate, itself as the first device.

    `recovery` is a new file for a second key that opens every bundle, to be printed and locked away; only its
    public half stays here. `url` is the address that laptops get with their answers. Refuses OFFICE_EXISTS,
    MEMBER_ALREADY, COURIER_ADDRESS, FILE_EXISTS and what cannot be written.
    """
    ws.need(Act.RUN_OFFICE)
    known = membership(ws)
    if known.role is Role.OFFICE:
        raise Refused([Problem(code=ProblemCode.OFFICE_EXISTS, fields={"path": str(ws.folder)})])
    if known.role is Role.MEMBER:
        raise Refused([Problem(code=ProblemCode.MEMBER_ALREADY, fields={"unit": known.name})])
    with ws.reader() as db:
        organ = organs.get_organ(db)
    name = texts.cleaned(name) or (organ.name if organ else "") or tr("Office")
    refuse(texts.problems_of(name, "name"))
    url = sound_url(url)
    office_key, office_age = keys.new_signing_key(), keys.new_age_identity()
    recipients = [keys.recipient_of(office_age), *([_write_recovery(recovery, name)] if recovery else [])]
    tls, tls_key = tls_certificate(name, ws.now())
    unit = Membership(
        role=Role.OFFICE, unit=ws.new_id(), name=name, office_device=ws.device, office_key=keys.public_key(office_key),
        recipients=tuple(recipients), organ_id=organ.id if organ else "", url=url, tls=tls, joined_at=_utc(ws.now()),
    )  # fmt: skip
    certificate = _certificate(unit, ws.device, ws.incarnation, device_secrets(ws), name, ws.now())
    unit = dataclasses.replace(unit, certificate=signed_certificate(certificate, office_key))
    with ws.operation(Op.ENROL_DEVICE) as step:
        units.put_device(step.db, _device(certificate, unit.certificate, "", step.now))
        close_own_in(ws, step)
    with ws.books() as db:
        books.put_secrets(db, {OFFICE_KEY: office_key, OFFICE_AGE: office_age, TLS_KEY: tls_key})
        put_membership_in(db, unit)
        books.put_values(db, {LEASE_INCARNATION: ws.incarnation})
    return unit


def _write_recovery(path: Path, name: str) -> str:
    """Write the recovery key for people to print; gives what is encrypted to. Never over a file that is there."""
    if path.exists():
        raise Refused([Problem(code=ProblemCode.FILE_EXISTS, where="--recovery", fields={"path": str(path)})])
    identity = keys.new_age_identity()
    lines = (
        tr("Recovery key of {name}", name=name),
        tr("Print this page, lock it away in two places, and delete this file. With the key every bundle to the "
           "office can be opened (program: age)."),
        "", keys.recipient_of(identity), identity, "",
    )  # fmt: skip
    with faults_of(path):
        write_durably(path, "\n".join(lines).encode(), mode=0o600)
    return keys.recipient_of(identity)


def make_request(ws: Workspace, *, name: str = "", holder: str = "") -> str:
    """Write a laptop's request to be enrolled, signed by its own key. Refuses OFFICE_EXISTS and too long names."""
    name, holder = texts.cleaned(name), texts.cleaned(holder)
    refuse([*texts.problems_of(name, "name"), *texts.problems_of(holder, "holder")])
    ours = membership(ws)
    if ours.role is Role.OFFICE:
        raise Refused([Problem(code=ProblemCode.OFFICE_EXISTS, fields={"path": str(ws.folder)})])
    signing, age = device_secrets(ws)
    with ws.reader() as db:
        organ = organs.get_organ(db)
        # what a member used it had leased, and what it knows of others is theirs
        used = numbers.highest_serials(db) if ours.role is Role.ALONE else ()
    body = {
        "device": ws.device, "incarnation": ws.incarnation, "public_key": keys.public_key(signing),
        "recipient": keys.recipient_of(age), "name": name, "holder": holder,
        "organ": {"name": organ.name if organ else "", "short_name": organ.short_name if organ else ""},
        "used": [list(row) for row in used], "level": LEVEL, "made_at": _utc(ws.now()),
    }  # fmt: skip
    return keys.signed_text(REQUEST, body, signing)


def enrol(ws: Workspace, request_text: str, *, name: str = "", holder: str = "", path: str = "") -> Enrolled:
    """Take a laptop into the office's register and write the answer; the same laptop again gets a fresh answer.

    Refuses NOT_OFFICE, REQUEST_MALFORMED, BUNDLE_NEWER, DEVICE_REVOKED (restore it first).
    """
    ours, (office_key, _) = need_office(ws), office_secrets(ws)
    asked = read_request(request_text, path)
    name, holder = texts.cleaned(name), texts.cleaned(holder) or asked.holder
    refuse([*texts.problems_of(name, "name"), *texts.problems_of(holder, "holder")])
    if asked.level > LEVEL:
        fields = {"name": asked.device[:12], "found": str(asked.level), "known": str(LEVEL)}
        raise Refused([Problem(code=ProblemCode.BUNDLE_NEWER, fields=fields)])
    with ws.operation(Op.ENROL_DEVICE) as step:
        before = units.get_device(step.db, asked.device)
        if before is not None and before.state is DeviceState.REVOKED:
            day = before.revoked_at.date().isoformat() if before.revoked_at else "-"
            fields = {"device": before.name, "day": day}
            raise Refused([Problem(code=ProblemCode.DEVICE_REVOKED, where="device", fields=fields)])
        if asked.device == ours.office_device:
            raise Refused([Problem(code=ProblemCode.OFFICE_EXISTS, fields={"path": str(ws.folder)})])
        known = name or (before.name if before else "") or asked.name or holder
        certificate = Certificate(
            unit=ours.unit, device=asked.device, incarnation=asked.incarnation, public_key=asked.public_key,
            recipient=asked.recipient, name=_free_name(step, known, asked.device), at=_utc(ws.now()),
        )  # fmt: skip
        signed = signed_certificate(certificate, office_key)
        device = _device(certificate, signed, holder or (before.holder if before else ""), step.now)
        units.put_device(step.db, device)
        keep_used_in(step, asked.device, asked.used)
        organ = organs.get_organ(step.db)
    body = answer_body(ours, asked.device, signed, organ, _utc(ws.now()))
    return Enrolled(device=device, answer=keys.signed_text(ANSWER, body, office_key), is_new=before is None)


def _free_name(step: Step, wanted: str, device: str) -> str:
    """Give the name that a laptop gets: as wished, with a number where another laptop has it already."""
    taken = {d.name for d in units.list_devices(step.db) if d.id != device}
    base = wanted[:190] or tr("Laptop {id}", id=device[:6])
    every = itertools.chain([base], (f"{base} {n}" for n in itertools.count(2)))
    return next(name for name in every if name not in taken)


def request_at(ws: Workspace, path: Path) -> str:
    """Give the request of a file: a request itself, or the one in the head of a bundle's part.

    Refuses NOT_OFFICE, FILE_MISSING, REQUEST_MALFORMED, and what a part is refused for.
    """
    from inspector_app.handoff.part_reader import open_part  # and all that reads bundles: not for every command

    need_office(ws)
    if path.suffix != ".ajb":
        return read_text(path)
    with open_part(path, identities(ws)) as part:
        return part.header.request


def join(ws: Workspace, answer_text: str, *, path: str = "") -> Membership:
    """Make a laptop a member of the office that signed the answer; it trusts that key from now on.

    The same office again renews what is known of it (address, keys). From now on numbers come from the office's
    blocks only. Refuses ENROLMENT_MALFORMED, ENROLMENT_OTHER_DEVICE, MEMBER_ALREADY, OFFICE_EXISTS.
    """
    ws.need(Act.JOIN_OFFICE)
    ours, answer = membership(ws), read_answer(answer_text, path)
    if ours.role is Role.OFFICE:
        raise Refused([Problem(code=ProblemCode.OFFICE_EXISTS, fields={"path": str(ws.folder)})])
    if answer.certificate.device != ws.device:
        fields = {"path": path, "device": answer.certificate.name}
        raise Refused([Problem(code=ProblemCode.ENROLMENT_OTHER_DEVICE, fields=fields)])
    if ours.role is Role.MEMBER and (ours.unit, ours.office_key) != (answer.unit, answer.office_key):
        raise Refused([Problem(code=ProblemCode.MEMBER_ALREADY, fields={"unit": ours.name})])
    if answer.certificate.public_key != keys.public_key(device_secrets(ws)[0]):
        fields = {"path": path, "device": answer.certificate.name}
        raise Refused([Problem(code=ProblemCode.ENROLMENT_OTHER_DEVICE, fields=fields)])
    made = membership_of(answer, joined_at=ours.joined_at or _utc(ws.now()))
    with ws.reader() as db:
        owns = any(b.device == ws.device and b.state.value == "own" for b in organs.list_blocks(db))
    if owns:
        with ws.operation(Op.RETURN_NUMBERS) as step:
            close_own_in(ws, step)
    with ws.books() as db:
        put_membership_in(db, made)
    settle_office_slots(ws)
    return made


def join_by_path(ws: Workspace, path: Path) -> Membership:
    """Join by the answer in a file. Refuses like `join`, and FILE_MISSING."""
    return join(ws, read_text(path), path=str(path))


def enrol_workspace(ws: Workspace, laptop: Workspace, *, name: str = "", holder: str = "") -> Enrolled:
    """Enrol a laptop whose data folder lies on this machine: it asks, is answered, and joins at once."""
    answered = enrol(ws, make_request(laptop), name=name, holder=holder)
    join(laptop, answered.answer, path=str(laptop.folder))
    return answered


def _certificate(
    unit: Membership, device: str, incarnation: str, secrets: Sequence[str], name: str, now: datetime
) -> Certificate:
    signing, age = secrets
    return Certificate(
        unit=unit.unit, device=device, incarnation=incarnation, public_key=keys.public_key(signing),
        recipient=keys.recipient_of(age), name=name, at=_utc(now),
    )  # fmt: skip


def _device(certificate: Certificate, signed: str, holder: str, now: datetime) -> Device:
    return Device(
        id=certificate.device, name=certificate.name, holder=holder, public_key=certificate.public_key,
        recipient=certificate.recipient, state=DeviceState.ACTIVE, certificate=signed, enrolled_at=now,
    )  # fmt: skip


def _utc(at: datetime) -> str:
    made = instant_out(at)
    assert made is not None
    return made
