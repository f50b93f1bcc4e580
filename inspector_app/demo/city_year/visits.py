# SPDX-License-Identifier: MulanPSL-2.0
"""The visits of the made-up city's year and what was found: days, words of the real checklists, what became of it."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from inspector_app.demo.city_year.city import City, Totals, new_ids
from inspector_app.demo.city_year.register import Entry, Register
from inspector_app.domain.checklist import ChecklistItem, DeadlineClass, PackRef
from inspector_app.domain.finding import SLOT
from inspector_app.storage.rows import CHINA, clauses_out, instant_out

Row = Mapping[str, object]
SOURCES = ("plan", "random", "special", "key", "report", "assigned", "reinspection")
SHARES = (45, 22, 15, 8, 5, 3, 2)
LATER = 0.65  # of what was not rectified by the end of the year, rectified in the first months of the next
OPEN = ("ordered", "extended", "reported_done", "partial", "failed")
OPEN_SHARES = (50, 10, 15, 10, 15)
BACKLOG = 90  # days of the next year in which the late ones are accepted
ON_SITE = 0.3  # of the general findings, put right before the officers left


@dataclass(slots=True)
class Found:
    """One finding in the making."""

    major: bool = False
    rectified: bool = True
    id: str = ""
    accepted_on: str = ""
    row: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Visit:
    """One visit in the making."""

    entry: Entry
    day: date
    id: str = ""
    found: list[Found] = field(default_factory=list)
    order: bool = False  # whether an order follows


class Visits:
    """Plans all visits first, so that every total comes out exactly, then makes their rows month by month."""

    def __init__(
        self, city: City, totals: Totals, year: int, chance: Random, register: Register,
        items: Sequence[Sequence[ChecklistItem]], packs: Sequence[PackRef],
    ) -> None:  # fmt: skip
        self._city, self._totals, self._year, self._chance, self._register = city, totals, year, chance, register
        self._new_id = new_ids(chance)
        self._items, self._packs = items, packs
        self._workdays = [d for n in range(365) if (d := date(year, 1, 1) + timedelta(days=n)).weekday() < 5]
        self._texts: dict[tuple[int, int], tuple[str, str, str]] = {}
        self.visits = self._planned()
        self._spread_findings()
        self._choose_major()
        self._choose_open()
        self._choose_orders()
        self.visits.sort(key=lambda v: v.day)

    def _planned(self) -> list[Visit]:
        entries = self._register.entries
        again = self._chance.choices(
            entries, [{"red": 12, "orange": 6, "yellow": 2, "blue": 1}[e.risk] for e in entries],
            k=self._totals.visits - len(entries),
        )  # fmt: skip
        return [Visit(entry, self._chance.choice(self._workdays)) for entry in (*entries, *again)]

    def _spread_findings(self) -> None:
        site = [s.id for s in self._city.sectors].index("construction")
        sites = [v for v in self.visits if v.entry.sector == site]
        others = [v for v in self.visits if v.entry.sector != site]
        weights = {"red": 5, "orange": 4, "yellow": 3, "blue": 2}
        for visits, count in (
            (sites, self._totals.project_findings),
            (others, self._totals.findings - self._totals.project_findings),
        ):
            for visit in self._chance.choices(visits, [weights[v.entry.risk] for v in visits], k=count):
                visit.found.append(Found())

    def _choose_major(self) -> None:
        every = [(v, f) for v in self.visits for f in v.found]
        weights = {"red": 0.3, "orange": 0.7, "yellow": 1.0, "blue": 1.4}
        worst = heapq.nsmallest(
            self._totals.major, ((self._chance.random() * weights[v.entry.risk], n) for n, (v, _) in enumerate(every))
        )
        for _, n in worst:
            every[n][1].major = True

    def _choose_open(self) -> None:
        """Choose what is not rectified at the year's end: late findings rather than early ones."""
        every = [(v.day.timetuple().tm_yday, f) for v in self.visits for f in v.found]
        late = heapq.nlargest(
            self._totals.findings - self._totals.rectified,
            ((self._chance.random() * (1 + 6 * (day / 366) ** 8), n) for n, (day, _) in enumerate(every)),
        )
        for _, n in late:
            every[n][1].rectified = False

    def _choose_orders(self) -> None:
        site = [s.id for s in self._city.sectors].index("construction")
        for count, is_site in ((self._totals.orders, False), (self._totals.site_orders, True)):
            fit = [v for v in self.visits if (v.entry.sector == site) is is_site and len(v.found) >= 1]
            fit.sort(key=lambda v: (not any(f.major for f in v.found), -len(v.found), v.entry.id, v.day))
            for visit in fit[:count]:
                visit.order = True

    # ---- rows ------------------------------------------------------------------------------------------

    def of_month(self, month: int) -> list[Visit]:
        """Give the visits of a month, by day."""
        return [v for v in self.visits if v.day.month == month]

    def visit_rows(self, visits: Sequence[Visit]) -> Iterator[Row]:
        """Make the visits themselves."""
        for visit in visits:
            visit.id = self._new_id()
            start = datetime(visit.day.year, visit.day.month, visit.day.day, self._chance.randint(8, 15), tzinfo=CHINA)
            start += timedelta(minutes=self._chance.randrange(0, 60, 5))
            source = self._chance.choices(SOURCES, SHARES)[0]
            yield {
                "id": visit.id, "enterprise_id": visit.entry.id, "state": "open" if visit.order else "filed",
                "started_at": instant_out(start),
                "finished_at": instant_out(start + timedelta(minutes=self._chance.randint(35, 190))),
                "place": "生产经营场所", "party_remark": "", "task_source": source,
                "approved_on": (visit.day - timedelta(days=1)).isoformat(), "approver": "方卫国",
                "notice_served_at": None, "no_notice_reason": "", "entry_scan": "", "avoidance_declared": 1,
                "cap_reason": "", "end_reason": "",
            }  # fmt: skip

    def pack_rows(self, visits: Sequence[Visit]) -> Iterator[Row]:
        """Make the frozen checklist of each visit."""
        for visit in visits:
            pack = self._packs[visit.entry.sector]
            yield {
                "id": f"{visit.id}:{pack.id}", "inspection_id": visit.id, "ordinal": 0, "pack_id": pack.id,
                "version": pack.version, "sha256": pack.sha256, "title": pack.title,
            }  # fmt: skip

    def people_rows(self, visits: Sequence[Visit]) -> Iterator[Row]:
        """Make two officers for each visit, of the district's own."""
        officers, places = self._register.officers, len(self._city.districts)
        for visit in visits:
            teams = max(1, len(officers) // places // 2)
            team = self._chance.randrange(teams)
            for n in range(2):
                at = (team * 2 + n) * places + visit.entry.district
                officer = officers[at % len(officers)]
                yield {
                    "id": f"{visit.id}:{n}", "inspection_id": visit.id, "ordinal": n, "role": "officer",
                    "name": officer[1], "certificate_no": officer[2], "title": "",
                    "unit": f"{self._city.districts[visit.entry.district].name}应急管理局", "phone": "",
                    "officer_id": officer[0],
                }  # fmt: skip

    def finding_rows(self, visits: Sequence[Visit]) -> Iterator[Row]:
        """Make the findings in the words of the checklists."""
        for visit in visits:
            items = self._items[visit.entry.sector]
            start = instant_out(datetime(visit.day.year, visit.day.month, visit.day.day, 16, 30, tzinfo=CHINA))
            for ordinal, found in enumerate(visit.found, start=1):
                at = self._chance.randrange(len(items))
                item = items[at]
                days = item.deadline_days or self._chance.choice((7, 15, 15, 30))
                status, deadline = self._became(visit, found, days)
                clauses, basis, penalty = self._clauses(visit.entry.sector, at)
                found.id, place = self._new_id(), self._place()
                yield {
                    "id": found.id, "inspection_id": visit.id, "ordinal": ordinal, "item_code": item.code,
                    "place": place,
                    "description": f"{_filled(item.finding)}（{place}，{self._chance.randint(1, 9)}处）",
                    "grade": "major" if found.major else "general",
                    "measure": _filled(item.measure), "deadline_class": DeadlineClass.WITHIN_DAYS.value,
                    "deadline": deadline, "clauses": clauses, "status": "recorded" if visit.order else status,
                    "found_at": start, "withdrawn_reason": "", "order_basis": basis, "penalty": penalty,
                    "duplicate_of": "",
                }  # fmt: skip
                found.row = {"status": status, "deadline": deadline}

    def _became(self, visit: Visit, found: Found, days: int) -> tuple[str, str]:
        """Say what became of a finding: its status, its deadline; and note when it was accepted."""
        end, deadline = date(self._year, 12, 31), visit.day + timedelta(days=days)
        on_site = not visit.order and not found.major and self._chance.random() < ON_SITE
        if found.rectified:
            if on_site:
                found.accepted_on = visit.day.isoformat()
                return "fixed_on_site", deadline.isoformat()
            late = self._chance.random() < 0.09
            took = days + self._chance.randint(1, 30) if late else self._chance.randint(1, days)
            found.accepted_on = min(visit.day + timedelta(days=took), end).isoformat()
            return "closed", deadline.isoformat()
        if self._chance.random() < LATER:
            found.accepted_on = (end + timedelta(days=self._chance.randint(1, BACKLOG))).isoformat()
            return "closed", deadline.isoformat()
        return self._chance.choices(OPEN, OPEN_SHARES)[0], deadline.isoformat()

    def sign_off_rows(self, visits: Sequence[Visit]) -> Iterator[Row]:
        """Make the sign-offs of what was closed; three persons each."""
        for visit in visits:
            for found in visit.found:
                if found.row["status"] == "closed":
                    day = found.accepted_on
                    yield {
                        "id": found.id, "checked_by": "方卫国", "checked_on": visit.day.isoformat(),
                        "rectified_by": "企业安全负责人", "rectified_on": day, "accepted_by": "许静宜",
                        "accepted_on": day, "evidence": "[]", "remark": "",
                    }  # fmt: skip

    def _place(self) -> str:
        return f"{self._chance.choice(self._city.words['places'])}{self._chance.randint(1, 60)}号点位"

    def _clauses(self, sector: int, at: int) -> tuple[str, str, str]:
        if (sector, at) not in self._texts:
            item = self._items[sector][at]
            self._texts[sector, at] = (
                clauses_out(item.basis), clauses_out(item.order_basis), clauses_out(item.penalty)
            )  # fmt: skip
        return self._texts[sector, at]


def _filled(text: str) -> str:
    """Fill the slots of a suggested wording with what they ask for."""
    return re.sub(SLOT, lambda slot: slot.group().strip("〔〕"), text)
