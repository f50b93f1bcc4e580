# SPDX-License-Identifier: MulanPSL-2.0
"""What the page of random draws reads: the figures of lists that are not frozen yet, and how a draw is doing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.draw_conditions import REST, Exclusion
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import enterprises, organs
from inspector_app.operations import draws
from inspector_app.operations.draws import DrawDraft
from inspector_app.ui.jobs import Report
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseFigures:
    """How many are on the lists, how many of them can be drawn, and what stands in the way; not the lists."""

    objects: int
    drawable: int
    officers: int
    drawable_officers: int
    strata: tuple[tuple[str, int, int], ...]  # name, can be drawn, are drawn
    excluded_objects: Mapping[Exclusion, int]
    excluded_officers: Mapping[Exclusion, int]
    problems: tuple[Problem, ...]

    @property
    def quota(self) -> int:
        """How many units are drawn."""
        return sum(drawn for _, _, drawn in self.strata)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawChoices:
    """What may be chosen for a new draw."""

    districts: tuple[str, ...]
    units: tuple[tuple[str, tuple[str, ...]], ...]  # unit of officers, their ids
    actor: str


def read_choices(ws: Workspace) -> DrawChoices:
    """Read the districts of the register and the units of the officers."""
    units: dict[str, list[str]] = {}
    for officer in organs.officers(ws, active_only=True):
        units.setdefault(officer.unit, []).append(officer.id)
    found = tuple((unit, tuple(ids)) for unit, ids in sorted(units.items()))
    return DrawChoices(districts=enterprises.values(ws, "district"), units=found, actor=ws.actor)


def read_figures(ws: Workspace, draft: DrawDraft, report: Report) -> BaseFigures:
    """Look at the lists as they would be frozen now; takes a while over a city's register."""
    base = draws.preview(ws, draft)
    report(1, 1)
    return BaseFigures(
        objects=len(base.objects), drawable=base.drawable, officers=len(base.officers),
        drawable_officers=sum(not row.excluded for row in base.officers),
        strata=tuple((stratum_word(s.name), s.drawable, s.quota) for s in base.strata),
        excluded_objects=base.excluded_objects, excluded_officers=base.excluded_officers, problems=base.problems,
    )  # fmt: skip


def stratum_word(name: str) -> str:
    """Name a stratum; the rest has a word of ours."""
    return tr("Other units") if name == REST else name


def excluded_words(excluded: Mapping[Exclusion, int]) -> str:
    """Say how many cannot be drawn, and why."""
    return "、".join(tr("{why} {count}", why=word(why), count=count) for why, count in excluded.items() if count)
