# SPDX-License-Identifier: MulanPSL-2.0
"""A whole day with words that nobody else writes, in a process that is killed at its end: what `test_canary` runs.

    python -m tests.privacy.canary_day FOLDER protected|open

`FOLDER/data` is the data folder; what is given out on purpose goes to `FOLDER/outside`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path

from inspector_app import logs
from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.enterprise import EnterpriseDraft
from inspector_app.domain.figures import Period
from inspector_app.domain.finding import Finding, FindingDraft
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.markup import Mark, MarkKind, dump_marks
from inspector_app.domain.problems import Refused
from inspector_app.domain.service import AttachmentKind, Capacity, ServiceMethod
from inspector_app.domain.service_record import ServiceDraft, Witness
from inspector_app.handoff import enrolment, leases, readable
from inspector_app.handoff.dispatch import dispatch
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.reading import read_bundles
from inspector_app.ledgers import planning_files, report_files, risk_map
from inspector_app.ledgers.due import due_list
from inspector_app.ledgers.ledger_export import export_ledger
from inspector_app.operations import (
    attachments,
    backups,
    case_file,
    clock,
    documents,
    enterprise_export,
    enterprises,
    file_exports,
    findings,
    inspections,
    photo_exports,
    photos,
    plans,
    protection,
    service,
    triages,
    undo,
)
from inspector_app.operations.plans import YearPlanDraft
from inspector_app.storage import attachments as attachment_rows
from inspector_app.storage.key_slots import Unlocked
from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, OFFICERS, a_code, a_unit, an_inspection
from tests.helpers.pictures import corners, photo
from tests.privacy.words import PICTURE_NOISE, word

PASSWORD = "铁砧 与 灯塔 七十二 号"
K = DocumentKind


def picture() -> bytes:
    """The photo whose bytes must not be found, with a word in its EXIF."""
    data = photo(corners(400, 300), make="Canary", model=word("camera"), time="2026:11:20 09:10:00")
    return data + PICTURE_NOISE


def main(folder: Path, mode: str) -> None:
    """Do it all, then die."""
    data, outside = folder / "data", folder / "outside"
    outside.mkdir(parents=True)
    at = Clock()
    office = create_workspace(outside / "office", clock=at)
    a_unit(office)
    enrolment.init_office(office)
    ws = create_workspace(data, clock=at)
    logs.start(data)
    a_unit(ws)
    enrolment.enrol_workspace(office, ws, name=word("laptop"), holder=word("holder"))
    signers: tuple[Unlocked, ...] = ()
    if mode == "protected":
        name, number = OFFICERS[0]
        protection.protect(ws, name, PASSWORD, certificate_no=number)
        assert ws.login is not None
        signers = (ws.login.unlocked,)
    for kind in (K.INSPECTION_RECORD, K.RECTIFICATION_ORDER):
        leases.lease(office, ws.device, kind, 30)
    stick(office, ws, outside / "first")
    record(ws, at, outside, signers)
    give_out(ws, outside)
    stick(office, ws, outside / "second")
    with contextlib.suppress(Refused):
        backups.make_backup(ws)
    at.move(days=-400)
    clock.look(ws)
    clock.explain(ws, ws.today(), word("reason"))
    crash(data)
    sys.stdout.write("done\n")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


def stick(office: Workspace, ws: Workspace, folder: Path) -> None:
    """Laptop to office, and back with the office's dispatch."""
    there, back = folder / "there", folder / "back"
    there.mkdir(parents=True)
    back.mkdir()
    made = make_bundle(ws, there, order_for_office(ws))
    assert made is not None
    read_bundles(office, [there])
    dispatch(office, ws.device, back)
    read_bundles(ws, [back])


def record(ws: Workspace, at: Clock, outside: Path, signers: tuple[Unlocked, ...]) -> None:
    """Enterprise, visit, findings, photos, papers, service."""
    unit = enterprises.register_enterprise(
        ws,
        EnterpriseDraft(
            name=word("enterprise"), credit_code=a_code(7), address=word("address"), district=word("district"),
            person_in_charge=word("chief"), title=word("title"), phone=word("phone"), note=word("note"),
        ),
    ).value  # fmt: skip
    officers = tuple(Participant(role=PersonRole.OFFICER, name=n, certificate_no=c) for n, c in OFFICERS)
    present = Participant(
        role=PersonRole.ACCOMPANYING, name=word("present"), title=word("present_title"), phone=word("present_phone")
    )
    expert = Participant(role=PersonRole.EXPERT, name=word("expert"), unit=word("expert_unit"))
    visit = an_inspection(ws, unit, people=(*officers, present, expert), place=word("visit_place"))
    made: list[Finding] = []
    for n in range(1, 4):
        draft = FindingDraft(
            place=word(f"place{n}"),
            description=word(f"description{n}"),
            measure=word(f"measure{n}"),
            clauses=(CLAUSE,),
            deadline_class=DeadlineClass.IMMEDIATE,
        )
        made.append(findings.record_finding(ws, visit.id, draft).value)
    source = photos.PhotoSource(name=f"{word('photo_name')}.jpg", data=picture())
    (shown,) = photos.add_photos(ws, visit.id, [source], made[0].id, word("taker")).value.photos
    mark = Mark(kind=MarkKind.TEXT, x1=0.1, y1=0.1, x2=0.9, y2=0.2, text=word("mark"))
    photos.amend_photo(ws, shown.id, caption=word("caption"), rotation=90, marks=dump_marks([mark]))
    with ws.reader() as db:
        from inspector_app.storage import findings as rows

        kept = rows.get_photo(db, shown.id)
    assert kept is not None
    photos.thumbnail(ws, kept)
    photos.view(ws, kept)
    findings.withdraw_finding(ws, made[2].id, word("withdrawn"))
    enterprises.amend_enterprise(ws, unit.id, EnterpriseDraft(**{**_draft(unit), "note": word("gone")}))
    undo.undo_last(ws)
    at.move(hours=2)
    issue(ws, visit.id, at, outside, signers)
    at.move(minutes=5)


