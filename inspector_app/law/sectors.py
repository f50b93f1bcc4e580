# SPDX-License-Identifier: MulanPSL-2.0
"""Which department an organ is, read off its name where its profile does not say (`sectors.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.organ import OrganSector, OrganStanding
from inspector_app.domain.problems import Problem, Refused
from inspector_app.law.records import Record, read_toml

FILE_NAME = "sectors.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorName:
    """How the names of one department's organs read."""

    sector: OrganSector
    standing: OrganStanding
    ends: tuple[str, ...]
    contains: tuple[str, ...]

    def fits(self, name: str) -> bool:
        """Whether an organ of this name is one of them."""
        return name.endswith(self.ends or ("\0",)) or any(part in name for part in self.contains)


def load_sectors(folder: Path) -> tuple[SectorName, ...]:
    """Read the file; refuses with all its faults."""
    problems: list[Problem] = []
    values = read_toml(folder / FILE_NAME, problems)
    if problems:
        raise Refused(problems)
    top = Record(values, FILE_NAME, problems)
    top.number("format", 1, 1, required=True)
    found = []
    for entry in top.records("sector", "sector"):
        sector, standing = entry.word("sector", OrganSector), entry.word("standing", OrganStanding)
        ends, contains = entry.texts("ends"), entry.texts("contains")
        entry.close()
        if sector and standing:
            found.append(SectorName(sector=sector, standing=standing, ends=ends, contains=contains))
    top.close()
    if problems:
        raise Refused(problems)
    return tuple(found)


def sector_of(names: tuple[SectorName, ...], name: str) -> tuple[OrganSector, OrganStanding]:
    """Give the department that a name belongs to; emergency management where none fits."""
    fitting = next((entry for entry in names if entry.fits(name)), None)
    if fitting is None:
        return OrganSector.EMERGENCY, OrganStanding.DEPARTMENT
    return fitting.sector, fitting.standing
