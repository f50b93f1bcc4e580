# SPDX-License-Identifier: MulanPSL-2.0
"""The laptops of a unit: finding one, revoking it, admitting it again, and whether what it signed is taken."""

from __future__ import annotations

import dataclasses

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.domain.unit import Device, DeviceState, Membership
from inspector_app.handoff import keys
from inspector_app.handoff.certificates import read_certificate
from inspector_app.handoff.header import BundleHeader, Purpose
from inspector_app.handoff.leases import find_device, void_blocks_in
from inspector_app.handoff.membership import DEVICE_KEY, membership, membership_in, need_office
from inspector_app.storage import membership as books
from inspector_app.storage import units
from inspector_app.workspace import Workspace

__all__ = ["devices", "find_device", "key_of", "restore", "revoke", "trust_of"]


def devices(ws: Workspace) -> tuple[Device, ...]:
    """Give the unit's laptops as they are known here, the office's own workspace among them, by name."""
    with ws.reader() as db:
        return units.list_devices(db)


def revoke(ws: Workspace, device: str, reason: str) -> Done[Device]:
    """Take nothing more from a laptop that is lost or gone; its numbers become void, each unused one explained.

    Refuses NOT_OFFICE, DEVICE_UNKNOWN, DEVICE_AMBIGUOUS, REASON_MISSING, DEVICE_IS_OFFICE.
    """
    office = need_office(ws)
    known = find_device(ws, device)
    reason = texts.cleaned(reason)
    if not reason:
        refuse([Problem(code=ProblemCode.REASON_MISSING, where="reason", fields={"act": Op.REVOKE_DEVICE.value})])
    refuse(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))
    if known.id == office.office_device:
        raise Refused([Problem(code=ProblemCode.DEVICE_IS_OFFICE, where="device", fields={"device": known.name})])
    with ws.operation(Op.REVOKE_DEVICE) as step:
        made = dataclasses.replace(known, state=DeviceState.REVOKED, revoked_at=step.now, reason=reason)
        units.put_device(step.db, made)
        void_blocks_in(step, known.id, reason)
    return Done(value=made, changes=step.changes)


def restore(ws: Workspace, device: str, reason: str = "") -> Done[Device]:
    """Take what a revoked laptop signs again; its old numbers stay void, it needs new ones.

    Refuses NOT_OFFICE, DEVICE_UNKNOWN, DEVICE_AMBIGUOUS, DEVICE_NOT_REVOKED.
    """
    need_office(ws)
    known = find_device(ws, device)
    reason = texts.cleaned(reason)
    refuse(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))
    if known.state is DeviceState.ACTIVE:
        raise Refused([Problem(code=ProblemCode.DEVICE_NOT_REVOKED, where="device", fields={"device": known.name})])
    with ws.operation(Op.RESTORE_DEVICE) as step:
        made = dataclasses.replace(known, state=DeviceState.ACTIVE, revoked_at=None, reason=reason)
        units.put_device(step.db, made)
    return Done(value=made, changes=step.changes)


def trust_of(ws: Workspace, header: BundleHeader) -> None:
    """Ask whether the key of a part may sign for its device; the part's signature itself is checked by the reader.

    Taken is: what this laptop signed itself, a dispatch by the office's key, and what a laptop signed whose
    certificate bears the office's signature and which was not revoked. Refuses BUNDLE_OTHER_UNIT,
    BUNDLE_UNKNOWN_DEVICE, BUNDLE_REVOKED_DEVICE, BUNDLE_SIGNATURE (a key that is not the one certified).
    """
    with ws.reader() as db:
        ours, own_secret = membership_in(db), books.secret(db, DEVICE_KEY)
        row = units.get_device(db, header.device)
    if header.unit and ours.unit and header.unit != ours.unit:
        _refuse(ProblemCode.BUNDLE_OTHER_UNIT, header, unit=header.unit[:80])
    if header.device == ws.device and own_secret and header.key == keys.public_key(own_secret):
        if header.purpose is Purpose.DISPATCH:
            _refuse(ProblemCode.BUNDLE_SIGNATURE, header)
        return
    if header.purpose is Purpose.DISPATCH or header.key == ours.office_key:
        _must_be_office(ours, header)
        return
    if row is not None and row.state is DeviceState.REVOKED:
        day = row.revoked_at.date().isoformat() if row.revoked_at else "-"
        _refuse(ProblemCode.BUNDLE_REVOKED_DEVICE, header, device=row.name, day=day)
    _must_be_certified(ws, ours, header, row)


def _must_be_office(ours: Membership, header: BundleHeader) -> None:
    if not ours.unit:
        _refuse(ProblemCode.BUNDLE_OTHER_UNIT, header, unit=header.unit[:80])
    if header.key != ours.office_key or header.device != ours.office_device:
        _refuse(ProblemCode.BUNDLE_SIGNATURE, header)


def _must_be_certified(ws: Workspace, ours: Membership, header: BundleHeader, row: Device | None) -> None:
    if not ours.unit or (row is None and ours.office_device == ws.device):
        _refuse(ProblemCode.BUNDLE_UNKNOWN_DEVICE, header)
    certificate = read_certificate(header.certificate or (row.certificate if row else ""), ours.office_key)
    if certificate is None or (certificate.unit, certificate.device) != (ours.unit, header.device):
        _refuse(ProblemCode.BUNDLE_UNKNOWN_DEVICE, header)
    elif certificate.public_key != header.key:
        _refuse(ProblemCode.BUNDLE_SIGNATURE, header)


def key_of(ws: Workspace, device: str) -> str:
    """Give the key by which a laptop of the unit signs, as the office certified it; nothing for an unknown one."""
    ours = membership(ws)
    if device == ours.office_device:
        return ours.office_key
    with ws.reader() as db:
        row, own_secret = units.get_device(db, device), books.secret(db, DEVICE_KEY)
    if device == ws.device and own_secret:
        return keys.public_key(own_secret)
    certificate = read_certificate(row.certificate, ours.office_key) if row else None
    if certificate is None or (certificate.unit, certificate.device) != (ours.unit, device):
        return ""
    return certificate.public_key


def _refuse(code: ProblemCode, header: BundleHeader, **fields: str) -> None:
    every = {"name": header.name, "device": header.device[:80], **fields}
    raise Refused([Problem(code=code, where=header.name, fields=every)])
