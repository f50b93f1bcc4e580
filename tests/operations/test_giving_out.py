# SPDX-License-Identifier: MulanPSL-2.0
"""Every way data leave as a file: the right, the room, masked or not, written whole, noted, never into the data."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest

import inspector_app
from inspector_app.domain.account import AccountRole, EventKind
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.figures import Period
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.service import AttachmentKind
from inspector_app.handoff.readable import make_readable
from inspector_app.ledgers import planning_files, risk_map
from inspector_app.ledgers.due import due_list
from inspector_app.ledgers.ledger_export import export_ledger
from inspector_app.ledgers.report_files import export_figures
from inspector_app.operations import attachments, documents, file_exports, inspections, maps, photos, plans, triages
from inspector_app.operations.accounts import AccountDraft, add_account
from inspector_app.operations.case_file import export_case
from inspector_app.operations.enterprise_export import export_enterprises
from inspector_app.operations.masked_copies import save_masked
from inspector_app.operations.photo_exports import save_evidence, save_stamped
from inspector_app.operations.plans import YearPlanDraft
from inspector_app.operations.protection import protect
from inspector_app.operations.security_journal import events
from inspector_app.workspace import Workspace, open_workspace, reserve
from inspector_app.workspace.protection import unlock_folder
from tests.helpers.clock import Clock
from tests.helpers.makers import OFFICERS, a_finding, an_enterprise, an_inspection, people
from tests.helpers.pictures import corners, photo

PHONE, MASKED_PHONE = "13912345678", "139****5678"
ID_NO, MASKED_ID = "11010519491231002X", "110105********002X"
PASSWORD, OTHER = "铁砧 与 灯塔 七十二 号", "纸鸢 过 了 九重 山"
GIVERS = ("save_file", "write_durably", "write_bytes", "write_text")

# Who else writes files outside the data folder, and why they need not go through the door.
ELSEWHERE = {
    "ledgers/ledger_export.py": "the part of the file that the door gave",
    "cli/documents.py": "the paper that the same command issues: the issue itself is journalled",
    "cli/packs.py": "a checklist: no data of units or persons",
    "cli/office.py": "the answer to a laptop's request: keys",
    "cli/membership.py": "a laptop's request: keys",
    "cli/protection.py": "the recovery key, shown once to its owner",
    "cli/files.py": "the probe of a folder",
    "ui/models/handoff_office.py": "the answer to a laptop's request: keys",
    "ui/models/handoff_unit_files.py": "what the office published for everybody",
    "ui/models/handoff_unit_state.py": "a laptop's request: keys",
    "ui/widgets/pack_acts.py": "a checklist: no data of units or persons",
    "ui/widgets/recovery_paper.py": "the recovery key, shown once to its owner",
    "ui/theme.py": "pictures of the look, in a temp folder",
    "operations/files.py": "the function itself",
    "operations/case_file.py": "a folder: `leave` before, `note_export` after",
    "operations/rescue.py": "the emergency export of damaged data: noted as RESCUED where that is possible",
    "operations/holidays.py": "into the data folder",
    "operations/maps.py": "into the data folder",
    "operations/mending.py": "into the data folder",
    "operations/restore_notes.py": "into the data folder",
    "operations/restoring.py": "into the data folder",
    "operations/slots_back.py": "into the data folder",
    "operations/backup_places.py": "the marker of a medium for backups",
    "handoff/unit_files.py": "into the data folder",
    "handoff/receipts.py": "a signed receipt",
    "handoff/enrolment.py": "the office's recovery paper",
}


@pytest.fixture
def plant(unit: Workspace) -> Enterprise:
    made = an_enterprise(unit, phone=PHONE, note=f"联系人身份证{ID_NO}，电话{PHONE}", district=f"南区{PHONE}")
    place = ((made.id, 116.3, 39.9),)
    maps.import_points(unit, maps.PointsPreview(name="p", total=1, points=place, problems=()))
    return made


@pytest.fixture
def paper(unit: Workspace, plant: Enterprise, clock: Clock, tmp_path: Path) -> OfficialDocument:
    """An issued record with a photo and a scan whose finding names a person's number."""
    present = Participant(role=PersonRole.ACCOMPANYING, name="钱进", title="安全总监", phone=PHONE)
    visit = an_inspection(unit, plant, people=(*people()[:2], present))
    finding = a_finding(unit, visit, description=f"操作工（身份证{ID_NO}）无证上岗")
    photos.add_photos(unit, visit.id, [photos.PhotoSource(name="a.jpg", data=photo())], finding.id)
    clock.move(hours=1)
    inspections.finish_inspection(unit, visit.id)
    made = documents.issue_document(unit, visit.id, DocumentKind.INSPECTION_RECORD).value
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(photo(corners(300, 200)))
    attachments.attach_file(unit, visit.id, scan, AttachmentKind.IDENTITY, f"身份证{ID_NO}", document_id=made.id)
    return made


