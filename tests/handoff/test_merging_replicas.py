# SPDX-License-Identifier: MulanPSL-2.0
"""Two to six laptops edit, exchange, lose, repeat and restore at random; nothing is lost and all end alike.

The oracle knows nothing of the merging code: it looks only at the operations and at what the tables show.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from inspector_app.domain.change import Op
from inspector_app.domain.problems import Refused
from inspector_app.operations import undo
from inspector_app.storage.driver import IntegrityError
from inspector_app.storage.rebuilding import differing, rebuilt, stored
from inspector_app.storage.rows import put
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.unit import Sent, operations_of

_seed: list[Path] = []


def fresh(folder: Path, clock: Clock) -> Workspace:
    """A new laptop's workspace; copied from one that was made once, which gives it an incarnation of its own."""
    if not _seed:
        _seed.append(Path(tempfile.mkdtemp()) / "seed")
        create_workspace(_seed[0]).close()
    shutil.copytree(_seed[0], folder)
    made = open_workspace(folder, clock=clock)
    with made.books() as db:
        db.conn.execute("UPDATE device SET id = ?", (made.new_id(),))
    made.close()
    return open_workspace(folder, clock=clock)


def deliver(ws: Workspace, sent: Sequence[Sent]) -> None:
    """Take operations in, a few to a transaction."""
    for start in range(0, len(sent), 7):
        with ws.merging("test") as merger:
            for operation, changes in sent[start : start + 7]:
                merger.take(operation, changes)


class Laptop:
    """One laptop with its folder, its wrong clock and its backups."""

    def __init__(self, root: Path, n: int) -> None:
        self.folder = root / f"laptop-{n}"
        self.clock = Clock()
        self.ws = fresh(self.folder, self.clock)
        self.backups: list[Path] = []

    def ids(self, table: str) -> list[str]:
        with self.ws.reader() as db:
            return [str(r[0]) for r in db.conn.execute(f"SELECT id FROM {table} ORDER BY id")]

    def write(self, op: Op, table: str, row: dict[str, object]) -> None:
        with self.ws.operation(op) as step:
            known = step.db.conn.execute(f"SELECT * FROM {table} WHERE id = ?", (row["id"],))
            names, old = [c[0] for c in known.description], known.fetchone()
            put(step.db, table, {**(dict(zip(names, old, strict=True)) if old else {}), **row})

    def reopen_as(self, backup: Path) -> None:
        self.ws.close()
        shutil.rmtree(self.folder)
        shutil.copytree(backup, self.folder)
        self.ws = open_workspace(self.folder, clock=self.clock)


AT = "2026-11-20T01:00:00.000000Z"
ENTERPRISE = dict.fromkeys(
    ("credit_code", "address", "district", "industry", "person_in_charge", "title", "phone", "note", "initials"), ""
)
FINDING: dict[str, object] = {
    "ordinal": 1, "item_code": None, "place": "", "description": "", "grade": "general", "measure": "",
    "deadline_class": "immediate", "deadline": None, "clauses": "[]", "status": "recorded",
    "found_at": AT, "withdrawn_reason": "",
}  # fmt: skip
PHRASE: dict[str, object] = {
    "item_code": "A", "state": "candidate", "place": "", "measure": "", "deadline_class": "immediate",
    "deadline_days": None, "clauses": "[]", "learned_from": "[]", "person": "", "at": AT, "note": "",
}  # fmt: skip
DOCUMENT: dict[str, object] = {
    "kind": "rectification_order", "state": "issued", "word": "应急责改", "year": 2026, "form_id": "f",
    "form_version": "1", "form_sha256": "", "issued_on": "2026-11-20", "issued_at": AT,
    "content": "{}", "content_sha256": "", "sha256": "", "sm3": "", "pages": 1, "bytes": 1, "copies_printed": 0,
    "void_reason": "", "voided_at": None,
}  # fmt: skip


