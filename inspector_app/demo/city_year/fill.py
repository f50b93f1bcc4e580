# SPDX-License-Identifier: MulanPSL-2.0
"""Fill a folder with one city's year: register, visits, findings, orders with their papers, and what goes on beside.

Everything goes through `workspace.operation`, in large operations, so that journal, hand-off and figures hold it as
they hold an ordinary day. The same seed, year and program give the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from inspector_app.demo.city_year.beside import case_rows, supervision_rows, talk_event_rows, talk_rows
from inspector_app.demo.city_year.city import City, Totals, new_ids, read_city
from inspector_app.demo.city_year.papers import Papers
from inspector_app.demo.city_year.planning import draw_once, plan_row, unit_rows
from inspector_app.demo.city_year.register import Register
from inspector_app.demo.city_year.visits import Visit, Visits
from inspector_app.demo.visits import DemoClock
from inspector_app.domain.change import Op
from inspector_app.domain.checklist import ChecklistItem, PackRef
from inspector_app.domain.organ import EnforcementPower
from inspector_app.operations import organs
from inspector_app.packs.catalogue import combined_items
from inspector_app.storage.bulk import insert_many
from inspector_app.storage.rows import CHINA
from inspector_app.workspace import Workspace, create_workspace, open_workspace

ROWS = 2_000  # of one operation
SETTLED_DAYS = 91  # after its end a year is complete: the last of its findings are accepted by then
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CityYear:
    """What was made."""

    year: int
    totals: Totals


def make_city_year(
    folder: Path, *, seed: int = 1, year: int | None = None, scale: float = 1.0, papers: bool = True,
    progress: Progress | None = None, clock: Callable[[], datetime] | None = None,
) -> CityYear:  # fmt: skip
    """Make the city's year in a folder that holds no data. Refuses WORKSPACE_EXISTS.

    `scale` makes a smaller city with all totals in proportion; without `papers` no order is issued.
    """
    ws = create_workspace(folder, clock=clock)
    now = ws.now()
    ws.close()
    year = year or (now.date() - timedelta(days=SETTLED_DAYS)).year - 1
    chance, at = Random(seed), DemoClock(datetime(year, 1, 2, 8, tzinfo=CHINA))
    city = read_city()
    totals = city.totals.scaled(scale) if scale != 1 else city.totals
    ws = open_workspace(folder, clock=at, new_id=new_ids(Random(f"{seed} of rows")))
    ws.clock_watch.is_on = False
    try:
        _Filling(ws, city, totals, year, chance, at, progress or (lambda _what, _done, _all: None)).run(papers=papers)
    finally:
        ws.close()
    return CityYear(year=year, totals=totals)


class _Filling:
    def __init__(
        self, ws: Workspace, city: City, totals: Totals, year: int, chance: Random, clock: DemoClock, tell: Progress
    ) -> None:
        self._ws, self._city, self._totals, self._year = ws, city, totals, year
        self._chance, self._clock, self._tell = chance, clock, tell

    def run(self, *, papers: bool) -> None:
        ws, city, totals = self._ws, self._city, self._totals
        power = EnforcementPower(city.organ["enforcement_power"])
        organs.set_organ(ws, organs.OrganDraft(**{**city.organ, "enforcement_power": power, "is_demo": True}))  # type: ignore[arg-type]
        register = Register(city, totals, self._year, self._chance)
        for table, rows, count in (
            ("officers", register.officer_rows(), totals.officers),
            ("enterprises", register.enterprise_rows(), totals.enterprises + totals.unvisited),
            ("equipment", register.equipment_rows(), totals.equipment),
            ("licences", register.licence_rows(), 0),
            ("major_hazards", register.major_hazard_rows(), 0),
            ("insurances", register.insurance_rows(), 0),
            ("credit_listings", register.listing_rows(), 0),
        ):
            self._put(table, rows, count)
        draw_once(ws, totals, self._year)
        packs, items = self._checklists()
        visits = Visits(city, totals, self._year, self._chance, register, items, packs)
        made = Papers(ws, self._clock, self._chance)
        done = 0
        for month in range(1, 13):
            self._clock.now = datetime(self._year, month, 1, 1, tzinfo=CHINA)
            for some in _portions(visits.of_month(month)):
                self._put_visits(visits, some)
                done += len(some)
                self._tell("visits", done, totals.visits)
            if papers:
                made.issue(
                    visits.of_month(month),
                    lambda n: self._tell("orders", n, totals.orders + totals.site_orders),
                )
        self._clock.now = datetime.combine(
            date(self._year, 12, 31) + timedelta(days=SETTLED_DAYS), datetime.min.time(), CHINA
        )
        made.settle(visits.visits)
        self._put("follow_ups", supervision_rows(visits.visits, totals, self._chance), 0)
        talks = list(talk_rows(visits.visits, totals, self._chance))
        self._put("follow_ups", talks, 0)
        self._put("follow_up_events", talk_event_rows(talks, self._chance), 0)
        self._put("plans", [plan_row(city, totals, self._year)], 1)
        self._put("plan_units", unit_rows(visits.visits, totals, self._chance), 0)
        self._put("penalty_cases", case_rows(visits.visits, city, totals, self._chance), 0)

    def _checklists(self) -> tuple[list[PackRef], list[Sequence[ChecklistItem]]]:
        """Freeze the checklist of each sector, and give its items that have a wording."""
        refs: list[PackRef] = []
        items: list[Sequence[ChecklistItem]] = []
        for sector in self._city.sectors:
            packs = [pack for name in sector.packs if (pack := self._ws.catalogue.pack(name)) is not None]
            refs.append(self._ws.keep_pack(packs[0]))
            items.append([i for i in combined_items(packs) if i.finding and i.measure])
        return refs, items

    def _put_visits(self, made: Visits, some: Sequence[Visit]) -> None:
        with self._ws.operation(Op.FILL_YEAR) as step:
            insert_many(step.db, "inspections", made.visit_rows(some))
            insert_many(step.db, "inspection_packs", made.pack_rows(some))
            insert_many(step.db, "inspection_people", made.people_rows(some))
            insert_many(step.db, "findings", made.finding_rows(some))
            insert_many(step.db, "sign_offs", made.sign_off_rows([v for v in some if not v.order]))

    def _put(self, table: str, rows: Iterable[Mapping[str, object]], count: int) -> None:
        left, done = iter(rows), 0
        while portion := list(islice(left, ROWS)):
            with self._ws.operation(Op.FILL_YEAR) as step:
                insert_many(step.db, table, portion)
            done += len(portion)
            self._tell(table, done, max(count, done))


def _portions(visits: Sequence[Visit]) -> Iterable[Sequence[Visit]]:
    size = ROWS // 4  # a visit is some ten rows
    for start in range(0, len(visits), size):
        yield visits[start : start + size]