def ways(ws: Workspace, paper: OfficialDocument, out: Path) -> dict[str, Callable[[], object]]:
    """Every function that gives a file or a folder out, by the first word of what the journal calls it."""
    with ws.reader() as db:
        (shown,) = db.conn.execute("SELECT id FROM photos LIMIT 1").fetchone()
        (plan,) = db.conn.execute("SELECT max(id) FROM plans").fetchone()
    visit, today = paper.inspection_id, ws.today()
    (scan,) = _attached(ws, visit)
    query = LedgerQuery(ledger=LedgerName.FINDINGS)
    return {
        "ledger": lambda: export_ledger(ws, query, out / "l.csv"),
        "register": lambda: export_enterprises(ws, out / "r.csv"),
        "report": lambda: export_figures(ws, Period(today.replace(day=1), today), out / "f.xlsx"),
        "map": lambda: risk_map.export_points(ws, out / "m.geojson"),
        "plan": lambda: planning_files.save_plan(ws, plan, out / "p.pdf"),
        "document": lambda: file_exports.save_issued(ws, paper.id, out / "d.pdf"),
        "draft": lambda: file_exports.save_draft(ws, visit, DocumentKind.RECTIFICATION_ORDER, out / "e.pdf"),
        "masked_copy": lambda: save_masked(ws, paper.id, out / "k.pdf"),
        "attachment": lambda: file_exports.save_attachment(ws, scan, out / "s.jpg"),
        "photo_evidence": lambda: save_evidence(ws, out / "v.pdf", visit),
        "photo_copy": lambda: save_stamped(ws, out / "c.jpg", shown),
        "deadlines": lambda: file_exports.save_deadlines(ws, due_list(ws, today, 90), out / "x.ics"),
        "number_register": lambda: file_exports.save_register(ws, today.year, out / "n.pdf"),
        "triage_lists": lambda: triages.save_triage_lists(ws, out / "t.xlsx"),
        "case": lambda: export_case(ws, visit, out / "case"),
        "readable_copy": lambda: make_readable(ws, out / "copy"),
    }


def _attached(ws: Workspace, inspection_id: str) -> tuple[attachments.Attachment, ...]:
    from inspector_app.storage import attachments as rows

    with ws.reader() as db:
        return rows.list_of_inspection(db, inspection_id)


@pytest.fixture
def planned(unit: Workspace) -> None:
    plans.make_plan(unit, YearPlanDraft(year=unit.today().year, officers=2, statutory_days=250))