class Replicas(RuleBasedStateMachine):
    """Random days of some laptops."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.laptops: list[Laptop] = []
        self.sticks: list[list[Sent]] = []
        self.n = 0

    @initialize(count=st.integers(2, 6))
    def begin(self, count: int) -> None:
        for n in range(count):
            self.laptops.append(Laptop(self.root, n))
        first = self.laptops[0]
        first.write(Op.REGISTER_ENTERPRISE, "enterprises", {"id": "e0", "name": "甲", **ENTERPRISE})
        if count % 2:  # half of the time all know a unit from the beginning
            for other in self.laptops[1:]:
                deliver(other.ws, operations_of(first.ws))

    def laptop(self, i: int) -> Laptop:
        return self.laptops[i % len(self.laptops)]

    def value(self) -> str:
        self.n += 1
        return f"v{self.n}"

    @rule(i=st.integers(0, 5))
    def register(self, i: int) -> None:
        self.n += 1
        row = {"id": f"e{self.n}", "name": self.value(), **ENTERPRISE}
        self.laptop(i).write(Op.REGISTER_ENTERPRISE, "enterprises", row)

    @rule(i=st.integers(0, 5), k=st.integers(0, 9), field=st.sampled_from(["name", "address", "phone"]))
    def amend(self, i: int, k: int, field: str) -> None:
        laptop = self.laptop(i)
        known = laptop.ids("enterprises")
        if known:
            value = self.value() if k % 3 else "same"
            laptop.write(Op.AMEND_ENTERPRISE, "enterprises", {"id": known[k % len(known)], field: value})

    @rule(i=st.integers(0, 5), k=st.integers(0, 9))
    def visit(self, i: int, k: int) -> None:
        laptop = self.laptop(i)
        known = laptop.ids("enterprises")
        if not known:
            return
        self.n += 1
        with laptop.ws.operation(Op.START_INSPECTION) as step:
            put(step.db, "inspections", {
                "id": f"i{self.n}", "enterprise_id": known[k % len(known)], "state": "open",
                "started_at": AT, "finished_at": None, "place": "", "party_remark": "",
            })  # fmt: skip
            put(step.db, "findings", {"id": f"f{self.n}", "inspection_id": f"i{self.n}", **FINDING})

    @rule(i=st.integers(0, 5), k=st.integers(0, 9), field=st.sampled_from(["description", "place", "status"]))
    def work_on_finding(self, i: int, k: int, field: str) -> None:
        laptop = self.laptop(i)
        known = laptop.ids("findings")
        if known:
            value = ("closed", "ordered", "reopened")[k % 3] if field == "status" else self.value()
            laptop.write(Op.AMEND_FINDING, "findings", {"id": known[k % len(known)], field: value})

    @rule(i=st.integers(0, 5), k=st.integers(0, 9))
    def issue(self, i: int, k: int) -> None:
        laptop = self.laptop(i)
        known = laptop.ids("findings")
        if not known:
            return
        self.n += 1
        finding = known[k % len(known)]
        with laptop.ws.operation(Op.ISSUE_DOCUMENT) as step:
            where = step.db.conn.execute("SELECT inspection_id FROM findings WHERE id = ?", (finding,)).fetchone()[0]
            row = {"id": f"d{self.n}", "inspection_id": where, "number": f"第{k}号", "serial": k + 1, **DOCUMENT}
            put(step.db, "documents", row)
            line = {"id": f"l{self.n}", "document_id": f"d{self.n}", "finding_id": finding, "ordinal": 1}
            put(step.db, "document_lines", {**line, "deadline": None})

    @rule(i=st.integers(0, 5), k=st.integers(0, 9))
    def print_one(self, i: int, k: int) -> None:
        laptop = self.laptop(i)
        known = laptop.ids("documents")
        if known:
            with laptop.ws.operation(Op.PRINT_DOCUMENT) as step:
                sql = "UPDATE documents SET copies_printed = copies_printed + ? WHERE id = ?"
                step.db.conn.execute(sql, (k % 3, known[k % len(known)]))

    @rule(i=st.integers(0, 5), k=st.integers(0, 2))
    def phrase(self, i: int, k: int) -> None:
        self.laptop(i).write(Op.PUBLISH_PHRASE, "phrases", {"id": f"p{k}", "text": self.value(), **PHRASE})

    @rule(i=st.integers(0, 5), k=st.integers(0, 9), key=st.sampled_from(["a", "b", "c"]))
    def follow_up(self, i: int, k: int, key: str) -> None:
        laptop = self.laptop(i)
        known = laptop.ids("inspections")
        if not known:
            return
        where = known[k % len(known)]
        with laptop.ws.operation(Op.ADVANCE_FOLLOW_UP) as step:
            row = step.db.conn.execute("SELECT fields FROM follow_ups WHERE id = ?", (f"u{where}",)).fetchone()
            fields = json.loads(row[0]) if row else {}
            fields[key] = self.value()
            if k % 4 == 0:
                fields.pop(key)
            put(step.db, "follow_ups", {
                "id": f"u{where}", "inspection_id": where, "kind": "talk", "subject": "", "state": "listed",
                "opened_on": "2026-11-20", "fields": json.dumps(fields, sort_keys=True, separators=(",", ":")),
            })  # fmt: skip

    @rule(i=st.integers(0, 5), k=st.integers(0, 9), table=st.sampled_from(["enterprises", "phrases", "follow_ups"]))
    def delete(self, i: int, k: int, table: str) -> None:
        laptop = self.laptop(i)
        known = laptop.ids(table)
        if known:
            with contextlib.suppress(IntegrityError), laptop.ws.operation(Op.AMEND_ENTERPRISE) as step:
                step.db.conn.execute(f"DELETE FROM {table} WHERE id = ?", (known[k % len(known)],))

    @rule(i=st.integers(0, 5))
    def take_back(self, i: int) -> None:
        with contextlib.suppress(Refused, IntegrityError):
            undo.undo_last(self.laptop(i).ws)

    @rule(i=st.integers(0, 5), k=st.integers(0, 5))
    def settle(self, i: int, k: int) -> None:
        laptop = self.laptop(i)
        with laptop.ws.reader() as db:
            rows = db.conn.execute(
                "SELECT table_name, row_id, field, heads FROM conflicts WHERE field NOT IN ('', 'fields/a', 'fields/b',"
                " 'fields/c') ORDER BY id"
            ).fetchall()
        if not rows:
            return
        table, row_id, field, heads = rows[k % len(rows)]
        choice = json.loads(heads)[k % len(json.loads(heads))]["value"]
        self.n += 1
        with laptop.ws.operation(Op.SETTLE_CONFLICT) as step:
            put(step.db, "settlements", {
                "id": f"s{self.n}", "table_name": table, "row_id": row_id, "field": field,
                "value": json.dumps(choice), "choice": "left", "person": "", "reason": "", "at": AT,
            })  # fmt: skip
            step.db.conn.execute(f"UPDATE {table} SET {field} = ? WHERE id = ?", (choice, row_id))
        with laptop.ws.reader() as db:
            left = db.conn.execute("SELECT id FROM conflicts WHERE id = ?", (f"{table}:{row_id}:{field}",)).fetchone()
        assert left is None, "settled, and still listed"

    @rule(i=st.integers(0, 5), hours=st.integers(-90_000, 90_000))
    def set_clock(self, i: int, hours: int) -> None:
        self.laptop(i).clock.now += timedelta(hours=hours / 10)

    @rule(i=st.integers(0, 5), last=st.integers(0, 12), mess=st.integers(0, 3))
    def put_on_stick(self, i: int, last: int, mess: int) -> None:
        """Everything, or only the newest few; sometimes twice over, sometimes in any order."""
        sent = operations_of(self.laptop(i).ws)
        sent = sent[-last:] if last else sent
        if mess == 1:
            sent = sent + sent
        if mess == 2:
            random.Random(last).shuffle(sent)
        self.sticks.append(sent)

    @precondition(lambda self: self.sticks)
    @rule(i=st.integers(0, 5), k=st.integers(0, 99))
    def read_stick(self, i: int, k: int) -> None:
        deliver(self.laptop(i).ws, self.sticks[k % len(self.sticks)])

    @rule(i=st.integers(0, 5))
    def back_up(self, i: int) -> None:
        laptop = self.laptop(i)
        target = self.root / f"backup-{len(laptop.backups)}-{i}-{self.n}-{os.urandom(3).hex()}"
        laptop.ws.close()
        shutil.copytree(laptop.folder, target)
        laptop.ws = open_workspace(laptop.folder, clock=laptop.clock)
        laptop.backups.append(target)

    @rule(i=st.integers(0, 5), k=st.integers(0, 3))
    def restore(self, i: int, k: int) -> None:
        laptop = self.laptop(i)
        if laptop.backups:
            laptop.reopen_as(laptop.backups[k % len(laptop.backups)])

    @precondition(lambda self: len(self.laptops) < 6)
    @rule(i=st.integers(0, 5))
    def clone(self, i: int) -> None:
        source = self.laptop(i)
        source.ws.close()
        copy = Laptop.__new__(Laptop)
        copy.folder, copy.clock, copy.backups = self.root / f"laptop-{len(self.laptops)}", Clock(), []
        shutil.copytree(source.folder, copy.folder)
        source.ws = open_workspace(source.folder, clock=source.clock)
        copy.ws = open_workspace(copy.folder, clock=copy.clock)
        assert copy.ws.incarnation != source.ws.incarnation
        self.laptops.append(copy)

    def teardown(self) -> None:
        try:
            if self.laptops:
                self.full_exchange()
                self.all_alike()
        finally:
            for laptop in self.laptops:
                laptop.ws.close()
            shutil.rmtree(self.root, ignore_errors=True)

    def full_exchange(self) -> None:
        everything = [operations_of(laptop.ws) for laptop in self.laptops] + self.sticks
        for n, laptop in enumerate(self.laptops):
            rest = everything[n:] + everything[:n]
            for sent in rest if n % 2 else list(reversed(rest)):
                deliver(laptop.ws, sent)

    def all_alike(self) -> None:
        known = [{(o.device, o.incarnation, o.seq, o.hash) for o, _ in operations_of(x.ws)} for x in self.laptops]
        assert all(k == known[0] for k in known), "not every operation reached everybody"
        with self.laptops[0].ws.reader() as db:
            nothing_lost(db)
        digests = {laptop.ws.digest() for laptop in self.laptops}
        assert len(digests) == 1, "the laptops differ"
        for laptop in self.laptops:
            with laptop.ws.reader() as db:
                waiting = db.conn.execute("SELECT count(*) FROM waiting_operations").fetchone()[0]
                replayed, kept = rebuilt(db), stored(db)
                assert differing(db) == tuple(t for t in kept if kept[t] != replayed[t])
                broken = db.conn.execute("PRAGMA foreign_key_check").fetchone()
            assert waiting == 0
            assert broken is None
            for table in kept:
                assert kept[table] == replayed[table], table


def nothing_lost(db: Any) -> None:
    """Every edit of a field is current, known to the author of a later one, or listed as a conflict."""
    placed: dict[str, tuple[str, str, int]] = {}
    past: dict[tuple[str, str, int], dict[tuple[str, str], int]] = {}
    for op, device, incarnation, seq, saw in db.conn.execute(
        "SELECT id, device, incarnation, seq, saw FROM operations ORDER BY device, incarnation, seq"
    ):
        placed[op] = (device, incarnation, seq)
        seen = dict(past.get((device, incarnation, seq - 1), {}))
        seen[device, incarnation] = seq - 1
        seen.update({(d, i): s for d, i, s in json.loads(saw or "[]")})
        past[device, incarnation, seq] = seen
    edits: dict[tuple[str, str, str], list[tuple[str, object]]] = {}
    for op, table, row_id, new in db.conn.execute("SELECT operation_id, table_name, row_id, new FROM changes"):
        for field, value in (json.loads(new) if new else {}).items():
            if field != "fields":
                edits.setdefault((table, row_id, field), []).append((op, value))
    conflicts = {row[0] for row in db.conn.execute("SELECT id FROM conflicts")}
    settled = {}
    for table, row_id, field, op in db.conn.execute(
        "SELECT s.table_name, s.row_id, s.field, c.operation_id FROM settlements s JOIN changes c"
        " ON c.table_name = 'settlements' AND c.row_id = s.id"
    ):
        settled.setdefault((table, row_id, field), []).append(op)
    issued: dict[str, list[str]] = {}
    for finding, op in db.conn.execute(
        "SELECT l.finding_id, c.operation_id FROM document_lines l JOIN changes c"
        " ON c.table_name = 'document_lines' AND c.row_id = l.id"
    ):
        issued.setdefault(finding, []).append(op)
    for (table, row_id, field), found in edits.items():
        row = db.conn.execute(f"SELECT {field} FROM {table} WHERE id = ?", (row_id,)).fetchone()
        if row is None or (table, field) == ("documents", "copies_printed"):
            continue
        later = [op for op, _ in found] + settled.get((table, row_id, field), [])
        if table == "findings" and field != "status":
            later += issued.get(row_id, [])
        for op, value in found:
            device, incarnation, seq = placed[op]
            known = any(past[placed[o]].get((device, incarnation), 0) >= seq for o in later if o != op)
            ok = known or row[0] == value or f"{table}:{row_id}:{field}" in conflicts
            assert ok, f"lost: {table} {row_id} {field} = {value!r}"


def campaign(examples: int, steps: int, *, shrink: bool = True) -> None:
    """Run that many random schedules; shrinking a failure to the shortest one takes minutes."""
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    run_state_machine_as_test(
        Replicas,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), print_blob=True, phases=phases,
        ),
    )  # fmt: skip


def test_replicas_end_alike_and_lose_nothing() -> None:
    campaign(examples=25, steps=40)
