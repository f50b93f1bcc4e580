# SPDX-License-Identifier: MulanPSL-2.0
"""A real store to tamper with: orders with photos, served; under a password, its papers signed by two officers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from inspector_app.domain.finding import Grade
from inspector_app.domain.verification import Verified
from inspector_app.operations import documents, inspections, signing, verification
from inspector_app.operations.photos import PhotoSource, add_photos
from inspector_app.operations.witnesses import Witness
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import Connection, connect
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from inspector_app.workspace.protection import Login
from tests.helpers.accounts import FIRST, PASSWORD, SECOND, an_account, protected, quick_slots
from tests.helpers.after_issue import MAJOR_CLAUSE, ORDER, RECORD, a_served_order
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, a_unit, an_enterprise, an_inspection
from tests.helpers.pictures import corners, encode

KEPT = (FILE_NAME, "identity.json", "identity.seq")


@dataclass(slots=True)
class Store:
    """A store in a folder, and how it was before anybody touched it."""

    folder: Path
    login: Login
    clock: Clock
    codes: tuple[str, ...] = ()  # of the newest paper
    older: bytes = b""  # the database as it was before its last paper was issued
    pristine: dict[str, bytes] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.folder / FILE_NAME

    def open(self) -> Workspace:
        """Open it as its owner would."""
        return open_workspace(self.folder, login=self.login, clock=self.clock)

    def raw(self) -> Connection:
        """Open the database past the program, as somebody with the key would."""
        return connect(self.database, key=self.login.unlocked.key.database)

    def remember(self) -> None:
        """Keep the state that `put_back` restores."""
        self.pristine = {name: (self.folder / name).read_bytes() for name in KEPT}

    def put_back(self) -> None:
        """Undo whatever was done to the database, and to the files beside it that opening writes."""
        for suffix in ("-wal", "-shm"):
            Path(f"{self.database}{suffix}").unlink(missing_ok=True)
        self.database.write_bytes(self.pristine[FILE_NAME])
        self.folder.joinpath("identity.seq").write_bytes(self.pristine["identity.seq"])

    def verify(self, witnesses: tuple[Witness, ...] = ()) -> Verified:
        """Open it and check everything."""
        ws = self.open()
        try:
            return verification.verify(ws, witnesses=witnesses)
        finally:
            ws.close()


def make_store(folder: Path) -> Store:
    """Make the store and see that all is well with it."""
    clock = Clock()
    ws = create_workspace(folder, clock=clock)
    with pytest.MonkeyPatch.context() as patch:
        quick_slots(patch)
        a_unit(ws)
        a_served_order(ws, clock)
        protected(ws, FIRST)
        an_account(ws, SECOND)
    assert ws.login is not None
    store = Store(folder=folder, login=ws.login, clock=clock)
    visit = an_inspection(ws, an_enterprise(ws, 900))
    for n, grade in enumerate((Grade.MAJOR, Grade.MAJOR), start=1):
        finding = a_finding(ws, visit, grade=grade, clauses=(MAJOR_CLAUSE,), place=f"{n}号仓库")
        data = encode(corners(320 + 16 * n, 240))
        add_photos(ws, visit.id, [PhotoSource(name=f"{n}.jpg", data=data)], finding.id)
    clock.move(hours=1)
    inspections.finish_inspection(ws, visit.id)
    signers = signing.own_signer(ws, PASSWORD)
    documents.issue_document(ws, visit.id, RECORD, signers=signers)
    ws.close()
    store.older = store.database.read_bytes()
    ws = store.open()
    order = documents.issue_document(ws, visit.id, ORDER, signers=signing.own_signer(ws, PASSWORD)).value
    signing.sign_document(ws, order.id, SECOND[0], PASSWORD)
    store.codes = (str(json.loads(order.seal)["code"]),)
    ws.close()
    made = store.verify()
    assert made.is_well, made.faults
    store.remember()
    return store
