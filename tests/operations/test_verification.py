# SPDX-License-Identifier: MulanPSL-2.0
"""The check of all data: what it looks at, what it names, how it stops, and what only a witness can know."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pypdfium2
import pytest

from inspector_app.domain.account import EventKind
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.paper_seal import seal_of
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.verification import CheckStep, FaultKind, Verified
from inspector_app.operations import checkpoints, documents, evidence_statement, security_journal, verification
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import connect
from inspector_app.wording import fault_sentence
from inspector_app.workspace import Workspace, open_workspace
from inspector_app.workspace.start_check import is_check_due
from tests.helpers.after_issue import an_order
from tests.helpers.clock import Clock

K = FaultKind


@pytest.fixture
def order(unit: Workspace, clock: Clock) -> OfficialDocument:
    return an_order(unit, clock)


def edit(ws: Workspace, *statements: str) -> None:
    conn = connect(ws.folder / FILE_NAME)
    triggers = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    conn.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        conn.execute(statement)
    for _, sql in triggers:
        conn.execute(sql)
    conn.close()


def kinds(found: Verified) -> set[FaultKind]:
    return {fault.kind for fault in found.faults}


def test_all_is_well_and_is_noted(unit: Workspace, order: OfficialDocument) -> None:
    found = verification.verify(unit)
    assert found.is_well and found.seq > 0
    assert set(found.counts) == set(CheckStep) and found.counts[CheckStep.SEALS] == 2
    noted = security_journal.events(unit, (EventKind.VERIFIED,))[0]
    assert noted.is_ok and noted.subject == f"{found.seq} {found.head}"
    assert verification.last_verified(unit) == (unit.today().isoformat(), True)


@pytest.mark.spoils
@pytest.mark.parametrize(
    ("statement", "kind", "words"),
    [
        ("UPDATE enterprises SET phone = '1'", K.ROW_CHANGED, "电话"),
        ("DELETE FROM document_lines", K.ROW_MISSING, "缺少"),
        ("CREATE TEMP TABLE t AS SELECT * FROM officers LIMIT 1; UPDATE t SET id = 'x';"
         " INSERT INTO officers SELECT * FROM t",
         K.ROW_ADDED, "没有来历"),
        ("UPDATE operations SET actor = 'x' WHERE seq = 3", K.OPERATION_CHANGED, "第3条"),
        ("DELETE FROM operations WHERE seq = 4", K.OPERATION_MISSING, "第5条"),
        ("UPDATE documents SET content = content || ' '", K.CONTENT_CHANGED, "应急责改"),
        ("UPDATE documents SET seal = '{}x'", K.SEAL_BROKEN, "无法读取"),
        ("UPDATE documents SET seal = json_set(seal, '$.signature', '00')", K.SEAL_SIGNATURE, "封印签名"),
        ("UPDATE checkpoints SET at = '2020-01-01T00:00:00.000000Z'", K.CHECKPOINT_WRONG, "2020-01-01"),
        ("DELETE FROM checkpoints", K.CHECKPOINT_MISSING, "应有的检查点"),
        ("UPDATE findings SET status = 'nonsense'", K.ROW_CHANGED, "隐患"),
    ],
)  # fmt: skip
def test_the_bad_thing_is_named(
    unit: Workspace, order: OfficialDocument, statement: str, kind: FaultKind, words: str
) -> None:
    try:
        edit(unit, *statement.split("; "))
    except Exception as error:
        pytest.fail(f"{statement}: {error}")
    found = verification.verify(unit)
    assert kind in kinds(found)
    said = [fault_sentence(fault) for fault in found.faults if fault.kind is kind]
    assert any(words in one for one in said), said


def test_a_lost_file_is_named_where_it_is_used(unit: Workspace, order: OfficialDocument) -> None:
    path = unit.files.path(order.sha256)
    path.rename(path.with_suffix(".away"))
    found = verification.verify(unit)
    assert [(f.kind, f.where) for f in found.faults] == [(K.FILE_MISSING, f"documents:{order.id}")]
    assert order.number in fault_sentence(found.faults[0])


def test_a_page_that_cannot_be_read_is_named(unit: Workspace, order: OfficialDocument) -> None:
    folder = unit.folder.parent / "damaged"
    unit.close()
    shutil.copytree(unit.folder, folder)
    data = bytearray((folder / FILE_NAME).read_bytes())
    data[4096 * 40 : 4096 * 40 + 64] = b"\xff" * 64
    (folder / FILE_NAME).write_bytes(bytes(data))
    conn = connect(folder / FILE_NAME, read_only=True)
    said = conn.execute("PRAGMA integrity_check(1)").fetchone()[0]
    conn.close()
    if said == "ok":
        pytest.skip("nothing lay on this page")
    from inspector_app.storage.driver import Database
    from inspector_app.storage.verify_journal import database_faults

    conn = connect(folder / FILE_NAME, read_only=True)
    fault = next(database_faults(Database(conn)))
    conn.close()
    assert fault.kind is K.PAGE


def test_a_stop_is_told_and_not_noted(unit: Workspace, order: OfficialDocument) -> None:
    asked: list[CheckStep] = []
    found = verification.verify(
        unit, progress=lambda step, *_: asked.append(step), cancelled=lambda: CheckStep.TABLES in asked
    )
    assert found.is_cancelled and not found.is_well
    assert CheckStep.FILES not in found.counts
    assert security_journal.events(unit, (EventKind.VERIFIED,)) == ()


def test_only_a_witness_knows_of_a_whole_folder_set_back(
    unit: Workspace, clock: Clock, tmp_path: Path, order: OfficialDocument
) -> None:
    unit.close()
    older = tmp_path / "older"
    shutil.copytree(unit.folder, older)
    later = open_workspace(unit.folder, clock=clock)
    newest = an_order(later, clock)
    checkpoints.export_checkpoints(later, tmp_path / "kept.txt")
    later.close()
    back = open_workspace(older, clock=clock)
    assert not kinds(verification.verify(back)) - {K.SET_BACK}
    paper = verification.read_witnesses([], [seal_of(newest).code])
    assert K.WITNESS_BEYOND in kinds(verification.verify(back, witnesses=paper))
    kept = verification.read_witnesses([tmp_path / "kept.txt"])
    assert K.WITNESS_BEYOND in kinds(verification.verify(back, witnesses=kept))
    back.close()


def test_a_witness_of_another_unit_proves_nothing(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    checkpoints.export_checkpoints(unit, tmp_path / "kept.txt")
    lines = (tmp_path / "kept.txt").read_text().splitlines()
    content = json.loads(lines[0])
    content["body"]["seq"] = 1
    forged = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (tmp_path / "kept.txt").write_text(forged)
    found = verification.verify(unit, witnesses=verification.read_witnesses([tmp_path / "kept.txt"]))
    assert kinds(found) == {K.WITNESS_WRONG}


@pytest.mark.parametrize("content", ["", "hello", "{}", '{"kind":"AJX1"}', "[1]"])
def test_a_file_that_is_no_witness_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(content)
    with pytest.raises(Refused) as refused:
        verification.read_witnesses([path])
    assert refused.value.problems[0].code is ProblemCode.WITNESS_UNREADABLE


def test_after_a_month_the_check_is_offered(unit: Workspace, order: OfficialDocument, clock: Clock) -> None:
    assert not is_check_due(unit)
    clock.move(days=40)
    assert is_check_due(unit)
    verification.verify(unit)
    assert not is_check_due(unit)


def test_the_statement_is_one_page_with_the_sums(unit: Workspace, order: OfficialDocument) -> None:
    made = verification.verify(unit)
    pdf = pypdfium2.PdfDocument(evidence_statement.statement_pdf(unit, made, [order.number]))
    text = pdf[0].get_textpage().get_text_range().replace("\r\n", "")
    assert len(pdf) == 1
    for part in (made.head, order.content_sha256, order.sha256, seal_of(order).head, order.number):
        assert part in text


def test_a_statement_of_an_unknown_document_is_refused(unit: Workspace, order: OfficialDocument) -> None:
    with pytest.raises(Refused) as refused:
        evidence_statement.statement_pdf(unit, verification.verify(unit), ["（无）1号"])
    assert refused.value.problems[0].code is ProblemCode.NOT_FOUND


def test_documents_from_before_the_seals_are_well(unit: Workspace, order: OfficialDocument) -> None:
    assert documents.document_pdf(unit, order.id)
    from dataclasses import replace

    from inspector_app.operations.verify_documents import kinds_of

    assert list(kinds_of(replace(order, seal="{}"), {})) == []
