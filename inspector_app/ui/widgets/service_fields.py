# SPDX-License-Identifier: MulanPSL-2.0
"""What is asked about a service of a document, by its method: the fields, and the draft that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.document_fields import FieldSpec, FieldType, FieldValues
from inspector_app.domain.service import Attachment, AttachmentKind, Capacity, ServiceMethod, Witness
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.wording import tr, word

BY_HAND = frozenset({ServiceMethod.DIRECT, ServiceMethod.COMMISSIONED, ServiceMethod.HANDED_ON})
OUTCOME, TAKEN, REFUSED = "outcome", "taken", "refused"
SHAPING = frozenset({"method", OUTCOME, "capacity"})  # other fields are asked when one of these changes


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSetting:
    """What the fields are chosen from."""

    officers: tuple[str, ...]
    attachments: tuple[Attachment, ...]  # of the case, those that were not taken out
    need_authority: frozenset[str]  # capacities whose right has to be written down


def is_refused(values: FieldValues) -> bool:
    """Whether the receiver refused: what is left behind always was refused."""
    method = values.get("method", "")
    return method == ServiceMethod.LEFT or (method in BY_HAND and values.get(OUTCOME) == REFUSED)


def service_specs(values: FieldValues, setting: ServiceSetting) -> tuple[FieldSpec, ...]:
    """Give the fields that are asked for the method and outcome as they stand."""
    method = ServiceMethod(str(values.get("method") or ServiceMethod.DIRECT))
    refused = is_refused(values)
    methods = tuple((m.value, word(m)) for m in ServiceMethod)
    specs = [_spec("method", tr("How it was served"), FieldType.CHOICE, choices=methods, required=True)]
    if method in BY_HAND:
        outcomes = ((TAKEN, tr("Signed for")), (REFUSED, tr("Refused")))
        specs.append(_spec(OUTCOME, tr("What the receiver did"), FieldType.CHOICE, choices=outcomes, required=True))
    specs.append(_spec("served_at", tr("Time of service"), FieldType.TIME, required=True, help_text=_when(method)))
    specs += _place_fields(method)
    if not refused and method in BY_HAND:
        specs += _receiver_fields(values, setting, must=method is ServiceMethod.DIRECT)
    if refused:
        specs += _refusal_fields(setting)
    if method is ServiceMethod.ELECTRONIC:
        specs.append(_consent_field(setting))
    if method in BY_HAND or method is ServiceMethod.LEFT:
        servers = tuple((name, name) for name in setting.officers)
        specs.append(_spec("servers", tr("Served by"), FieldType.CHOICES, choices=servers, required=True))
    is_public = method is ServiceMethod.PUBLIC
    asked = tr("Why by public notice, and how it was done") if is_public else tr("Remark of the service")
    specs.append(_spec("remark", asked, FieldType.LONG, required=is_public))
    return tuple(specs)


def _spec(
    name: str, label: str, type_: FieldType, *, required: bool = False, help_text: str = "",
    choices: tuple[tuple[str, str], ...] = (), columns: tuple[FieldSpec, ...] = (),
) -> FieldSpec:  # fmt: skip
    return FieldSpec(
        name=name, label=label, type=type_, required=required, help=help_text, choices=choices, columns=columns
    )


def _when(method: ServiceMethod) -> str:
    return {
        ServiceMethod.MAIL: tr("The day on the return receipt"),
        ServiceMethod.ELECTRONIC: tr("When it arrived in the receiver's system"),
        ServiceMethod.PUBLIC: tr("The day on which the notice appeared"),
    }.get(method, tr("When it was signed for, or left"))


def _place_fields(method: ServiceMethod) -> list[FieldSpec]:
    text = FieldType.TEXT
    if method is ServiceMethod.MAIL:
        return [
            _spec("address", tr("Postal address"), text, required=True),
            _spec("tracking_no", tr("Number of the mail"), text, required=True),
        ]
    if method is ServiceMethod.ELECTRONIC:
        return [_spec("address", tr("Number or address that was confirmed"), text, required=True)]
    if method is ServiceMethod.PUBLIC:
        return [_spec("medium", tr("Where the notice appeared"), text, required=True)]
    return [_spec("place", tr("Place of service"), text, required=method is ServiceMethod.LEFT)]


def _receiver_fields(values: FieldValues, setting: ServiceSetting, *, must: bool) -> list[FieldSpec]:
    capacities = tuple((c.value, word(c)) for c in Capacity)
    specs = [
        _spec("receiver", tr("Who signed for it"), FieldType.TEXT, required=True),
        _spec("capacity", tr("In which capacity"), FieldType.CHOICE, choices=capacities, required=must),
    ]
    if values.get("capacity") in setting.need_authority:
        help_text = tr("Who authorised the person, and how: a letter, a post in the unit")
        specs.append(_spec("authority", tr("Right to receive"), FieldType.TEXT, required=True, help_text=help_text))
    return specs


def _refusal_fields(setting: ServiceSetting) -> list[FieldSpec]:
    columns = (
        _spec("name", tr("Name of the witness"), FieldType.TEXT, required=True),
        _spec("unit", tr("Unit of the witness"), FieldType.TEXT),
        _spec("id_no", tr("Identity number"), FieldType.TEXT),
    )
    witness_help = tr("A witness, or a recording of the act: one of the two is needed")
    specs = [
        _spec("receiver", tr("Who refused"), FieldType.TEXT),
        _spec("refusal", tr("Reason and course of the refusal"), FieldType.LONG, required=True),
        _spec("witnesses", tr("Witnesses"), FieldType.ROWS, columns=columns, help_text=witness_help),
    ]
    media = [a for a in setting.attachments if a.kind in (AttachmentKind.SERVICE_EVIDENCE, AttachmentKind.RECORDING)]
    if media:
        choices = tuple((a.id, a.title) for a in media)
        specs.append(_spec("media", tr("Photos and recordings of the act"), FieldType.CHOICES, choices=choices))
    return specs


def _consent_field(setting: ServiceSetting) -> FieldSpec:
    found = [a for a in setting.attachments if a.kind is AttachmentKind.CONSENT]
    choices = tuple((a.id, a.title) for a in found)
    help_text = tr("The signed confirmation of address and method; without it nothing is served electronically")
    return _spec(
        "consent", tr("Confirmation of address"), FieldType.CHOICE, choices=choices, required=True, help_text=help_text
    )


def draft_of(values: FieldValues, specs: Sequence[FieldSpec], now: datetime) -> ServiceDraft:
    """Make the draft out of the fields that are asked; what is not asked is left out."""
    asked = {spec.name for spec in specs}

    def text(name: str) -> str:
        value = values.get(name, "")
        return value if name in asked and isinstance(value, str) else ""

    def words(name: str) -> tuple[str, ...]:
        value = values.get(name, ())
        return tuple(v for v in value if isinstance(v, str)) if name in asked and not isinstance(value, str) else ()

    rows = values.get("witnesses", ())
    witnesses = [row for row in rows if isinstance(row, Mapping)] if "witnesses" in asked else []
    at = text("served_at")
    return ServiceDraft(
        method=ServiceMethod(text("method") or ServiceMethod.DIRECT),
        served_at=datetime.fromisoformat(at) if at else now,
        place=text("place"),
        receiver=text("receiver"),
        capacity=Capacity(text("capacity")) if text("capacity") else None,
        authority=text("authority"),
        servers=words("servers"),
        refusal=text("refusal"),
        witnesses=tuple(
            Witness(name=row.get("name", ""), unit=row.get("unit", ""), id_no=row.get("id_no", "")) for row in witnesses
        ),
        media=words("media"),
        consent=text("consent"),
        address=text("address"),
        tracking_no=text("tracking_no"),
        medium=text("medium"),
        remark=text("remark"),
    )