def text_in(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def test_every_way_out_is_noted_with_the_hash_of_what_went(
    unit: Workspace, paper: OfficialDocument, planned: None, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    for name, act in ways(unit, paper, tmp_path / "out").items():
        before = set((tmp_path / "out").rglob("*"))
        told = len(events(unit, (EventKind.EXPORTED,)))
        act()
        made = sorted(p for p in set((tmp_path / "out").rglob("*")) - before if p.is_file())
        noted = events(unit, (EventKind.EXPORTED,))
        assert len(noted) == told + 1, name
        assert noted[0].subject.split()[0] == name
        made = [p for p in made if p.name != "manifest.json"]
        sums = sorted(hashlib.sha256(p.read_bytes()).hexdigest() for p in made)
        total = sums[0] if len(sums) == 1 else hashlib.sha256("".join(sums).encode()).hexdigest()
        assert f"sha256={total}" in noted[0].detail, name
        assert not list((tmp_path / "out").rglob("*.part*")), name


@pytest.fixture
def reader(unit: Workspace, paper: OfficialDocument, planned: None, clock: Clock) -> Iterator[Workspace]:
    """The same data, opened by somebody who may only read."""
    protect(unit, OFFICERS[0][0], PASSWORD, certificate_no=OFFICERS[0][1])
    add_account(unit, AccountDraft(name="只读人", role=AccountRole.READER), OTHER)
    unit.close()
    opened = open_workspace(unit.folder, login=unlock_folder(unit.folder, "只读人", OTHER), clock=clock)
    yield opened
    opened.close()


def test_who_may_only_read_gives_nothing_out(reader: Workspace, paper: OfficialDocument, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name, act in ways(reader, paper, out).items():
        with pytest.raises(Refused) as refused:
            act()
        assert {p.code for p in refused.value.problems} == {ProblemCode.NOT_PERMITTED}, name
    assert list(out.iterdir()) == []
    assert events(reader, (EventKind.EXPORTED,)) == ()


def test_nothing_is_written_into_the_data_folder(
    unit: Workspace, paper: OfficialDocument, planned: None, tmp_path: Path
) -> None:
    before = sorted(p for p in unit.folder.rglob("*") if p.suffix in (".pdf", ".csv", ".xlsx", ".jpg", ".json", ".ics"))
    for name, act in ways(unit, paper, unit.folder).items():
        with pytest.raises(Refused) as refused:
            act()
        assert {p.code for p in refused.value.problems} == {ProblemCode.VALUE_NOT_ALLOWED}, name
    after = sorted(p for p in unit.folder.rglob("*") if p.suffix in (".pdf", ".csv", ".xlsx", ".jpg", ".json", ".ics"))
    assert after == before


def test_a_disk_that_is_nearly_full_refuses_and_leaves_the_old_file(
    unit: Workspace, paper: OfficialDocument, planned: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    all_ways = ways(unit, paper, out)
    del all_ways["readable_copy"]  # asks the medium itself: MEDIUM_FULL, tests/handoff
    (out / "l.csv").write_text("alt", encoding="utf-8")
    monkeypatch.setattr(reserve, "free_bytes", lambda _folder: 100_000_000)
    for name, act in all_ways.items():
        with pytest.raises(Refused) as refused:
            act()
        assert {p.code for p in refused.value.problems} == {ProblemCode.RESERVE_LOW}, name
    assert [p.name for p in out.iterdir()] == ["l.csv"]
    assert (out / "l.csv").read_text(encoding="utf-8") == "alt"


def test_lists_and_maps_go_out_masked_unless_whole_is_asked_for(
    unit: Workspace, paper: OfficialDocument, tmp_path: Path
) -> None:
    masked, whole = tmp_path / "m.geojson", tmp_path / "w.geojson"
    assert risk_map.export_points(unit, masked) == 1
    risk_map.export_points(unit, whole, whole=True)
    assert PHONE not in masked.read_text(encoding="utf-8")
    assert MASKED_PHONE in masked.read_text(encoding="utf-8")
    assert PHONE in whole.read_text(encoding="utf-8")
    details = [e.detail for e in events(unit, (EventKind.EXPORTED,))]
    assert [d.rsplit(" ", 1)[1] for d in details] == ["whole", "masked"]


def test_a_case_for_others_is_masked_and_names_what_stays_behind(
    unit: Workspace, paper: OfficialDocument, tmp_path: Path
) -> None:
    whole = export_case(unit, paper.inspection_id, tmp_path / "whole")
    made = export_case(unit, paper.inspection_id, tmp_path / "masked", masked=True)
    assert ID_NO in text_in(whole.pdf.read_bytes())
    bound = text_in(made.pdf.read_bytes())
    assert ID_NO not in bound
    assert MASKED_ID in bound
    assert "副本（个人信息已遮盖，原件存卷）" in bound
    assert "原件存卷，本副本未附" in bound
    files = [p for p in made.folder.rglob("*") if p.is_file()]
    assert {p.suffix for p in files} == {".pdf", ".json"}, "neither scans nor original photos"
    for path in files:
        text = text_in(path.read_bytes()) if path.suffix == ".pdf" else path.read_text(encoding="utf-8")
        assert ID_NO not in text + path.name
        assert PHONE not in text
    told = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(one["kind"] for one in told["left_out"]) == ["attachment", "photo"]
    for one in told["files"]:
        assert hashlib.sha256((made.folder / one["path"]).read_bytes()).hexdigest() == one["sha256"]
    assert {e.detail.rsplit(" ", 1)[1] for e in events(unit, (EventKind.EXPORTED,))} == {"whole", "masked"}


def test_no_other_code_writes_files_for_somebody_outside() -> None:
    """The list of docs/privacy.md: who else calls a function that writes is named here with its reason."""
    root = Path(inspector_app.__file__).parent
    found = set()
    for room in ("cli", "ui", "operations", "ledgers", "handoff"):
        for path in (root / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _called(node) in GIVERS and not _is_question(node):
                    found.add(path.relative_to(root).as_posix())
    assert found - set(ELSEWHERE) == set(), "give it out through workspace.giving_out"
    assert set(ELSEWHERE) - found == set(), "these write nothing any more"


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_question(node: ast.Call) -> bool:
    """Whether it is `ask.save_file`, a question."""
    if not isinstance(node.func, ast.Attribute):
        return False
    owner = ast.unparse(node.func.value)
    return owner.endswith("ask")
