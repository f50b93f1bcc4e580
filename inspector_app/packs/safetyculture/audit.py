# SPDX-License-Identifier: MulanPSL-2.0
"""The audit file itself: typed, bounded, every fault with its path.

Source: SafetyCulture/api-json-schemas, `schemas/audit.json` and `definitions.json` (Apache-2.0). What the schema
leaves open (item types that it does not list, further keys) is taken, for an audit of a newer app is still a fact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.json_fields import Fields, kind_of, parse_json
from inspector_app.domain.problems import Problem, ProblemCode, blocking

MAX_BYTES = 20_000_000
MAX_ITEMS = 5000
LABEL = 2000
_TEMPLATE_ID = re.compile(r"template_[a-zA-Z0-9]+\Z")
_AUDIT_ID = re.compile(r"audit_[a-zA-Z0-9]+\Z")
NUMBERS = ("min", "max", "increment", "weighting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer of a response set."""

    id: str
    label: str
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditItem:
    """One item as answered. `selected` holds response ids; `instant` and `value` are as written in the file."""

    id: str
    parent_id: str
    type: str
    label: str
    where: str
    response_set: str = ""
    failed_responses: tuple[str, ...] = ()
    numbers: Mapping[str, str] | None = None  # min, max, increment, weighting
    is_mandatory: bool = False
    several: bool = False
    has_date: bool = True
    has_time: bool = True
    condition: str = ""
    condition_values: tuple[str, ...] = ()
    selected: tuple[Response, ...] = ()
    text: str = ""
    value: str = ""
    instant: str = ""
    position: str = ""
    media: tuple[str, ...] = ()
    is_inactive: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One audit: who answered which template when, and every item in the order of the file."""

    template_id: str
    audit_id: str
    title: str
    description: str
    name: str
    author: str
    site: str
    started_at: datetime | None
    completed_at: datetime | None
    score: str  # as the app computed it: "12 / 17"
    response_sets: Mapping[str, tuple[Response, ...]]
    header: tuple[AuditItem, ...]
    items: tuple[AuditItem, ...]


def looks_like_audit(data: bytes) -> bool:
    """Whether bytes may be an audit file at all: a JSON object that names one near its beginning or end."""
    head = data[:200_000]
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"audit_id"' in data and b'"template_id"' in data


def read_audit(data: bytes, name: str) -> tuple[Audit | None, tuple[Problem, ...]]:
    """Read an audit file; without a blocking problem the audit is given."""
    if len(data) > MAX_BYTES:
        fields = {"path": name, "size": str(len(data)), "limit": str(MAX_BYTES)}
        return None, (Problem(code=ProblemCode.FILE_TOO_LARGE, where=name, fields=fields),)
    value, faults = parse_json(data, name)
    if faults:
        return None, faults
    problems: list[Problem] = []
    top = Fields(value, "$", problems)
    audit = _audit(top)
    for wanted, found, place in (
        (_TEMPLATE_ID, audit.template_id, "template_id"),
        (_AUDIT_ID, audit.audit_id, "audit_id"),
    ):
        if not wanted.match(found):
            problems.append(_shape(f"$.{place}", found[:80]))
    for place in ("created_at", "modified_at"):
        top.instant(place)
    if not audit.items:
        problems.append(Problem(code=ProblemCode.PACK_EMPTY, where="$.items"))
    if len(audit.items) + len(audit.header) > MAX_ITEMS:
        problems.append(_shape("$.items", f"> {MAX_ITEMS}"))
    return (None if blocking(problems) else audit), tuple(problems)


def _shape(place: str, reason: str) -> Problem:
    return Problem(code=ProblemCode.AUDIT_SHAPE, where=place, fields={"place": place, "reason": reason})


def _audit(top: Fields) -> Audit:
    data, template = top.record("audit_data", required=True), top.record("template_data", required=True)
    metadata = template.record("metadata") if template else None
    authorship = data.record("authorship") if data else None
    site = data.record("site") if data else None
    sets = template.record("response_sets") if template else None
    known = {} if sets is None else {key: _responses(value, sets, key) for key, value in sets.items()}
    return Audit(
        template_id=_one_line(top, "template_id"),
        audit_id=_one_line(top, "audit_id"),
        title=_one_line(metadata, "name"),
        description=_one_line(metadata, "description"),
        name=_one_line(data, "name"),
        author=_one_line(authorship, "author") or _one_line(authorship, "owner"),
        site=_one_line(site, "name"),
        started_at=data.instant("date_started") if data and data.has("date_started") else None,
        completed_at=data.instant("date_completed") if data and data.has("date_completed") else None,
        score=_score(data),
        response_sets=known,
        header=tuple(_item(f, known) for f in top.records("header_items", required=True)),
        items=tuple(_item(f, known) for f in top.records("items", required=True)),
    )


def _score(data: Fields | None) -> str:
    if data is None or not data.has("total_score"):
        return ""
    return f"{_scalar(data, 'score')} / {_scalar(data, 'total_score')}"


def _responses(value: object, sets: Fields, key: str) -> tuple[Response, ...]:
    fields = Fields(value, sets.where(key), sets.problems)
    return tuple(_response(entry) for entry in fields.records("responses"))


def _response(fields: Fields) -> Response:
    label = _one_line(fields, "label") or _one_line(fields, "short_label")
    return Response(id=_one_line(fields, "id") or label, label=label or "-", failed=fields.flag("failed"))


def _item(fields: Fields, sets: Mapping[str, Sequence[Response]]) -> AuditItem:
    options, responses = fields.record("options"), fields.record("responses")
    wanted = _one_line(options, "response_set")
    chosen = () if responses is None else tuple(_response(entry) for entry in responses.records("selected"))
    bad = {r.id for r in sets.get(wanted, ()) if r.failed}
    bad |= set(_words(options, "failed_responses"))
    return AuditItem(
        id=_one_line(fields, "item_id", required=True),
        parent_id=_one_line(fields, "parent_id"),
        type=_one_line(fields, "type", required=True),
        label=_one_line(fields, "label"),
        where=fields.path,
        response_set=wanted,
        failed_responses=tuple(sorted(bad)),
        numbers={key: text for key in NUMBERS if (text := _scalar(options, key))},
        is_mandatory=_flag(options, "is_mandatory") or _flag(options, "required"),
        several=_flag(options, "multiple_selection") or _flag(options, "multi_selection"),
        has_date=options is None or not options.has("enable_date") or options.flag("enable_date"),
        has_time=options is None or not options.has("enable_time") or options.flag("enable_time"),
        condition=_one_line(options, "condition"),
        condition_values=_words(options, "values"),
        selected=chosen,
        text=_one_line(responses, "text") or _one_line(responses, "location_text") or _one_line(responses, "name"),
        value=_scalar(responses, "value"),
        instant=_one_line(responses, "datetime") or _one_line(responses, "timestamp"),
        position=_position(responses),
        media=tuple(_one_line(entry, "media_id") for entry in fields.records("media")),
        is_inactive=fields.flag("inactive"),
        failed=any(r.failed or r.id in bad for r in chosen),
    )


def _position(responses: Fields | None) -> str:
    """Give `latitude longitude` of a GeoJSON point (which has longitude first)."""
    place = responses.record("location") if responses is not None else None
    geometry = place.record("geometry") if place is not None else None
    numbers = geometry.array("coordinates") if geometry is not None else ()
    if len(numbers) < 2 or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers[:2]):
        return ""
    return f"{numbers[1]} {numbers[0]}"


def _words(fields: Fields | None, name: str) -> tuple[str, ...]:
    return () if fields is None else tuple(str(value) for value in fields.array(name) if isinstance(value, str))


def _flag(fields: Fields | None, name: str) -> bool:
    return fields is not None and fields.has(name) and fields.flag(name)


def _one_line(fields: Fields | None, name: str, *, required: bool = False) -> str:
    """Take a text and put it into one line: labels of the app may be whole paragraphs."""
    if fields is None:
        return ""
    return " ".join(fields.text(name, required=required, limit=LABEL).split())


def _scalar(fields: Fields | None, name: str) -> str:
    """Take a number or a text as a text."""
    if fields is None or not fields.has(name):
        return ""
    value = dict(fields.items())[name]
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        fields.note(ProblemCode.VALUE_WRONG_TYPE, fields.where(name), expected="number", found=kind_of(value))
        return ""
    return str(value).strip().removesuffix(".0")[:80]
