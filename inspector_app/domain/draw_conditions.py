# SPDX-License-Identifier: MulanPSL-2.0
"""What is fixed before a seed is known: which units and officers are on the lists, strata, exclusions, avoidance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum

from inspector_app.domain.draw_rank import shares

REST = "general"  # the stratum of what fits no other one


class Exclusion(StrEnum):
    """Why a listed unit or officer cannot be drawn; the lists keep it with its reason."""

    VISITED = "visited"  # inspected this year already
    CAPPED = "capped"  # the year's cap of visits is reached
    DRAWN = "drawn"  # drawn this year by another draw and not visited yet
    SUSPENDED = "suspended"  # business suspended
    NAMED = "named"  # left out by name, with a reason
    EXPIRED = "expired"  # officer: certificate not valid
    OPERATOR = "operator"  # officer: draws
    SUPERVISOR = "supervisor"  # officer: supervises the draw
    AVOIDS = "avoids"  # officer: avoids all units, with a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRow:
    """What the register says of a unit when the list is frozen. `visits` count against `cap`."""

    id: str
    name: str
    credit_code: str = ""
    district: str = ""
    sector: str = ""
    grade: str = ""
    risk_grade: str = ""
    state: str = ""
    has_hazard: bool = False
    has_equipment: bool = False
    visits: int = 0
    last_visit: str = ""
    cap: int | None = None
    drawn_by: str = ""  # name of a draw of this year whose visit is still to be made


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectFilter:
    """Which units are meant; an empty part asks nothing. Values are the words of the enums."""

    districts: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    risk_grades: tuple[str, ...] = ()
    with_hazard: bool = False  # only units with a major hazard source
    with_equipment: bool = False  # only units with special equipment

    def fits(self, row: ObjectRow) -> bool:
        """Whether a unit is meant."""
        return (
            (not self.districts or row.district in self.districts)
            and (not self.sectors or row.sector in self.sectors)
            and (not self.grades or row.grade in self.grades)
            and (not self.risk_grades or row.risk_grade in self.risk_grades)
            and (row.has_hazard or not self.with_hazard)
            and (row.has_equipment or not self.with_equipment)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumRule:
    """One stratum and how many of it: a number, a percentage of what can be drawn (rounded up), else by weight.

    A unit belongs to the first stratum whose filter it fits. `weight` divides what the draw wants in all among the
    strata that say neither: a unit of weight 3 is three times as likely to be drawn as one of weight 1.
    """

    name: str
    where: ObjectFilter = field(default_factory=ObjectFilter)
    count: int | None = None
    percent: int | None = None
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectExclusion:
    """A unit left out by name, with the reason."""

    enterprise_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Avoidance:
    """回避: an officer who may not be drawn for a unit; without a unit, for none."""

    officer_id: str
    enterprise_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawConditions:
    """Everything that decides the draw beside the lists and the seed."""

    year: int
    objects: ObjectFilter = field(default_factory=ObjectFilter)
    officers: str = ""  # how the list of officers was made, in words
    strata: tuple[StratumRule, ...] = ()
    skipped: tuple[Exclusion, ...] = ()  # which exclusions were applied
    exclusions: tuple[ObjectExclusion, ...] = ()
    avoidances: tuple[Avoidance, ...] = ()
    wanted: int = 0
    quotas: tuple[tuple[str, int], ...] = ()  # how many of each stratum, worked out when the lists were frozen


def stratum_of(row: ObjectRow, strata: Sequence[StratumRule]) -> str:
    """Give the stratum of a unit."""
    return next((rule.name for rule in strata if rule.where.fits(row)), REST)


def quotas_of(strata: Sequence[StratumRule], wanted: int, sizes: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Give how many are drawn of each stratum, in the order of the strata, the rest last.

    `sizes` are what can be drawn of each. Percentages are rounded up. What the numbers and percentages leave of
    `wanted` is divided by weight among the other strata. A stratum may be given more than it has: then the draw
    cannot be made, and the caller says so.
    """
    rules = [*strata, StratumRule(name=REST)] if all(rule.name != REST for rule in strata) else list(strata)
    found: dict[str, int] = {}
    for rule in rules:
        if rule.count is not None:
            found[rule.name] = rule.count
        elif rule.percent is not None:
            found[rule.name] = -(-sizes.get(rule.name, 0) * rule.percent // 100)
    open_rules = [rule for rule in rules if rule.name not in found]
    rest = max(wanted - sum(found.values()), 0)
    found.update(shares(rest, [(rule.name, sizes.get(rule.name, 0), rule.weight) for rule in open_rules]))
    return tuple((rule.name, found[rule.name]) for rule in rules if found[rule.name] or sizes.get(rule.name, 0))


def conditions_json(conditions: DrawConditions) -> dict[str, object]:
    """Give the conditions as plain JSON values."""
    return {**asdict(conditions), "strata": [asdict(rule) for rule in conditions.strata]}


def conditions_from(raw: Mapping[str, object]) -> DrawConditions:
    """Read conditions as `conditions_json` wrote them. Raises KeyError, TypeError, ValueError on anything else."""
    values: dict[str, object] = {f.name: raw[f.name] for f in fields(DrawConditions) if f.name in raw}
    values["objects"] = _filter(_mapping(raw["objects"]))
    values["strata"] = tuple(
        StratumRule(**{**one, "where": _filter(_mapping(one["where"]))})  # type: ignore[arg-type]
        for one in map(_mapping, _list(raw["strata"]))
    )
    values["skipped"] = tuple(Exclusion(str(word)) for word in _list(raw["skipped"]))
    values["exclusions"] = tuple(ObjectExclusion(**one) for one in map(_texts, _list(raw["exclusions"])))
    values["avoidances"] = tuple(Avoidance(**one) for one in map(_texts, _list(raw["avoidances"])))
    values["quotas"] = tuple((str(name), _whole(number)) for name, number in map(_pair, _list(raw["quotas"])))
    values["year"], values["wanted"] = _whole(raw["year"]), _whole(raw["wanted"])
    return DrawConditions(**values)  # type: ignore[arg-type]


def _filter(raw: Mapping[str, object]) -> ObjectFilter:
    lists = {name: tuple(map(str, _list(raw[name]))) for name in ("districts", "sectors", "grades", "risk_grades")}
    return ObjectFilter(
        **lists, with_hazard=raw["with_hazard"] is True, with_equipment=raw["with_equipment"] is True
    )  # fmt: skip


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError
    return value


def _texts(value: object) -> dict[str, str]:
    return {str(name): str(text) for name, text in _mapping(value).items()}


def _list(value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise TypeError
    return list(value)


def _pair(value: object) -> tuple[object, object]:
    name, number = _list(value)
    return name, number


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value