def issue(ws: Workspace, visit_id: str, at: Clock, outside: Path, signers: tuple[Unlocked, ...]) -> None:
    """End the visit, issue its papers, print and serve them."""
    inspections.amend_inspection(ws, visit_id, party_remark=word("remark"))
    inspections.finish_inspection(ws, visit_id)
    ws.put_session_value("draft", word("draft"))
    papers = []
    for kind in (K.INSPECTION_RECORD, K.RECTIFICATION_ORDER):
        documents.preview_document(ws, visit_id, kind)
        papers.append(documents.issue_document(ws, visit_id, kind, signers=signers).value)
        documents.document_pdf(ws, papers[-1].id)
        documents.record_print(ws, papers[-1].id, 2)
    scan = outside / "scan.jpg"
    scan.write_bytes(photo(corners(300, 200)))
    medium = attachments.attach_file(
        ws, visit_id, scan, AttachmentKind.SERVICE_EVIDENCE, word("scan_title"), document_id=papers[-1].id,
        note=word("scan_note"),
    ).value  # fmt: skip
    witness = Witness(name=word("witness"), unit=word("witness_unit"), id_no=word("id_no"))
    service.serve_document(
        ws, papers[-1].id,
        ServiceDraft(
            method=ServiceMethod.LEFT, served_at=at.now, place=word("service_place"), receiver=word("receiver"),
            capacity=Capacity.LEGAL_REPRESENTATIVE, servers=tuple(n for n, _ in OFFICERS), witnesses=(witness,),
            refusal=word("refusal"), remark=word("service_note"), media=(medium.id,),
        ),
    )  # fmt: skip


def _draft(unit: object) -> dict[str, str]:
    names = ("name", "credit_code", "address", "district", "person_in_charge", "title", "phone", "note")
    return {name: str(getattr(unit, name)) for name in names}


def give_out(ws: Workspace, outside: Path) -> None:
    """Everything that may be given out, outside the data folder."""
    for suffix in (".xlsx", ".csv", ".pdf", ".json"):
        export_ledger(ws, LedgerQuery(ledger=LedgerName.FINDINGS), outside / f"findings{suffix}", whole=True)
    enterprise_export.export_enterprises(ws, outside / "register.xlsx", whole=True)
    (outside / "readable").mkdir()
    readable.make_readable(ws, outside / "readable", whole=True)
    with ws.reader() as db:
        visit, shown = db.conn.execute("SELECT inspection_id, id FROM photos LIMIT 1").fetchone()
    photo_exports.save_evidence(ws, outside / "evidence.pdf", visit)
    photo_exports.save_stamped(ws, outside / "copy.jpg", shown)
    case_file.export_case(ws, visit, outside / "case")
    case_file.export_case(ws, visit, outside / "case for others", masked=True)
    plan = plans.make_plan(ws, YearPlanDraft(year=ws.today().year, officers=2, statutory_days=250)).value
    planning_files.save_plan(ws, plan.id, outside / "plan.pdf")
    risk_map.export_points(ws, outside / "map.geojson", whole=True)
    month = Period(ws.today().replace(day=1), ws.today())
    for suffix in (".pdf", ".xlsx"):
        report_files.export_figures(ws, month, outside / f"figures{suffix}", whole=True)
    file_exports.save_register(ws, ws.today().year, outside / "numbers.pdf", whole=True)
    file_exports.save_deadlines(ws, due_list(ws, ws.today(), 90), outside / "due.ics", whole=True)
    triages.save_triage_lists(ws, outside / "lists.xlsx", whole=True)
    with ws.reader() as db:
        (paper,) = db.conn.execute("SELECT id FROM documents LIMIT 1").fetchone()
        files = attachment_rows.list_of_inspection(db, visit)
    file_exports.save_issued(ws, paper, outside / "paper.pdf")
    file_exports.save_draft(ws, visit, K.RECTIFICATION_ORDER, outside / "draft.pdf")
    for n, file in enumerate(files):
        file_exports.save_attachment(ws, file, outside / f"file-{n}.jpg")


def crash(data: Path) -> None:
    """Faults whose text holds data, caught as the window and the command line catch theirs."""
    from inspector_app.app import _write_report
    from inspector_app.cli.entry import _unexpected
    from inspector_app.ui.jobs import fault_place

    try:
        try:
            raise KeyError(word("fault_cause"))
        except KeyError as cause:
            raise ValueError(word("fault")) from cause
    except ValueError as fault:
        _write_report(data, fault_place(fault))
        _unexpected(fault)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
