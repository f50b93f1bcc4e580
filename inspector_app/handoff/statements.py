# SPDX-License-Identifier: MulanPSL-2.0
"""The two papers of enrolment: a laptop's request (AJQ1) and the office's answer (AJE1), read with every check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from inspector_app.domain.organ import Organ
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import Membership, Role
from inspector_app.handoff import keys
from inspector_app.handoff.certificates import Certificate, read_certificate

REQUEST, ANSWER = "AJQ1", "AJE1"
LARGEST_FILE = 4_000_000  # bytes
MOST_USED = 10_000  # words and years that a unit has numbered
LARGEST_SERIAL = 99_999
ID_SHAPE = re.compile(r"[0-9a-f]{8,64}")
KEY_SHAPE = re.compile(r"[0-9a-f]{64}")
RECIPIENT_SHAPE = re.compile(r"age1[02-9ac-hj-np-z]{58}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a laptop says of itself; `used` are the numbers that it gave out alone: word, year, highest serial."""

    device: str
    incarnation: str
    public_key: str
    recipient: str
    name: str
    holder: str
    organ_name: str
    used: tuple[tuple[str, int, int], ...]
    level: int
    made_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the office tells a laptop: who it is, where it is, and the laptop's certificate."""

    unit: str
    name: str
    office_device: str
    office_key: str
    recipients: tuple[str, ...]
    certificate: Certificate
    certificate_text: str
    organ_id: str
    organ: Mapping[str, object]  # the profile's row, for people to see; it comes again with the first dispatch
    url: str
    tls: str


def read_request(text: str, path: str = "") -> Request:
    """Read a request after checking that the laptop's own key signed it. Refuses REQUEST_MALFORMED."""
    try:
        signed = keys.read_signed(text, REQUEST)
        made = _request(signed.body)
        if made.public_key != signed.key:
            raise ValueError("key")
    except (keys.NotSigned, ValueError, KeyError, TypeError) as error:
        raise Refused([Problem(code=ProblemCode.REQUEST_MALFORMED, fields={"path": path})]) from error
    return made


def _request(body: Mapping[str, Any]) -> Request:
    organ = body["organ"]
    used = tuple((_text(w, 200), _number(y, 9999), _number(s, LARGEST_SERIAL)) for w, y, s in body["used"])
    if len(used) > MOST_USED or not isinstance(organ, dict):
        raise ValueError("used")
    return Request(
        device=_shaped(body["device"], ID_SHAPE), incarnation=_shaped(body["incarnation"], ID_SHAPE),
        public_key=_shaped(body["public_key"], KEY_SHAPE), recipient=_shaped(body["recipient"], RECIPIENT_SHAPE),
        name=_text(body["name"], 200), holder=_text(body["holder"], 200), organ_name=_text(organ.get("name"), 200),
        used=used, level=_number(body["level"], 10_000), made_at=_text(body["made_at"], 40),
    )  # fmt: skip


def answer_body(ours: Membership, device: str, certificate: str, organ: Organ | None, at: str) -> dict[str, object]:
    """Give what the office signs as its answer to a laptop."""
    return {
        "device": device, "unit": ours.unit, "name": ours.name, "office_device": ours.office_device,
        "office_key": ours.office_key, "recipients": list(ours.recipients), "certificate": certificate,
        "organ": asdict(organ) if organ else {}, "url": ours.url, "tls": ours.tls, "at": at,
    }  # fmt: skip


def read_answer(text: str, path: str = "") -> Answer:
    """Read an answer after checking that the key inside signed it and the certificate. Refuses ENROLMENT_MALFORMED.

    The key is believed because the file came from the office by hand; people may compare its fingerprint.
    """
    try:
        signed = keys.read_signed(text, ANSWER)
        made = _answer(signed.body)
        if made.office_key != signed.key:
            raise ValueError("key")
    except (keys.NotSigned, ValueError, KeyError, TypeError) as error:
        raise Refused([Problem(code=ProblemCode.ENROLMENT_MALFORMED, fields={"path": path})]) from error
    return made


def _answer(body: Mapping[str, Any]) -> Answer:
    office_key = _shaped(body["office_key"], KEY_SHAPE)
    certificate = read_certificate(_text(body["certificate"], 20_000), office_key)
    recipients = tuple(_shaped(part, RECIPIENT_SHAPE) for part in body["recipients"])
    unit = _shaped(body["unit"], ID_SHAPE)
    if certificate is None or (certificate.unit, certificate.device) != (unit, body["device"]) or not recipients:
        raise ValueError("certificate")
    organ = body["organ"]
    if not isinstance(organ, dict):
        raise ValueError("organ")
    return Answer(
        unit=unit, name=_text(body["name"], 200), office_device=_shaped(body["office_device"], ID_SHAPE),
        office_key=office_key, recipients=recipients, certificate=certificate, certificate_text=body["certificate"],
        organ_id=_text(organ.get("id", ""), 64), organ=organ, url=_text(body["url"], 2000),
        tls=_text(body["tls"], 20_000),
    )  # fmt: skip


def membership_of(answer: Answer, *, joined_at: str) -> Membership:
    """Give what a laptop keeps of the office's answer."""
    return Membership(
        role=Role.MEMBER, unit=answer.unit, name=answer.name, office_device=answer.office_device,
        office_key=answer.office_key, recipients=answer.recipients, certificate=answer.certificate_text,
        organ_id=answer.organ_id, url=answer.url, tls=answer.tls, joined_at=joined_at,
    )  # fmt: skip


def is_answer(path: Path) -> bool:
    """Whether a file is an office's answer to a request; nothing is checked yet."""
    try:
        if not path.is_file():  # a pipe would wait for ever
            return False
        with path.open("rb") as file:
            head = file.read(LARGEST_FILE)
    except (OSError, ValueError):
        return False
    return head.startswith(b"{") and b'"kind":"AJE1"' in head


def read_text(path: Path) -> str:
    """Read a small text file. Refuses FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE."""
    fields = {"path": str(path)}
    try:
        if not path.is_file():
            raise Refused([Problem(code=ProblemCode.FILE_MISSING, where=path.name, fields=fields)])
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        fields["reason"] = getattr(error, "strerror", None) or ""
        raise Refused([Problem(code=ProblemCode.FILE_UNREADABLE, where=path.name, fields=fields)]) from error
    if len(data) > LARGEST_FILE:
        raise Refused([Problem(code=ProblemCode.FILE_TOO_LARGE, where=path.name, fields=fields)])
    return data.decode("utf-8-sig", "replace").strip()


def _shaped(value: object, shape: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise ValueError("shape")
    return value


def _text(value: object, limit: int) -> str:
    if not isinstance(value, str) or len(value) > limit or "\0" in value:
        raise ValueError("text")
    value.encode()  # half a character pair is no text: UnicodeEncodeError is a ValueError
    return value


def _number(value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError("number")
    return value
