# SPDX-License-Identifier: MulanPSL-2.0
"""Draws for tests: eight officers, two of whom draw and supervise, and twenty enterprises, five of grade A."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from inspector_app.domain.draw import Draw
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.enterprise_profile import EnterpriseProfile, SponsorGrade
from inspector_app.domain.organ import Officer
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.operations import draws, organs
from inspector_app.operations.draws import DrawDraft
from inspector_app.operations.enterprise_profiles import keep_profile
from inspector_app.storage import enterprises as enterprise_rows
from inspector_app.storage import organs as organ_rows
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise

SEED = {"seed": "20261350308", "seed_source": "福彩3D第2026135期", "witness": "赵监督"}
PEOPLE = {"operator": "王建国", "supervisor": "李慧敏"}


def populate(unit: Workspace) -> Workspace:
    """Put officers and enterprises into a unit that has the two who draw and supervise."""
    for n in range(6):
        organs.add_officer(unit, organs.OfficerDraft(name=f"张{n}", certificate_no=f"0201120020{n}"))
    for n in range(1, 21):
        made = an_enterprise(unit, n, district="东丽区" if n % 2 else "津南区")
        if n <= 5:
            keep_profile(unit, made.id, EnterpriseProfile(grade=SponsorGrade.A))
    return unit


@contextmanager
def refused(*codes: ProblemCode) -> Iterator[None]:
    """Expect a refusal with exactly these codes."""
    with pytest.raises(Refused) as caught:
        yield
    assert [p.code for p in caught.value.problems] == list(codes)


def frozen(ws: Workspace, **changes: object) -> Draw:
    """Freeze the lists of a draw."""
    values: dict[str, object] = {"name": "一季度抽查", "wanted": 6, **PEOPLE, **changes}
    return draws.freeze(ws, DrawDraft(**values)).value  # type: ignore[arg-type]


def drawn(ws: Workspace, **changes: object) -> draws.DrawResult:
    """Draw."""
    return draws.make_draw(ws, frozen(ws, **changes).id, **SEED).value


def rows(data: bytes) -> list[dict[str, str]]:
    """Read a frozen list."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def by_name(ws: Workspace, n: int) -> Enterprise:
    """Give the n-th enterprise."""
    with ws.reader() as db:
        found = enterprise_rows.with_name(db, f"清河县第{n}化工有限公司")
    assert found is not None
    return found


def place_officer(ws: Workspace, name: str) -> Officer:
    """Give an officer by name."""
    with ws.reader() as db:
        return next(o for o in organ_rows.list_officers(db) if o.name == name)
