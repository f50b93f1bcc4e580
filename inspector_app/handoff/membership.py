# SPDX-License-Identifier: MulanPSL-2.0
"""Which office this workspace belongs to, and its own keys; made when they are first needed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import Membership, Role
from inspector_app.handoff import keys
from inspector_app.storage import membership as books
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace
from inspector_app.workspace.number_series import LEASE_INCARNATION

DEVICE_KEY, DEVICE_AGE, OFFICE_KEY, OFFICE_AGE = "device", "device_age", "office", "office_age"
_TEXTS = ("unit", "name", "office_device", "office_key", "certificate", "organ_id", "url", "tls", "joined_at")


def membership(ws: Workspace) -> Membership:
    """Say which office the workspace belongs to; a stand-alone unit's is empty."""
    with ws.reader() as db:
        return membership_in(db)


def membership_in(db: Database) -> Membership:
    """Say it on an open connection."""
    known = books.values(db)
    return Membership(
        role=Role(known.get("role", Role.ALONE.value)),
        recipients=tuple(json.loads(known.get("recipients", "[]"))),
        **{name: known.get(name, "") for name in _TEXTS},
    )


def put_membership_in(db: Database, m: Membership) -> None:
    """Keep it; inside `ws.books()`."""
    entries = {name: str(getattr(m, name)) for name in _TEXTS}
    books.put_values(db, {**entries, "role": m.role.value, "recipients": json.dumps(list(m.recipients))})


def need_office(ws: Workspace) -> Membership:
    """Give the membership of an office's workspace. Refuses NOT_OFFICE."""
    known = membership(ws)
    if known.role is not Role.OFFICE:
        raise Refused([Problem(code=ProblemCode.NOT_OFFICE, fields={"path": str(ws.folder)})])
    return known


def need_member(ws: Workspace) -> Membership:
    """Give the membership of a laptop that belongs to an office. Refuses NOT_MEMBER."""
    known = membership(ws)
    if known.role is not Role.MEMBER:
        raise Refused([Problem(code=ProblemCode.NOT_MEMBER, fields={"path": str(ws.folder)})])
    return known


def is_office_set_back(ws: Workspace) -> bool:
    """Whether this is an office's folder that was copied or restored and gives out no numbers until resumed."""
    with ws.reader() as db:
        is_office = membership_in(db).role is Role.OFFICE
        return is_office and books.value(db, LEASE_INCARNATION) != ws.incarnation


def set_url(ws: Workspace, url: str) -> Membership:
    """Keep the address at which laptops reach this office; answers to requests carry it from now on. "" forgets it.

    Refuses NOT_OFFICE, COURIER_ADDRESS.
    """
    need_office(ws)
    known = sound_url(url)
    with ws.books() as db:
        books.put_values(db, {"url": known})
    return membership(ws)


def sound_url(url: str) -> str:
    """Give an office's address as the courier takes it; "" is none. Refuses COURIER_ADDRESS."""
    from inspector_app.handoff.courier_line import office_url  # loads TLS: not for every command

    return office_url(url) if url.strip() else ""


def device_secrets(ws: Workspace) -> tuple[str, str]:
    """Give this laptop's signing key and age identity; both are made at the first call and kept."""
    with ws.reader() as db:
        found = books.secret(db, DEVICE_KEY), books.secret(db, DEVICE_AGE)
    if all(found):
        return found
    with ws.books() as db:
        signing = books.secret(db, DEVICE_KEY) or keys.new_signing_key()
        age = books.secret(db, DEVICE_AGE) or keys.new_age_identity()
        books.put_secrets(db, {DEVICE_KEY: signing, DEVICE_AGE: age})
    return signing, age


def office_secrets(ws: Workspace) -> tuple[str, str]:
    """Give the office's signing key and age identity. Refuses NOT_OFFICE."""
    need_office(ws)
    with ws.reader() as db:
        return books.secret(db, OFFICE_KEY), books.secret(db, OFFICE_AGE)


def identities(ws: Workspace) -> Sequence[str]:
    """Give every age identity that can open what was encrypted to this workspace."""
    own = [device_secrets(ws)[1]]
    return own if membership(ws).role is not Role.OFFICE else [office_secrets(ws)[1], *own]
