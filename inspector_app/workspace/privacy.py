# SPDX-License-Identifier: MulanPSL-2.0
"""Who sees personal data whole: on screen by role; in what is given out nobody, unless it is asked for and allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast

from inspector_app.domain.account import Act
from inspector_app.domain.masking import masked_id, masked_phone, masked_text
from inspector_app.wording import tr

if TYPE_CHECKING:
    from inspector_app.workspace.folder import Workspace

T = TypeVar("T")

PHONES = frozenset({"phone"})
IDS = frozenset({"id_no", "person_id_no", "identity_no"})
# What has many digits and is no person's: numbers of ours, codes of units, hashes.
KEPT = frozenset({
    "id", "sha256", "sm3", "hash", "number", "credit_code", "certificate_no", "code", "item_code", "region_code",
    "industry_code", "district_code", "case_no", "seal", "marks", "camera", "seed", "hashes",
})  # fmt: skip
KEPT_ENDINGS = ("_id", "_sha256", "_code", "_no")


def must_mask(ws: Workspace, *, whole: bool) -> bool:
    """Whether what is given out is masked. Refuses NOT_PERMITTED where `whole` is asked for without the right."""
    if whole:
        ws.need(Act.READ_WHOLE)
    return not whole


def note_of(*, masked: bool) -> tuple[str, str]:
    """Say in a file's notes whether its personal data are masked."""
    how = tr("masked: ID numbers and telephones are shortened by stars") if masked else tr("not masked")
    return tr("Personal data"), how


def shown(ws: Workspace, value: T) -> T:
    """Give a record as the person who opened the data may see it: whole, or masked."""
    return value if ws.may(Act.READ_WHOLE) else cast("T", masked(value))


def masked(value: Any) -> Any:
    """Give a record with its personal data masked: telephones, ID numbers, both inside texts too."""
    if isinstance(value, tuple):
        return tuple(masked(part) for part in value)
    if isinstance(value, list):
        return [masked(part) for part in value]
    if isinstance(value, Mapping):
        return {key: masked_field(str(key), part) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for field in fields(value):
            before = getattr(value, field.name)
            after = masked_field(field.name, before)
            if field.init and after is not before and after != before:
                changed[field.name] = after
        return replace(value, **changed) if changed else value
    return masked_text(value) if isinstance(value, str) and not isinstance(value, StrEnum) else value


def masked_field(name: str, value: Any) -> Any:
    """Give one value by what its field is called."""
    if name in KEPT or (name.endswith(KEPT_ENDINGS) and name not in IDS):
        return value
    if isinstance(value, str):
        if isinstance(value, StrEnum):
            return value
        if name in PHONES:
            return masked_phone(value)
        return masked_id(value) if name in IDS else masked_text(value)
    return masked(value)
