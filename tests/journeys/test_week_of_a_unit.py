# SPDX-License-Identifier: MulanPSL-2.0
"""Five laptops and one office through a week: nothing lost, nothing twice, and at the end all hold the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from inspector_app.domain.conflict import ConflictKind
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.unit import TaskKind, TaskState
from inspector_app.handoff import conflicts, devices, enrolment, leases, quarantine, reconciliation, settling
from inspector_app.handoff.dispatch import dispatch
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.read_report import PartState, ReadReport
from inspector_app.handoff.reading import read_bundles
from inspector_app.handoff.receipts import take_receipts
from inspector_app.handoff.standing import standing
from inspector_app.ledgers import tasks as task_ledger
from inspector_app.operations import enterprises, tasks
from inspector_app.operations.enterprise_merge import merge_enterprises
from inspector_app.storage import enterprises as enterprise_rows
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.cases import MadeCase, clean_case, found, planned
from tests.helpers.cases import finish as finish_case
from tests.helpers.clock import Clock
from tests.helpers.makers import a_code, a_unit

ORDER = DocumentKind.RECTIFICATION_ORDER
NAMES = ("甲组", "乙组", "丙组", "丁组", "戊组")


class Unit:
    """The office, its laptops and a drawer of sticks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = Clock()
        self.office = create_workspace(root / "office", clock=self.clock)
        a_unit(self.office)
        enrolment.init_office(self.office, name="清河县应急管理局")
        self.laptops: dict[str, Workspace] = {}
        self.sticks = 0
        self.opened: list[Workspace] = [self.office]

    def stick(self) -> Path:
        self.sticks += 1
        made = self.root / f"stick-{self.sticks}"
        made.mkdir()
        return made

    def enrol(self, name: str, ws: Workspace) -> None:
        """By a file to and fro."""
        request = enrolment.make_request(ws, name=name)
        answer = enrolment.enrol(self.office, request, name=name).answer
        enrolment.join(ws, answer)
        self.laptops[name] = ws

    def hand_over(self, name: str) -> Path:
        stick = self.stick()
        made = make_bundle(self.laptops[name], stick, order_for_office(self.laptops[name]))
        assert made.safe_to_remove
        return stick

    def receive(self, *sticks: Path) -> ReadReport:
        return read_bundles(self.office, list(sticks))

    def send_back(self, *names: str) -> None:
        for name in names or tuple(self.laptops):
            stick = self.stick()
            dispatch(self.office, name, stick)
            report = read_bundles(self.laptops[name], [stick])
            assert not report.count(PartState.REFUSED), report.problems

    def everybody_exchanges(self) -> None:
        for _ in range(2):
            for name, ws in self.laptops.items():
                if standing(ws).operations or standing(ws).files:
                    stick = self.hand_over(name)
                    assert not self.receive(stick).count(PartState.REFUSED)
                    take_receipts(ws, stick)
            self.send_back()

    def close(self) -> None:
        for ws in self.opened:
            ws.close()

    def new_laptop(self, name: str) -> Workspace:
        self.opened.append(create_workspace(self.root / name, clock=self.clock))
        return self.opened[-1]


@pytest.fixture
def unit_of_five(tmp_path: Path) -> Iterator[Unit]:
    made = Unit(tmp_path)
    yield made
    made.close()


def an_inspection_day(unit: Unit, name: str, n: int) -> MadeCase:
    """A visit with two findings and photos, recorded and ordered with numbers from the office's block."""
    ws = unit.laptops[name]
    case = planned(ws, unit.clock, unit.root / f"case-{n}", name=f"清河县第{n}化工有限公司", n=n)
    found(case)
    found(case, place="装卸区", description="鹤管静电接地线断开，接地电阻无法测量")
    finish_case(case)
    case.issue(ORDER)
    case.serve(ORDER)
    return case


def amended(ws: Workspace, entry: str, **changes: str) -> None:
    with ws.reader() as db:
        known = enterprise_rows.get_enterprise(db, entry)
    assert known is not None
    fields = {f: getattr(known, f) for f in EnterpriseDraft.__slots__ if hasattr(known, f)}
    enterprises.amend_enterprise(ws, entry, EnterpriseDraft(**{**fields, **changes}))


def named(ws: Workspace, name: str) -> Enterprise:
    with ws.reader() as db:
        row = db.conn.execute("SELECT id FROM enterprises WHERE name = ?", (name,)).fetchone()
        entry = enterprise_rows.get_enterprise(db, str(row[0]))
    assert entry is not None
    return entry


