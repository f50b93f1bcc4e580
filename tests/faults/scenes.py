# SPDX-License-Identifier: MulanPSL-2.0
"""The folders from which runs begin: a visit, then finished, ordered, served; older data; nothing at all."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentKind, Verdict
from inspector_app.operations import backup_places, backups, documents, inspections, protection
from inspector_app.operations.photos import PhotoSource, add_photos
from inspector_app.storage.driver import Database, connect
from inspector_app.storage.file_store import FileStore
from inspector_app.storage.migrations import migrations
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.faults.fixed import fix
from tests.helpers.after_issue import look_again, serve
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, OFFICERS, a_finding, a_unit, an_enterprise, an_inspection
from tests.helpers.pictures import corners, photo
from tests.helpers.records import ORGAN

OLD = Path(__file__).resolve().parents[1] / "storage" / "old" / "0001.zip"
RECORD, ORDER = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER
BUILT = 1  # the seed of what is there before a run; runs have others
NOON = "2026-11-20T12:05:00+08:00"
PICTURES = 20
PASSWORD, NEW_PASSWORD = "青岚-检查-2026", "望湖-复查-2027"
STEPS = [m.name for m in migrations.pending(Database(memory=True))]
VERSIONS = len(STEPS)  # the newest one is this program's own


class Scenes:
    """All starting folders below one folder, and the ids of what is in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ids: dict[str, Any] = {}
        self._clock = Clock()
        fix(BUILT, NOON)
        self._paper()
        self._day()
        self._older()
        self._safe()

    def _day(self) -> None:
        ws = create_workspace(self.folder / "visit", clock=self._clock)
        a_unit(ws)
        visit = an_inspection(ws, an_enterprise(ws))
        due = {"deadline_class": DeadlineClass.WITHIN_DAYS, "deadline": date(2026, 12, 5), "clauses": (CLAUSE,)}
        first = a_finding(ws, visit, description="1号储罐围堰破损", place="1号罐区", **due)
        second = a_finding(ws, visit, description="2号储罐围堰破损", place="2号罐区", **due)
        for n, finding in enumerate((first, second)):
            source = PhotoSource(name=f"{n}.jpg", data=photo(corners(64 + n, 48), time="2026:11:20 09:10:00"))
            add_photos(ws, visit.id, [source], finding.id)
        self.ids |= {"inspection": visit.id, "first": first.id, "second": second.id}
        self._next(ws, "finished")
        ws = self._open("finished")
        self._clock.move(hours=2)
        inspections.finish_inspection(ws, visit.id)
        documents.issue_document(ws, visit.id, RECORD)
        self._next(ws, "ordered")
        ws = self._open("ordered")
        order = documents.issue_document(ws, visit.id, ORDER).value
        self.ids |= {"order": order.id, "number": order.number}
        self._next(ws, "served")
        ws = self._open("served")
        serve(ws, order)
        self._next(ws, "reinspected")
        ws = self._open("reinspected")
        look_again(ws, self._clock, order, date(2026, 12, 20), Verdict.DONE, Verdict.DONE)
        ws.close()
        self._round(order.number)

    def _safe(self) -> None:
        """The same data under a password, and with a backup that is older than the data."""
        for name, password in (("OLD.txt", PASSWORD), ("NEW.txt", NEW_PASSWORD)):
            (self.folder / "brought" / name).write_text(password + "\n", encoding="utf-8")
        for name in ("protected", "backed_up"):
            shutil.copytree(self.folder / "ordered", self.folder / name)
        ws = self._open("protected")
        protection.protect(ws, "王建国", PASSWORD)
        ws.close()
        ws = self._open("backed_up")
        for place in backup_places.places(ws, ()):
            backups.make_backup(ws, place)
        documents.void_document(ws, self.ids["order"], "期限写错")
        ws.close()

    def _round(self, number: str) -> None:
        """A round of re-inspection, as a file."""
        verdicts = [{"line": 1, "verdict": "done", "fact": "已修复", "photos": ["00.jpg"]},
                    {"line": 2, "verdict": "not_done", "fact": "仍有裂缝", "photos": ["01.jpg"]}]  # fmt: skip
        content = {
            "document": number, "started_at": "2026-12-21T08:00+08:00", "finished_at": "2026-12-21T09:00+08:00",
            "officers": [certificate for _, certificate in OFFICERS], "opinion": "第2项责令继续整改",
            "verdicts": verdicts,
        }  # fmt: skip
        path = self.folder / "brought" / "ROUND.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    def _open(self, name: str) -> Workspace:
        return open_workspace(self.folder / name, clock=self._clock)

    def _next(self, ws: Workspace, name: str) -> None:
        """Close, and go on in a copy."""
        folder = ws.folder
        ws.close()
        shutil.copytree(folder, self.folder / name)

    def _paper(self) -> None:
        """What people bring: pictures, an organ, a round of re-inspection."""
        brought = self.folder / "brought"
        brought.mkdir(parents=True)
        for n in range(PICTURES):
            (brought / f"{n:02}.jpg").write_bytes(photo(corners(32 + n, 24), time=f"2026:11:20 10:{n:02}:00"))
        (brought / "ORGAN.toml").write_text(ORGAN, encoding="utf-8")

    def _older(self) -> None:
        """Data of each older version: what the first program wrote, brought up to each step in between."""
        with zipfile.ZipFile(OLD) as archive:
            archive.extractall(self.folder / "old1")
        for n in range(2, VERSIONS):
            made = self.folder / f"old{n}"
            shutil.copytree(self.folder / "old1", made)
            db = Database(connect(made / "inspector.db"), execute_plugins=False)
            db.conn.execute("PRAGMA foreign_keys = OFF")
            migrations.apply(db, stop_before=STEPS[n])
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.conn.close()
            FileStore(made / "files").prepare()

    def brought(self, *names: str) -> list[str]:
        """Paths of what people bring."""
        return [str(self.folder / "brought" / name) for name in names]
