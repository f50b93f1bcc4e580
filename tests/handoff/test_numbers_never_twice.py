# SPDX-License-Identifier: MulanPSL-2.0
"""Laptops and an office lease, issue, return, lose, copy and restore at random: no number is ever given out twice.

The oracle is what was printed: every number that an act gave out, also where the folder that knew of it is gone.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.domain.problems import Refused
from inspector_app.handoff import devices, enrolment, leases
from inspector_app.operations import numbers
from inspector_app.storage import documents as stored
from inspector_app.storage import numbers as number_rows
from inspector_app.storage import organs
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import an_inspection
from tests.helpers.unit import a_laptop, an_office, exchange

RECORD = DocumentKind.INSPECTION_RECORD
LAPTOPS = 6
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # an example takes a second: shrinking would take minutes
REFUSED = {P.LEASE_MISSING, P.DEVICE_REVOKED, P.DEVICE_NOT_REVOKED, P.OFFICE_SET_BACK}
OFTEN = ("lease", "issue", "visit_office", "issue", "lease", "issue", "meet", "office_issue", "give_back") * 2
ACTS = (*OFTEN, "revoke", "admit", "copy", "keep", "set_back")


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folders of a unit in which everybody knows one inspection."""
    root = tmp_path_factory.mktemp("unit")
    office = an_office(root / "office", Clock())
    visit = an_inspection(office).id
    for n in range(LAPTOPS):
        a_laptop(root / f"laptop-{n}", office, f"{n}队").close()
    office.close()
    yield root, visit


class Play:
    """The unit of one example; copied folders, so every one of them begins a new life first."""

    def __init__(self, seed: Path, root: Path, visit: str, laptops: int, *, office_falls: bool) -> None:
        self.root, self.visit, self.clock, self.office_falls = root, visit, Clock(), office_falls
        self.printed: list[int] = []
        self.backups: dict[Path, Path] = {}
        self.office = self.opened(seed / "office", root / "office")
        leases.resume(self.office)
        self.laptops = [self.opened(seed / f"laptop-{n}", root / f"laptop-{n}") for n in range(laptops)]
        for laptop in self.laptops:
            enrolment.enrol_workspace(self.office, laptop)

    def opened(self, source: Path, target: Path) -> Workspace:
        shutil.copytree(source, target)
        return open_workspace(target, clock=self.clock)

    def act(self, name: str, who: int, other: int) -> None:
        try:
            getattr(self, name)(who % len(self.laptops), other)
        except Refused as refused:
            assert {p.code for p in refused.problems} <= REFUSED, refused.problems

    def lease(self, who: int, count: int) -> None:
        leases.lease(self.office, self.laptops[who].device, RECORD, 1 + count % 3)
        if count > 1:
            exchange(self.office, self.laptops[who])

    def issue(self, who: int, _other: int) -> None:
        self.give_number(self.laptops[who])

    def office_issue(self, _who: int, _other: int) -> None:
        self.give_number(self.office)

    def give_number(self, ws: Workspace) -> None:
        with ws.operation(Op.ISSUE_DOCUMENT) as step:
            organ = organs.get_organ(step.db)
            assert organ is not None
            word, serial, number = numbers.next_number_in(ws, step, organ, ws.form(RECORD), self.visit, ws.today())
            stored.put_document(step.db, OfficialDocument(
                id=step.new_id(), inspection_id=self.visit, kind=RECORD, state=DocumentState.ISSUED, number=number,
                word=word, year=2026, serial=serial, form_id="f", form_version="1", form_sha256="",
                issued_on=ws.today(), issued_at=step.now, content="{}", content_sha256="", sha256="", sm3="", pages=1,
                bytes=1,
            ))  # fmt: skip
        assert serial not in self.printed, (serial, self.printed)
        self.printed.append(serial)

    def meet(self, who: int, other: int) -> None:
        exchange(self.laptops[who], self.laptops[other % len(self.laptops)])

    def visit_office(self, who: int, _other: int) -> None:
        exchange(self.laptops[who], self.office)

    def give_back(self, who: int, _other: int) -> None:
        leases.return_own(self.laptops[who])

    def revoke(self, who: int, _other: int) -> None:
        devices.revoke(self.office, self.laptops[who].device, "丢失")

    def admit(self, who: int, _other: int) -> None:
        devices.restore(self.office, self.laptops[who].device)

    def copy(self, who: int, _other: int) -> None:
        """A second laptop goes on with a copy of the folder."""
        if len(self.laptops) < 8:
            target = self.root / f"copy-{len(self.laptops)}"
            self.laptops[who] = self.copied(self.laptops[who], target)
            self.laptops.append(open_workspace(target, clock=self.clock))

    def keep(self, who: int, other: int) -> None:
        """Make a backup of a laptop, or of the office."""
        ws = self.fallible(who, other)
        self.backups[ws.folder] = self.root / f"backup-{len(list(self.root.iterdir()))}"
        self.put(ws, self.copied(ws, self.backups[ws.folder]))

    def copied(self, ws: Workspace, target: Path) -> Workspace:
        ws.close()
        shutil.copytree(ws.folder, target)
        return open_workspace(ws.folder, clock=self.clock)

    def set_back(self, who: int, other: int) -> None:
        """An older folder takes the place of the present one; what it did not know is lost there."""
        ws = self.fallible(who, other)
        if ws.folder in self.backups:
            ws.close()
            shutil.rmtree(ws.folder)
            again = self.opened(self.backups[ws.folder], ws.folder)
            self.put(ws, again)
            if ws is self.office or again.folder == self.office.folder:
                for laptop in self.laptops:
                    exchange(laptop, again)
                leases.resume(again)
                self.give_number(again)
                for laptop in self.laptops:  # somebody must hear where the numbers go on, or a second fall forgets it
                    exchange(laptop, again)

    def fallible(self, who: int, other: int) -> Workspace:
        """Either the office falls or laptops do: what both have lost, only paper knows."""
        return self.office if self.office_falls else self.laptops[who]

    def put(self, old: Workspace, new: Workspace) -> None:
        if old is self.office:
            self.office = new
        else:
            self.laptops[self.laptops.index(old)] = new

    def close(self) -> None:
        for ws in (self.office, *self.laptops):
            ws.close()


@settings(max_examples=6, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(laptops=st.integers(2, LAPTOPS), office_falls=st.booleans(), chance=st.integers(0, 10**9), length=st.just(60))
def test_no_number_is_given_out_twice(
    seed: tuple[Path, str], laptops: int, office_falls: bool, chance: int, length: int
) -> None:
    folder, visit = seed
    draw = random.Random(chance)
    with tempfile.TemporaryDirectory() as root:
        play = Play(folder, Path(root), visit, laptops, office_falls=office_falls)
        try:
            for _ in range(length):
                play.act(draw.choice(ACTS), draw.randrange(8), draw.randrange(8))
            for laptop in (*play.laptops, *play.laptops):
                exchange(laptop, play.office)
            assert len({ws.digest() for ws in (play.office, *play.laptops)}) == 1
            with play.office.reader() as db:
                kept = [serial for _, serial in number_rows.issued_of_year(db, 2026)]
            assert len(kept) == len(set(kept))
            assert set(kept) <= set(play.printed)
        finally:
            play.close()