def numbers(ws: Workspace) -> list[str]:
    with ws.reader() as db:
        return sorted(str(row[0]) for row in db.conn.execute("SELECT number FROM documents"))


def test_a_week(unit_of_five: Unit) -> None:
    unit = unit_of_five
    office = unit.office
    # Monday: four laptops join with empty folders; the fifth is a stand-alone unit until Wednesday.
    for name in NAMES[:4]:
        unit.enrol(name, unit.new_laptop(name))
        leases.lease(office, name, "all", 20)
    alone = unit.new_laptop(NAMES[4])
    a_unit(alone)
    own_case = clean_case(alone, unit.clock, unit.root / "case-alone")
    own_numbers, own_digests = numbers(alone), {d.sha256 for d in own_case.papers.values()}
    shared = enterprises.register_enterprise(
        office,
        EnterpriseDraft(
            name="清河县共管化工有限公司", credit_code=a_code(77), address="园区1号", person_in_charge="赵明"
        ),
    ).value
    task = tasks.assign_task(
        office,
        tasks.TaskDraft(
            kind=TaskKind.INSPECTION, device=unit.laptops["甲组"].device, enterprise_id=shared.id,
            packs=("hazmat", "common"), due_on=date(2026, 12, 31), note="节前检查",
        ),
    ).value  # fmt: skip
    unit.send_back()
    assert [t.task.id for t in task_ledger.own_tasks(unit.laptops["甲组"])] == [task.id]

    # Tuesday: visits on four laptops; sticks are read twice, in any order, one of them cut short.
    cases = {name: an_inspection_day(unit, name, n) for n, name in enumerate(NAMES[:4], start=11)}
    sticks = {name: unit.hand_over(name) for name in NAMES[:4]}
    shutil.copytree(unit.laptops["丙组"].folder, unit.root / "backup-丙组")  # open, as a person would copy it
    whole = next(sticks["乙组"].glob("*.ajb"))
    kept = whole.read_bytes()
    whole.write_bytes(kept[:-100])
    report = unit.receive(sticks["丁组"], sticks["乙组"], sticks["甲组"])
    assert report.count(PartState.REFUSED) == 1
    assert [q.problem.code for q in quarantine.list_quarantine(office)] == [ProblemCode.BUNDLE_CHANGED]
    whole.write_bytes(kept)
    before = unit.receive(sticks["乙组"], sticks["甲组"])
    assert before.count(PartState.KNOWN) == 1
    assert quarantine.list_quarantine(office) == ()
    digest = office.digest()
    assert unit.receive(sticks["甲组"], sticks["乙组"], sticks["丁组"]).applied == 0
    assert office.digest() == digest
    for name in ("甲组", "乙组", "丁组"):
        take_receipts(unit.laptops[name], sticks[name])
        assert standing(unit.laptops[name]).is_all_handed_over
    assert not standing(unit.laptops["丙组"]).is_all_handed_over

    # Wednesday: the stand-alone unit joins and keeps every number; two teams amend one enterprise.
    unit.enrol(NAMES[4], alone)
    leases.lease(office, NAMES[4], "all", 20)
    unit.receive(unit.hand_over(NAMES[4]))
    unit.send_back()
    assert set(own_numbers) <= set(numbers(office))
    assert numbers(alone) == numbers(office)
    with alone.reader() as db:
        assert own_digests <= {str(r[0]) for r in db.conn.execute("SELECT sha256 FROM documents")}
    unit.clock.move(days=-400)  # one laptop's clock is everybody's here; order never comes from it
    amended(unit.laptops["甲组"], shared.id, phone="13911110000", address="园区1号东门")
    unit.clock.move(days=401)
    amended(unit.laptops["乙组"], shared.id, person_in_charge="钱进", address="园区1号西门")
    twice = {"name": "清河县重名化工有限公司", "credit_code": a_code(88), "address": "园区9号"}
    for name in ("甲组", "丁组"):
        enterprises.register_enterprise(unit.laptops[name], EnterpriseDraft(**twice))
    unit.receive(unit.hand_over("乙组"), unit.hand_over("丁组"), unit.hand_over("甲组"))
    open_ones = {c.kind: c for c in conflicts.list_conflicts(office)}
    assert set(open_ones) >= {ConflictKind.FIELD, ConflictKind.ENTERPRISE}
    field = open_ones[ConflictKind.FIELD]
    assert {side.text for side in field.sides} == {"园区1号东门", "园区1号西门"}
    both = named(office, "清河县共管化工有限公司")
    assert (both.phone, both.person_in_charge) == ("13911110000", "钱进")
    settling.settle(office, field.id, "left", person="周局长")
    with office.reader() as db:
        pair = [str(r[0]) for r in db.conn.execute("SELECT id FROM enterprises WHERE name = ?", (twice["name"],))]
    merge_enterprises(office, pair[0], pair[1])
    unit.send_back()
    assert not [
        c for c in conflicts.list_conflicts(unit.laptops["乙组"]) if c.is_open and c.kind is not ConflictKind.NUMBER
    ]

    # Thursday: one laptop is restored from Tuesday's copy, one is lost.
    lost_later = unit.laptops["丙组"]
    enterprises.register_enterprise(lost_later, EnterpriseDraft(name="清河县周三登记有限公司", address="园区3号"))
    unit.receive(unit.hand_over("丙组"))
    incarnation = lost_later.incarnation
    lost_later.close()
    shutil.rmtree(unit.root / "丙组")
    shutil.copytree(unit.root / "backup-丙组", unit.root / "丙组")
    restored = unit.laptops["丙组"] = open_workspace(unit.root / "丙组", clock=unit.clock)
    unit.opened.append(restored)
    assert restored.incarnation != incarnation
    with pytest.raises(Refused) as refused:
        an_inspection_day(unit, "丙组", 30)
    assert refused.value.problems[0].code is ProblemCode.LEASE_MISSING
    unit.send_back("丙组")
    stick = unit.stick()
    dispatch(office, "丙组", stick, everything=True)
    assert read_bundles(restored, [stick]).applied > 0
    assert named(restored, "清河县周三登记有限公司")
    thief = unit.laptops.pop("丁组")
    devices.revoke(office, thief.device, "电脑遗失")
    enterprises.register_enterprise(thief, EnterpriseDraft(name="清河县拾得有限公司", address="园区4号"))
    stick = unit.stick()
    make_bundle(thief, stick, order_for_office(thief))
    thief.close()
    refused_report = unit.receive(stick)
    assert [p.code for p in refused_report.problems] == [ProblemCode.BUNDLE_REVOKED_DEVICE]

    # Friday: another team looks again at the first team's order, with its photos and papers on the laptop.
    order = cases["甲组"].papers[ORDER]
    again = tasks.assign_task(
        office,
        tasks.TaskDraft(kind=TaskKind.REINSPECTION, device=unit.laptops["乙组"].device, document_id=order.id),
    ).value
    unit.receive(unit.hand_over("丙组"))
    leases.lease(office, "丙组", ORDER, 5)
    unit.send_back()
    second = unit.laptops["乙组"]
    assert second.files.is_intact(order.sha256)
    with second.reader() as db:
        shown = [str(r[0]) for r in db.conn.execute(
            "SELECT sha256 FROM photos WHERE inspection_id = ?", (order.inspection_id,)
        )]  # fmt: skip
    assert len(shown) >= 2
    assert all(second.files.is_intact(sha256) for sha256 in shown)
    unit.clock.move(days=12)
    other = MadeCase(
        ws=second, clock=unit.clock, folder=unit.root / "case-again", enterprise=cases["甲组"].enterprise,
        inspection=cases["甲组"].inspection, papers=dict(cases["甲组"].papers),
    )  # fmt: skip
    other.reinspect(ORDER)
    unit.everybody_exchanges()

    # And so the week ends.
    everybody = [office, *unit.laptops.values()]
    assert len({ws.digest() for ws in everybody}) == 1
    for ws in everybody:
        assert ws.check().is_well
        assert (standing(ws).operations, standing(ws).files) == (0, 0)
    assert all(one.missing_operations == 0 for one in reconciliation.reconciliation(office))
    with office.reader() as db:
        states = dict(db.conn.execute("SELECT id, state FROM tasks").fetchall())
        wanted = db.conn.execute("SELECT count(*) FROM wanted_files").fetchone()[0]
    assert states[again.id] == TaskState.DONE.value
    assert wanted == 0
    members = [n for n in numbers(office) if n not in own_numbers]
    assert len(members) == len(set(members))


def test_the_week_goes_on_after_new_year(unit_of_five: Unit) -> None:
    """Blocks are of one year: in January a laptop without new ones says so, and gives none of the old year."""
    unit = unit_of_five
    unit.enrol("甲组", unit.new_laptop("甲组"))
    leases.lease(unit.office, "甲组", "all", 5)
    unit.send_back()
    unit.clock.move(days=(date(2027, 1, 4) - unit.clock.now.date()).days)
    with pytest.raises(Refused) as refused:
        an_inspection_day(unit, "甲组", 1)
    assert refused.value.problems[0].code is ProblemCode.LEASE_MISSING
