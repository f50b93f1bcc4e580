# SPDX-License-Identifier: MulanPSL-2.0
"""The register of the made-up city: officers, enterprises with their supervision facts, equipment, what lies beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from inspector_app.demo.city_year.city import City, District, Sector, Totals, new_ids, shared_out
from inspector_app.demo.register import credit_code
from inspector_app.storage.enterprises import initials_of

Row = Mapping[str, object]
RISKS = ("red", "orange", "yellow", "blue")
SUBSTANCES = ("甲醇", "液氨", "汽油", "苯", "氯", "液化石油气")
DAYS_OF_YEAR = 365


@dataclass(frozen=True, slots=True)
class Entry:
    """An enterprise as the visits need it."""

    id: str
    district: int
    sector: int
    risk: str


class Register:
    """Makes the rows; `entries` are those to visit, the sectors one after the other."""

    def __init__(self, city: City, totals: Totals, year: int, chance: Random) -> None:
        self._city, self._totals, self._year, self._chance = city, totals, year, chance
        self._new_id = new_ids(chance)
        self._initials: dict[str, str] = {}
        self.entries: list[Entry] = []
        self.officers: list[tuple[str, str, str]] = []  # id, name, certificate
        self.counts = shared_out(totals.enterprises, [s.count for s in city.sectors])
        self._put_exactly("construction", totals.projects)
        self._put_exactly("special_equipment", totals.equipment_users)

    def _put_exactly(self, sector: str, count: int) -> None:
        """Give a sector its published number; the largest one makes up for it."""
        at = [s.id for s in self._city.sectors].index(sector)
        self.counts[-1] += self.counts[at] - count
        self.counts[at] = count

    def officer_rows(self) -> Iterator[Row]:
        """Make the officers, two certificates never alike."""
        for n in range(self._totals.officers):
            officer = (self._new_id(), self._person(), f"9901{n:08d}")
            self.officers.append(officer)
            district = self._city.districts[n % len(self._city.districts)]
            yield {
                "id": officer[0], "name": officer[1], "certificate_no": officer[2],
                "unit": f"{district.name}应急管理局", "valid_from": f"{self._year - 1}-01-01",
                "valid_to": f"{self._year + 4}-12-31", "is_active": 1,
            }  # fmt: skip

    def enterprise_rows(self) -> Iterator[Row]:
        """Make the enterprises: those that are visited, then those that are not."""
        names: set[str] = set()
        for at, sector in enumerate(self._city.sectors):
            for _ in range(self.counts[at]):
                row, entry = self._enterprise(at, sector, names)
                self.entries.append(entry)
                yield row
        for _ in range(self._totals.unvisited):
            yield self._enterprise(len(self._city.sectors) - 1, self._city.sectors[-1], names)[0]

    def _enterprise(self, at: int, sector: Sector, names: set[str]) -> tuple[Row, Entry]:
        chance, words = self._chance, self._city.words
        place = chance.choices(range(len(self._city.districts)), [d.weight for d in self._city.districts])[0]
        district = self._city.districts[place]
        name, initials = self._name(district, sector, names)
        risk = chance.choices(RISKS, sector.risk)[0]
        grade = {"red": "A", "orange": "B", "yellow": "C"}.get(risk, "")
        west, south, east, north = district.box
        person = self._person()
        row = {
            "id": self._new_id(), "name": name, "credit_code": credit_code(district.code, chance),
            "address": f"青岚市{district.name}{chance.choice(words['roads'])}{chance.randint(1, 699)}号",
            "district": district.name, "industry": sector.industry, "person_in_charge": person,
            "title": chance.choice(words["titles"]), "phone": f"1540{chance.randint(0, 9_999_999):07d}", "note": "",
            "initials": initials, "visit_cap": {"A": 12, "B": 4, "C": 2}.get(grade),
            "industry_code": sector.industry_code, "district_code": district.code, "sector": sector.id,
            "state": "active", "grade": grade, "grade_basis": "安全风险评估分级" if grade else "",
            "sponsor_unit": f"{district.name}人民政府" if grade else "",
            "sponsor_person": self._person() if grade else "",
            "sponsor_level": {"A": "city", "B": "district", "C": "township"}.get(grade, ""),
            "visit_cycle_days": {"A": 30, "B": 90, "C": 180}.get(grade), "risk_grade": risk,
            "standardisation": chance.choices(("", "third", "second", "first"), (70, 22, 7, 1))[0],
            "employees": chance.choice((6, 12, 25, 48, 90, 180, 420)),
            "latitude": round(chance.uniform(south, north), 5), "longitude": round(chance.uniform(west, east), 5),
        }  # fmt: skip
        row["standardised_until"] = f"{self._year + chance.randint(0, 2)}-12-31" if row["standardisation"] else None
        return row, Entry(str(row["id"]), place, at, risk)

    def _name(self, district: District, sector: Sector, names: set[str]) -> tuple[str, str]:
        words = self._city.words
        while True:
            parts = [
                district.name[:2], self._chance.choice(words["first"]), self._chance.choice(words["second"]),
                self._chance.choice(words["first"]), self._chance.choice(sector.tails),
            ]  # fmt: skip
            if (name := "".join(parts)) not in names:
                names.add(name)
                return name, "".join(map(self._initial, parts))

    def _initial(self, part: str) -> str:
        if part not in self._initials:
            self._initials[part] = initials_of(part)
        return self._initials[part]

    def _person(self) -> str:
        return str(self._chance.choice(self._city.words["surnames"]) + self._chance.choice(self._city.words["given"]))

    def equipment_rows(self) -> Iterator[Row]:
        """Make the equipment: every user has some, all together the published number."""
        at = [s.id for s in self._city.sectors].index("special_equipment")
        users = [e for e in self.entries if e.sector == at]
        counts = [1] * len(users)
        for _ in range(self._totals.equipment - len(users)):
            counts[self._chance.randrange(len(users))] += 1
        words, first = self._city.words, date(self._year, 1, 1)
        for user, count in zip(users, counts, strict=True):
            for n in range(count):
                kind = self._chance.choices(words["equipment"], words["equipment_share"])[0]
                due = first + timedelta(days=self._chance.randint(-20, 2 * DAYS_OF_YEAR))
                yield {
                    "id": self._new_id(), "enterprise_id": user.id, "category": kind, "name": f"{kind}{n + 1}号",
                    "code": f"{self._chance.randint(10**16, 10**17 - 1)}", "registration": "",
                    "place": self._chance.choice(words["places"]), "started_on": None,
                    "inspected_on": (due - timedelta(days=DAYS_OF_YEAR)).isoformat(), "due_on": due.isoformat(),
                    "safety_class": "", "note": "", "removed_reason": "",
                }  # fmt: skip

    def licence_rows(self) -> Iterator[Row]:
        """Make the licences of hazardous chemicals and fireworks."""
        words = self._city.words["licences"]
        for entry in self.entries:
            sector = self._city.sectors[entry.sector].id
            if sector in ("hazmat", "fireworks"):
                issued = date(self._year - self._chance.randint(0, 2), self._chance.randint(1, 12), 15)
                yield {
                    "id": self._new_id(), "enterprise_id": entry.id, "kind": words[1 if sector == "hazmat" else 2],
                    "number": f"（青岚）证字〔{issued.year}〕{self._chance.randint(1, 99999):05d}", "scope": "",
                    "issuer": "青岚市应急管理局", "issued_on": issued.isoformat(),
                    "expires_on": issued.replace(year=issued.year + 3).isoformat(), "note": "", "removed_reason": "",
                }  # fmt: skip

    def major_hazard_rows(self) -> Iterator[Row]:
        """Make the major hazard sources of red and orange chemical units."""
        for entry in self.entries:
            if self._city.sectors[entry.sector].id == "hazmat" and entry.risk in ("red", "orange"):
                level = self._chance.choices("1234", (6, 12, 32, 50))[0]
                yield {
                    "id": self._new_id(), "enterprise_id": entry.id, "name": "储罐区危险化学品重大危险源",
                    "level": level, "substances": self._chance.choice(SUBSTANCES), "place": "储罐区",
                    "person": self._person(), "filing_no": f"BA青岚{self._chance.randint(1, 99999):05d}",
                    "filed_on": f"{self._year - 1}-06-30", "note": "", "removed_reason": "",
                }  # fmt: skip

    def insurance_rows(self) -> Iterator[Row]:
        """Make the insurances of the riskier units."""
        for entry in self.entries:
            if entry.risk in ("red", "orange") and self._chance.random() < 0.9:
                begins = date(self._year, self._chance.randint(1, 12), 1)
                yield {
                    "id": self._new_id(), "enterprise_id": entry.id,
                    "insurer": self._chance.choice(self._city.words["insurers"]),
                    "policy_no": f"AZX{self._chance.randint(10**9, 10**10 - 1)}", "starts_on": begins.isoformat(),
                    "ends_on": (begins.replace(year=begins.year + 1) - timedelta(days=1)).isoformat(),
                    "insured": self._chance.choice((12, 30, 80, 200)), "amount": 3_000_000, "note": "",
                    "removed_reason": "",
                }  # fmt: skip

    def listing_rows(self) -> Iterator[Row]:
        """Make the entries of the credit lists."""
        for n, entry in enumerate(self._chance.sample(self.entries, min(self._totals.listings, len(self.entries)))):
            listed = date(self._year, 1, 1) + timedelta(days=self._chance.randrange(DAYS_OF_YEAR))
            yield {
                "id": self._new_id(), "enterprise_id": entry.id, "kind": "blacklist" if n % 4 == 0 else "joint",
                "basis": "拒不执行停产停业整改指令", "organ": "青岚市应急管理局", "listed_on": listed.isoformat(),
                "ends_on": (listed + timedelta(days=DAYS_OF_YEAR)).isoformat(), "delisted_on": None,
                "delist_reason": "", "note": "", "removed_reason": "",
            }  # fmt: skip
