# SPDX-License-Identifier: MulanPSL-2.0
"""What the made-up city is made of (`resources/demo/city.toml`), and sharing a total out exactly."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from random import Random
from typing import Any

from inspector_app.locations import bundled


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many of each there are; those of the whole city are the published ones."""

    enterprises: int  # inspected in the year
    findings: int
    rectified: int  # by the end of the year
    equipment: int
    equipment_users: int
    projects: int
    project_findings: int
    orders: int
    site_orders: int
    officers: int
    unvisited: int
    visits: int
    major: int
    supervised: int
    cases: int
    talks: int
    listings: int

    def scaled(self, scale: float) -> Totals:
        """Give the totals of a smaller city, at least one of each."""
        return Totals(**{f.name: max(1, round(getattr(self, f.name) * scale)) for f in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district with the box in which its enterprises lie: west, south, east, north in degrees."""

    name: str
    code: str
    weight: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """Enterprises of one sector; `risk` are the shares of red, orange, yellow and blue."""

    id: str
    industry: str
    industry_code: str
    count: int
    packs: tuple[str, ...]
    tails: tuple[str, ...]
    risk: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """All of it."""

    totals: Totals
    organ: Mapping[str, str]
    districts: tuple[District, ...]
    sectors: tuple[Sector, ...]
    words: Mapping[str, tuple[Any, ...]]


def read_city() -> City:
    """Read the bundled file; it ships with the program, so a fault in it is a fault of ours."""
    with (bundled("resources") / "demo" / "city.toml").open("rb") as file:
        raw = tomllib.load(file)
    return City(
        totals=Totals(**raw["totals"]),
        organ=raw["organ"],
        districts=tuple(District(**{**d, "box": tuple(d["box"])}) for d in raw["districts"]),
        sectors=tuple(_sector(s) for s in raw["sectors"]),
        words={name: tuple(values) for name, values in raw["words"].items()},
    )


def _sector(raw: Mapping[str, Any]) -> Sector:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    return Sector(**values)


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Share a total out by weights so that the parts add up to it (largest remainders)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[: total - sum(parts)]:
        parts[n] += 1
    return parts


def new_ids(chance: Random) -> Any:
    """Give a maker of ids that makes the same ones again for the same chance."""
    return lambda: f"{chance.getrandbits(128):032x}"
