# SPDX-License-Identifier: MulanPSL-2.0
"""Data that an older program made: brought up to date, whole, and still readable where nothing may be written.

`old/0001.zip` is a folder that the program before m0002 wrote: a unit, a finished inspection with two findings,
its issued record, and an order of one of them.
"""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

import pytest

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import FindingDraft
from inspector_app.domain.order_life import OrderState
from inspector_app.ledgers import documents as document_ledger
from inspector_app.ledgers import orders as order_ledger
from inspector_app.operations import documents, findings, undo
from inspector_app.storage import findings as finding_rows
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.ordinary_user import as_ordinary_user, let_others_in

OLD = Path(__file__).parent / "old" / "0001.zip"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An unpacked older folder."""
    with zipfile.ZipFile(OLD) as archive:
        archive.extractall(tmp_path / "w")
    return tmp_path / "w"


@pytest.fixture
def older(folder: Path, clock: Clock):
    """The older folder, opened by this program."""
    clock.move(days=1)
    made = open_workspace(folder, clock=clock)
    yield made
    made.close()


def test_older_data_is_brought_up_to_date_and_agrees_with_its_journal(older: Workspace) -> None:
    assert older.read_only is None
    assert older.check().is_well
    assert (older.folder / "backups" / "before-m0002_laws_day.db").is_file()


def test_an_older_order_goes_on_living(older: Workspace) -> None:
    order = next(r.document for r in document_ledger.rows(older) if r.document.kind is DocumentKind.RECTIFICATION_ORDER)
    assert order_ledger.order_view(older, order.id).life.state is OrderState.ISSUED
    documents.void_document(older, order.id, "期限写错")
    again = documents.issue_document(older, order.inspection_id, DocumentKind.RECTIFICATION_ORDER).value
    assert again.serial == 2
    assert older.check().is_well


def test_an_older_finding_may_be_amended_and_that_undone(older: Workspace) -> None:
    with older.reader() as db:
        found = finding_rows.list_findings(db, str(db.conn.execute("SELECT id FROM inspections").fetchone()[0]))[1]
    draft = FindingDraft(**{f.name: getattr(found, f.name) for f in dataclasses.fields(FindingDraft)})
    findings.amend_finding(older, found.id, dataclasses.replace(draft, measure="立即修复液位计"))
    undo.undo_last(older)
    assert older.check().is_well


READ = (
    "from pathlib import Path\nfrom inspector_app.workspace import open_workspace\n"
    "from inspector_app.ledgers import documents"
)


def test_older_data_that_may_only_be_read_is_read_in_a_copy(folder: Path) -> None:
    let_others_in(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    body = (
        "ws = open_workspace(Path(sys.argv[1]))\n"
        "print(ws.read_only.code, len(documents.rows(ws)), ws._opened.copy.name)\nws.close()"
    )
    code, count, copy = as_ordinary_user(READ, body, str(folder))
    assert (code, count) == ("folder_not_writable", "2")
    assert not Path(copy).exists()
    assert not (folder / "backups").exists()
