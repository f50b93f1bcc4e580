# SPDX-License-Identifier: MulanPSL-2.0
"""The demonstration: complete, the same for a seed, clearly made up, and never over real data."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from inspector_app.cli import main
from inspector_app.demo import DemoReport, make_demo, papers
from inspector_app.demo.county import demo_photo, read_county
from inspector_app.demo.register import make_register
from inspector_app.domain import credit_code
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.order_life import OrderState
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import documents, enterprises, findings, inspections, orders, organs
from inspector_app.ledgers.due import due_list
from inspector_app.operations import documents as document_verbs
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.clock import CHINA
from tests.helpers.makers import a_unit

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=CHINA)


def at(now: datetime = NOW) -> datetime:
    return now


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoReport]:
    folder = tmp_path_factory.mktemp("demo") / "county"
    return folder, make_demo(folder, seed=1, clock=at)


@pytest.fixture
def ws(made: tuple[Path, DemoReport]) -> Iterator[Workspace]:
    opened = open_workspace(made[0], clock=at)
    yield opened
    opened.close()


def test_the_county_is_complete(ws: Workspace, made: tuple[Path, DemoReport]) -> None:
    organ = organs.organ(ws)
    assert organ is not None and organ.is_demo and organ.review_organ and organ.court
    assert len(organs.officers(ws)) == 4
    assert enterprises.count(ws) == made[1].enterprises == 300
    assert len(enterprises.values(ws, "industry")) == 4
    rows = inspections.rows(ws)
    assert [r.state for r in rows].count(InspectionState.OPEN) == 1
    half = next(r for r in rows if r.state is InspectionState.OPEN)
    assert 0 < half.checked < half.total and half.findings >= 2 and half.started_at < NOW
    kinds = {(d.document.inspection_id, d.document.kind) for d in documents.rows(ws)}
    assert len([i for i, kind in kinds if kind is DocumentKind.RECTIFICATION_ORDER]) >= 2


def test_one_order_is_overdue_and_another_is_due_soon(ws: Workspace) -> None:
    late = findings.rows(ws, status="overdue")
    assert len({row.document_number for row in late}) == 1
    order = documents.find(ws, late[0].document_number)
    assert order is not None and 28 <= (NOW.date() - order.document.issued_on).days <= 40
    waiting = due_list(ws, ws.today())
    assert any(e.is_overdue for e in waiting) and any(not e.is_overdue for e in waiting)


def test_orders_went_on_living(ws: Workspace) -> None:
    states = {row.state for row in orders.open_orders(ws)}
    assert {OrderState.PART, OrderState.EXTENSION_ASKED, OrderState.SERVED} <= states
    statuses = {row.finding.status for row in findings.rows(ws)}
    assert {FindingStatus.CLOSED, FindingStatus.PARTIAL, FindingStatus.ORDERED} <= statuses


def test_codes_are_right_and_names_are_made_up(ws: Workspace) -> None:
    rows = enterprises.find_enterprises(ws, limit=1000)
    names = [row.enterprise.name for row in rows]
    assert len(set(names)) == len({row.enterprise.credit_code for row in rows}) == 300
    for row in rows:
        assert credit_code.problems_of(row.enterprise.credit_code) == ()
        assert row.enterprise.name.startswith("青岚县") and row.enterprise.phone.startswith("154")
        assert row.enterprise.address and row.enterprise.person_in_charge and row.enterprise.district
    assert any(c in row.enterprise.person_in_charge for row in rows for c in "㛃䶮𬭚𠮷")


def test_papers_are_written_as_they_were_issued(ws: Workspace, made: tuple[Path, DemoReport]) -> None:
    folder, report = made
    assert len(report.papers) == len(documents.rows(ws)) >= 5
    for paper in report.papers:
        assert paper.path.parent == folder / "演示文书"
        assert paper.path.read_bytes() == document_verbs.document_pdf(ws, paper.document)


def test_everything_stored_is_whole(ws: Workspace) -> None:
    assert ws.check().is_well


def named_photos() -> set[str]:
    visits = read_county().visits
    return {f.photo for visit in visits for f in visit.findings if f.photo} | {n for v in visits for n in v.tray}


def test_photos_prove_findings_and_wait_in_the_tray(ws: Workspace) -> None:
    assert len(named_photos()) == 9
    shown = [inspections.view(ws, row.id) for row in inspections.rows(ws)]
    photos = [photo for view in shown for photo in view.photos]
    assert {photo.file_name for photo in photos} == {name for name in named_photos() if demo_photo(name)}
    assert all(photo.finding_id or photo.file_name == "blocked-exit.jpg" for photo in photos)


def test_the_same_seed_gives_the_same_papers(made: tuple[Path, DemoReport], tmp_path: Path) -> None:
    again = make_demo(tmp_path / "again", seed=1, clock=at)
    # Not byte for byte: each laptop's own key signs the code on its papers.
    assert [(p.number, p.document) for p in again.papers] == [(p.number, p.document) for p in made[1].papers]


def test_another_seed_gives_other_enterprises() -> None:
    parts = read_county().parts
    names = [{draft.name for draft in make_register(parts, Random(seed))} for seed in (1, 2)]
    assert names[0] != names[1]


@pytest.mark.parametrize(
    "first", [datetime(2028, 2, 29, 0, 1, tzinfo=CHINA), datetime(2027, 1, 2, 23, 1, tzinfo=CHINA)]
)
def test_any_day_and_hour_will_do(tmp_path: Path, first: datetime) -> None:
    moments = (first + timedelta(milliseconds=n) for n in range(100_000))
    report = make_demo(tmp_path / "county", clock=lambda: next(moments), seed=3)
    ws = open_workspace(tmp_path / "county", clock=lambda: next(moments))
    try:
        assert all(row.started_at < ws.now() for row in inspections.rows(ws))
        assert all(row.document.issued_at <= ws.now() for row in documents.rows(ws))
        assert len(report.papers) >= 5
    finally:
        ws.close()


def test_a_second_time_only_writes_the_papers_again(made: tuple[Path, DemoReport], tmp_path: Path) -> None:
    again = make_demo(made[0], clock=at, out=tmp_path / "out")
    assert not again.is_new
    assert [p.sha256 for p in again.papers] == [p.sha256 for p in made[1].papers]
    assert len(list((tmp_path / "out").iterdir())) == len(again.papers)


def test_real_data_is_left_alone(tmp_path: Path) -> None:
    ws = create_workspace(tmp_path / "real")
    a_unit(ws)
    ws.close()
    with pytest.raises(Refused) as caught:
        make_demo(tmp_path / "real")
    assert [p.code for p in caught.value.problems] == [ProblemCode.WORKSPACE_EXISTS]
    empty = create_workspace(tmp_path / "empty")
    empty.close()
    with pytest.raises(Refused):
        make_demo(tmp_path / "empty")
    assert (tmp_path / "empty" / "inspector.db").exists()


@pytest.mark.parametrize("was_there", [True, False])
def test_what_could_not_be_finished_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, was_there: bool
) -> None:
    folder = tmp_path / "county"
    if was_there:
        folder.mkdir()
    monkeypatch.setattr(papers, "fill_demo", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        make_demo(folder)
    assert list(folder.iterdir()) == []
    (folder / "mine.txt").write_text("kept")
    with pytest.raises(KeyboardInterrupt):
        make_demo(folder)
    assert (folder / "mine.txt").read_text() == "kept"


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_the_command_says_where_the_papers_lie(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    started = time.monotonic()
    assert main(["demo", "--data-dir", str(tmp_path / "d"), "--seed", "5", "--json"]) == 0
    assert time.monotonic() - started < 60  # some 3 s on a quiet machine
    said = json.loads(capsys.readouterr().out)
    assert said["made"] is True and said["enterprises"] == 300
    assert said["documents"] and all(Path(paper["path"]).is_file() for paper in said["documents"])
    assert said["documents"][0].keys() == {"number", "kind", "document", "path", "sha256"}
    assert main(["demo", "--data-dir", str(tmp_path / "d"), "--out", str(tmp_path / "out")]) == 0
    assert "演示数据" in capsys.readouterr().out


def test_visits_name_items_that_exist(ws: Workspace) -> None:
    for visit in read_county().visits:
        codes = {item.code for name in visit.packs for item in _pack_items(ws, name)}
        for finding in visit.findings:
            assert finding.item is None or finding.item in codes
            assert dataclasses.asdict(finding)["place"] and finding.measure and "〔" not in finding.description


def _pack_items(ws: Workspace, name: str) -> tuple[object, ...]:
    pack = ws.catalogue.pack(name)
    assert pack is not None
    return pack.items
