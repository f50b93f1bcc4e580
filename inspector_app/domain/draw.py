# SPDX-License-Identifier: MulanPSL-2.0
"""A random draw (双随机抽查) that anybody can recompute from its record (handbook 7.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

ALGORITHM = "sha256-rank-v1"  # rank by SHA-256 of seed and id, take the first n


class DrawState(StrEnum):
    """The life of a draw: bases frozen, then drawn by a seed that was entered afterwards."""

    FROZEN = "frozen"  # 名录已冻结
    DRAWN = "drawn"  # 已抽取
    VOID = "void"  # 作废


class PickState(StrEnum):
    """What became of one drawn unit."""

    DRAWN = "drawn"  # 抽中
    REPLACED = "replaced"  # 已替换


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One draw. `conditions` are filter, strata, exclusions and avoidance, as JSON-able values, fixed at freezing.

    `objects_sha256` and `officers_sha256` are of the frozen lists (CSV, kept as files); `record_sha256` of the record
    from which the result can be recomputed.
    """

    id: str
    name: str
    state: DrawState
    made_at: datetime
    place: str = ""
    operator: str = ""
    supervisor: str = ""
    witness: str = ""
    conditions: Mapping[str, object] = field(default_factory=dict)
    objects_sha256: str = ""
    objects: int = 0
    officers_sha256: str = ""
    officers: int = 0
    wanted: int = 0  # units to draw
    per_unit: int = 2  # officers for each unit
    algorithm: str = ALGORITHM
    seed: str = ""
    seed_source: str = ""
    drawn_at: datetime | None = None
    record_sha256: str = ""
    published_on: date | None = None
    channel: str = ""
    link: str = ""
    void_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPick:
    """One drawn unit with its officers; a replacement names what it stands for and why."""

    id: str
    draw_id: str
    ordinal: int  # its rank in the draw, from 1
    enterprise_id: str
    officers: tuple[str, ...]  # ids
    state: PickState = PickState.DRAWN
    replaces: str = ""  # the pick that it stands for
    reason: str = ""
    at: datetime
    inspection_id: str = ""
    published_on: date | None = None  # when its result was published
