# SPDX-License-Identifier: MulanPSL-2.0
"""A service as a person enters it, and as a file (docs/service-format.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from inspector_app.domain import texts
from inspector_app.domain.json_fields import Fields, parse_json
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.domain.service import Capacity, ServiceMethod, Witness

MAX_BYTES = 1_000_000
MAX_ENTRIES = 50  # servers, witnesses, media: more is no service of one paper
PATH_LIMIT = 4096
_TEXTS = ("place", "receiver", "authority", "address", "tracking_no", "medium")
_LONG_TEXTS = ("refusal", "remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDraft:
    """What a person enters of a service; `media` and `consent` are ids of files attached to the case."""

    method: ServiceMethod
    served_at: datetime
    place: str = ""
    receiver: str = ""
    capacity: Capacity | None = None
    authority: str = ""
    servers: tuple[str, ...] = ()
    refusal: str = ""
    witnesses: tuple[Witness, ...] = ()
    media: tuple[str, ...] = ()
    consent: str = ""
    address: str = ""
    tracking_no: str = ""
    medium: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFile:
    """The file's content. In it `media` and `consent` name attached files by id, or files beside it by path."""

    draft: ServiceDraft
    media: tuple[str, ...]
    consent: str
    scans: tuple[str, ...] = field(default=())  # the signed paper and receipt that came back: paths


def read_service_file(data: bytes, name: str) -> tuple[ServiceFile | None, tuple[Problem, ...]]:
    """Read the file's bytes: every fault with its path. There is no content where method or time is faulty."""
    raw, faults = parse_json(data, name)
    if faults:
        return None, faults
    problems: list[Problem] = []
    top = Fields(raw, "$", problems)
    if problems:  # not an object at all
        return None, tuple(problems)
    method, served_at = top.choice("method", [m.value for m in ServiceMethod]), top.instant("served_at")
    capacity = top.choice("capacity", [c.value for c in Capacity]) if top.has("capacity") else ""
    values: dict[str, Any] = {n: top.text(n) for n in _TEXTS} | {
        n: top.text(n, limit=texts.LONG_LIMIT) for n in _LONG_TEXTS
    }
    servers, witnesses = _bounded(top, "servers", top.texts("servers")), _witnesses(top)
    media = _bounded(top, "media", top.texts("media", limit=PATH_LIMIT))
    consent, scans = top.text("consent", limit=PATH_LIMIT), top.texts("scans", limit=PATH_LIMIT)
    scans = _bounded(top, "scans", scans)
    top.close()
    if not method or served_at is None:
        return None, tuple(problems)
    draft = ServiceDraft(
        method=ServiceMethod(method), served_at=served_at, capacity=Capacity(capacity) if capacity else None,
        servers=servers, witnesses=witnesses, **values,
    )  # fmt: skip
    return ServiceFile(draft=draft, media=media, consent=consent, scans=scans), tuple(problems)


def _witnesses(top: Fields) -> tuple[Witness, ...]:
    """Take witnesses: names, or objects with name, unit and id_no."""
    found = []
    for n, value in enumerate(top.array("witnesses")[:MAX_ENTRIES]):
        entry = Fields({"name": value} if isinstance(value, str) else value, f"$.witnesses[{n}]", top.problems)
        name, unit, id_no = entry.text("name", required=True), entry.text("unit"), entry.text("id_no")
        found.append(Witness(name=name, unit=unit, id_no=id_no))
        entry.close()
    return tuple(found)


def _bounded(top: Fields, name: str, found: tuple[str, ...]) -> tuple[str, ...]:
    if len(found) > MAX_ENTRIES:
        top.note(ProblemCode.VALUE_NOT_ALLOWED, top.where(name), found=str(len(found)), allowed=f"0-{MAX_ENTRIES}")
    return found[:MAX_ENTRIES]
