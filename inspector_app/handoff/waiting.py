# SPDX-License-Identifier: MulanPSL-2.0
"""Gaps: which operations of which laptop are missing, and what waits for them (promises.md 2.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.merging import Chain
from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.storage import chains, units
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import instant_in
from inspector_app.storage.wanted_files import WaitingOperation, count_wanted, list_waiting
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Operations `first` to `last` of a chain are not here; `waiting` operations that came later wait for them."""

    device: str
    name: str  # of the laptop, as the office registered it; else the beginning of its id
    incarnation: str
    first: int
    last: int
    waiting: int
    since: datetime
    bundles: tuple[str, ...]  # ids of the bundles that brought what waits


def waiting(ws: Workspace) -> tuple[Gap, ...]:
    """Give every gap, chain by chain; nothing when nothing waits."""
    with ws.reader() as db:
        operations = list_waiting(db)
        if not operations:
            return ()
        known = {chain: mark.seq for chain, mark in chains.marks(db.conn).items()}
        names = names_of(db)
    return tuple(_gaps(operations, known, names))


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFiles:
    """How many files a laptop announced and that are not here."""

    device: str
    name: str
    count: int


def missing_files(ws: Workspace) -> tuple[MissingFiles, ...]:
    """Give the files that are announced and not here, by laptop."""
    with ws.reader() as db:
        counts, names = count_wanted(db), names_of(db)
    return tuple(MissingFiles(device=d, name=names.get(d, d[:12]), count=n) for d, n in counts.items())


def warnings(ws: Workspace, *, files: bool) -> tuple[Problem, ...]:
    """Say what is missing: gaps, and with `files` the photos and papers that laptops announced."""
    found = [
        Problem(
            code=ProblemCode.BUNDLE_WAITS, where=f"{gap.device}/{gap.first}", severity=Severity.WARN,
            fields={"device": gap.name, "first": str(gap.first), "last": str(gap.last)},
        )
        for gap in waiting(ws)
    ]  # fmt: skip
    if files:
        found += [
            Problem(
                code=ProblemCode.FILES_AWAITED, where=m.device, severity=Severity.WARN,
                fields={"device": m.name, "count": str(m.count)},
            )
            for m in missing_files(ws)
        ]  # fmt: skip
    return tuple(found)


def names_of(db: Database) -> dict[str, str]:
    """Give the names of the unit's laptops by their ids."""
    return {d.id: d.name for d in units.list_devices(db) if d.name}


def _gaps(
    operations: Iterable[WaitingOperation], known: Mapping[Chain, int], names: Mapping[str, str]
) -> Iterator[Gap]:
    wanted: dict[Chain, int] = {}  # how far each chain must be known for everything to be taken in
    here: dict[Chain, set[int]] = {}
    behind: dict[Chain, list[WaitingOperation]] = {}  # what waits for a chain
    for o in operations:
        own = (o.device, o.incarnation)
        here.setdefault(own, set()).add(o.seq)
        for chain, seq in ((own, o.seq - 1), *chains.seen_by(o.saw).items()):
            if seq > known.get(chain, 0):
                wanted[chain] = max(wanted.get(chain, 0), seq)
                behind.setdefault(chain, []).append(o)
    for chain in sorted(wanted):
        for first, last in _ranges(known.get(chain, 0) + 1, wanted[chain], here.get(chain, set())):
            later = [o for o in behind[chain] if (o.device, o.incarnation) != chain or o.seq > last]
            yield Gap(
                device=chain[0], name=names.get(chain[0], chain[0][:12]), incarnation=chain[1], first=first,
                last=last, waiting=len(later), since=instant_in(min(o.since for o in later)),
                bundles=tuple(sorted({o.bundle for o in later})),
            )  # fmt: skip


def _ranges(first: int, last: int, here: set[int]) -> Iterator[tuple[int, int]]:
    """Give the stretches between `first` and `last` that are not here."""
    for seq in sorted(n for n in here if first <= n <= last):
        if seq > first:
            yield first, seq - 1
        first = seq + 1
    if first <= last:
        yield first, last
