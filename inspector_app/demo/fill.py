# SPDX-License-Identifier: MulanPSL-2.0
"""Fill an empty data folder with the demonstration: organ, officers, register, visits."""

from __future__ import annotations

import csv
import dataclasses
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

from inspector_app.demo.county import DEFAULT_SEED, County, read_county
from inspector_app.demo.register import make_register
from inspector_app.demo.visits import DemoClock, Visits
from inspector_app.domain.enterprise import EnterpriseDraft
from inspector_app.domain.organ import EnforcementPower
from inspector_app.operations import enterprise_import, organs
from inspector_app.workspace import Workspace, open_workspace

_FIRST_DAY = 40  # so many days ago the unit began to work with the program


def fill_demo(ws: Workspace, *, seed: int = DEFAULT_SEED) -> None:
    """Fill an empty workspace; its own clock says when today is, and the past is made up from there.

    The same seed, day and program give the same register, visits and papers.
    """
    county = read_county()
    chance = Random(seed)
    clock = DemoClock(ws.now() - timedelta(days=_FIRST_DAY))
    past = open_workspace(ws.folder, clock=clock, new_id=lambda: f"{chance.getrandbits(128):032x}")
    past.clock_watch.is_on = False
    try:
        _found_unit(past, county, clock)
        _import_register(past, make_register(county.parts, chance))
        Visits(past, county, clock, chance, ws.now()).run()
    finally:
        past.close()


def _found_unit(ws: Workspace, county: County, clock: DemoClock) -> None:
    values = {**county.organ, "is_demo": True}
    power = EnforcementPower(county.organ["enforcement_power"])
    organs.set_organ(ws, organs.OrganDraft(**{**values, "enforcement_power": power}))  # type: ignore[arg-type]
    for officer in county.officers:
        begun = clock().date().replace(month=1, day=1)
        organs.add_officer(
            ws,
            organs.OfficerDraft(
                name=officer["name"],
                certificate_no=officer["certificate_no"],
                unit=officer["unit"],
                valid_from=begun,
                valid_to=begun.replace(year=begun.year + officer["valid_years"]) - timedelta(days=1),
            ),
        )


def _import_register(ws: Workspace, drafts: Sequence[EnterpriseDraft]) -> None:
    """Import the register as an office hands it over: as a table."""
    names = [field.name for field in dataclasses.fields(EnterpriseDraft)]
    with tempfile.TemporaryDirectory(prefix="inspector-demo-") as folder:
        table = Path(folder) / "register.csv"
        with table.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            writer.writerows([getattr(draft, name) for name in names] for draft in drafts)
        enterprise_import.import_enterprises(ws, enterprise_import.preview_import(ws, table))
