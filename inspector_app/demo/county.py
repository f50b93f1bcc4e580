# SPDX-License-Identifier: MulanPSL-2.0
"""What the demonstration is made of: `resources/demo/county.toml`, as typed values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.locations import bundled

DEFAULT_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFinding:
    """A finding of a visit, before it is recorded."""

    place: str
    description: str
    measure: str
    days: int = 0
    item: str | None = None
    grade: str = "general"
    basis: tuple[str, ...] = ()
    photo: str = ""
    is_ordered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What happened to the order, `day` days after the visit."""

    day: int
    act: str
    time: str = "15:00"
    text: str = ""  # a reason, an opinion, who answered
    days: int = 0  # an extension: for how many days from then
    verdicts: tuple[str, ...] = ()  # line by line
    facts: tuple[str, ...] = ()
    photo: str = ""  # of the first line, afterwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One inspection day."""

    days_ago: int
    start: str
    minutes: int
    way: str
    industry: str
    tail: str  # how the enterprise's name ends
    packs: tuple[str, ...]
    officers: tuple[int, ...]
    place: str
    answered: int
    documents: tuple[str, ...]
    findings: tuple[DemoFinding, ...] = ()
    expert: str = ""
    party_remark: str = ""
    tray: tuple[str, ...] = ()
    after: tuple[After, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Enterprises of one industry."""

    industry: str
    count: int
    tails: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The syllables that names, addresses and persons are made of."""

    head: str
    region: str
    phone_prefix: str
    districts: tuple[str, ...]
    roads: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]
    surnames: tuple[str, ...]
    given: tuple[str, ...]
    titles: tuple[str, ...]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """Everything that the demonstration knows."""

    papers_folder: str
    approver: str  # who approves visits and answers requests
    organ: Mapping[str, str]
    officers: tuple[Mapping[str, Any], ...]
    parts: Parts
    visits: tuple[Visit, ...]


def read_county() -> County:
    """Read the bundled file; it ships with the program, so a fault in it is a fault of ours."""
    with (bundled("resources") / "demo" / "county.toml").open("rb") as file:
        raw = tomllib.load(file)
    parts = dict(raw["enterprises"])
    kinds = tuple(Kind(**_frozen(kind)) for kind in parts.pop("kinds"))
    return County(
        papers_folder=raw["papers_folder"],
        approver=raw["approver"],
        organ=raw["organ"],
        officers=tuple(raw["officers"]),
        parts=Parts(kinds=kinds, **_frozen(parts)),
        visits=tuple(_visit(visit) for visit in raw["visits"]),
    )


def _visit(raw: Mapping[str, Any]) -> Visit:
    findings = tuple(DemoFinding(**_frozen(finding)) for finding in raw.get("findings", ()))
    after = tuple(After(**_frozen(act)) for act in raw.get("after", ()))
    return Visit(**{**_frozen(raw), "findings": findings, "after": after})


def _frozen(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}


def demo_photo(name: str) -> Path | None:
    """Give one of the bundled photos; none where they were left out of a package."""
    path = bundled("resources") / "demo" / "photos" / name
    return path if name and path.is_file() else None
