# SPDX-License-Identifier: MulanPSL-2.0
"""The journal: nothing escapes it, it rebuilds the tables, it takes everything back, and it shows tampering."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from inspector_app.domain.change import Op
from inspector_app.domain.finding import FindingDraft
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.operations import enterprises, findings, inspections, undo
from inspector_app.storage import journal
from inspector_app.storage.driver import DatabaseError, IntegrityError
from inspector_app.storage.rebuilding import differing, rebuilt, stored
from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, a_unit, an_enterprise, an_inspection


def rows(ws: Workspace) -> dict[str, dict[str, dict[str, object]]]:
    with ws.reader() as db:
        return stored(db)


def test_write_outside_an_operation_is_refused_by_the_database(unit: Workspace) -> None:
    an_enterprise(unit)
    conn = unit._opened.writer.conn
    for statement in (
        "UPDATE enterprises SET name = 'x'",
        "DELETE FROM officers",
        "INSERT INTO number_blocks (id, word, year, first, last, device) VALUES ('a', 'b', 2026, 1, 2, 'd')",
        "INSERT OR REPLACE INTO officers SELECT * FROM officers",
    ):
        with pytest.raises(IntegrityError, match="outside an operation"):
            conn.execute(statement)
    assert unit.check().is_well


def test_journal_is_insert_only(unit: Workspace) -> None:
    conn = unit._opened.writer.conn
    for statement in ("DELETE FROM operations", "UPDATE operations SET actor = 'x'", "DELETE FROM changes"):
        with pytest.raises(DatabaseError, match="insert-only"):
            conn.execute(statement)


def test_a_refused_operation_leaves_no_trace(unit: Workspace) -> None:
    before = rows(unit)
    an_enterprise(unit)
    with unit.reader() as db:
        count = db.execute("SELECT count(*) FROM operations").fetchone()[0]
    with pytest.raises(Refused):
        an_enterprise(unit)
    with unit.reader() as db:
        assert db.execute("SELECT count(*) FROM operations").fetchone()[0] == count
    assert len(rows(unit)["enterprises"]) == len(before["enterprises"]) + 1


def test_a_crash_inside_an_operation_leaves_no_trace(unit: Workspace) -> None:
    before = rows(unit)
    with pytest.raises(ZeroDivisionError), unit.operation(Op.REGISTER_ENTERPRISE) as step:
        enterprises.register_enterprise_in(step, enterprises.EnterpriseDraft(name="半途"))
        raise ZeroDivisionError
    assert rows(unit) == before
    an_enterprise(unit)  # and the next one works


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE operations SET actor = 'someone else' WHERE seq = 2",
        "UPDATE operations SET at = '2020-01-01' WHERE seq = 1",
        "UPDATE changes SET new = replace(new, '清河', '浊河') WHERE table_name = 'organ'",
        "DELETE FROM operations WHERE seq = 2",
    ],
)
def test_changed_journal_is_noticed(unit: Workspace, tamper: str) -> None:
    an_enterprise(unit)
    conn = unit._opened.writer.conn
    for trigger in ("operations_kept", "operations_fixed", "changes_fixed", "changes_kept"):
        conn.execute(f"DROP TRIGGER {trigger}")
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute(tamper)
    assert unit.check().journal


def test_changed_table_is_noticed(unit: Workspace) -> None:
    an_enterprise(unit)
    conn = unit._opened.writer.conn
    conn.execute("DROP TRIGGER temp.journal_enterprises_update")
    conn.execute("UPDATE enterprises SET name = '改了'")
    assert unit.check().tables == ("enterprises",)


def test_undo_stops_at_nothing(ws: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        undo.undo_last(ws)
    assert refused.value.problems[0].code is ProblemCode.NOTHING_TO_UNDO


class Days(RuleBasedStateMachine):
    """Any sequence of acts; the journal always rebuilds the tables, and undone in reverse gives each state back."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.ws = create_workspace(Path(self.folder.name) / "w", clock=self.clock)
        a_unit(self.ws)
        self.base = self.count()
        self.inspections: list[Any] = []
        self.states: list[Any] = [rows(self.ws)]
        self.enterprises = 0

    def count(self) -> int:
        with self.ws.reader() as db:
            return int(db.execute("SELECT count(*) FROM operations").fetchone()[0])

    def act(self, work: Any) -> Any:
        """Do it, or be refused; remember the state when it changed anything."""
        before = self.count()
        value = None
        try:
            value = work()
        except Refused:
            assert self.count() == before
        if self.count() > before:
            self.states.append(rows(self.ws))
        return value

    @rule()
    def register(self) -> None:
        self.enterprises += 1
        self.act(lambda: an_enterprise(self.ws, self.enterprises))

    @precondition(lambda self: rows(self.ws)["enterprises"])
    @rule(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8))
    def amend(self, text: str) -> None:
        key = min(rows(self.ws)["enterprises"])
        self.act(lambda: enterprises.amend_enterprise(self.ws, key, enterprises.EnterpriseDraft(name=text)))

    @precondition(lambda self: rows(self.ws)["enterprises"])
    @rule()
    def start(self) -> None:
        row = min(rows(self.ws)["enterprises"].values(), key=lambda r: str(r["id"]))
        with self.ws.reader() as db:
            from inspector_app.storage.enterprises import get_enterprise

            enterprise = get_enterprise(db, str(row["id"]))
        self.act(lambda: self.inspections.append(an_inspection(self.ws, enterprise, pack_ids=("common",))))

    def open_one(self) -> Any:
        known = rows(self.ws)["inspections"]
        return next((i for i in reversed(self.inspections) if i.id in known), None)

    @precondition(lambda self: self.open_one() is not None)
    @rule(n=st.integers(0, 5), result=st.sampled_from(AnswerResult))
    def answer(self, n: int, result: AnswerResult) -> None:
        inspection = self.open_one()
        code = self.ws.frozen_items(inspection.packs)[n].code
        self.act(lambda: inspections.answer_item(self.ws, inspection.id, code, result))

    @precondition(lambda self: self.open_one() is not None)
    @rule(text=st.text("甲乙丙丁𠮷𬭚<&>", max_size=6))
    def find(self, text: str) -> None:
        self.act(lambda: a_finding(self.ws, self.open_one(), description=text))

    @precondition(lambda self: rows(self.ws)["findings"])
    @rule(text=st.text("甲乙丙丁", max_size=6), withdraw=st.booleans())
    def change_finding(self, text: str, withdraw: bool) -> None:
        key = max(rows(self.ws)["findings"])
        if withdraw:
            self.act(lambda: findings.withdraw_finding(self.ws, key, text))
        else:
            self.act(lambda: findings.amend_finding(self.ws, key, FindingDraft(description=text)))

    @precondition(lambda self: len(self.states) > 1)
    @rule()
    def undo(self) -> None:
        undo.undo_last(self.ws)
        self.states.pop()
        assert rows(self.ws) == self.states[-1]

    @invariant()
    def journal_rebuilds_tables(self) -> None:
        with self.ws.reader() as db:
            assert rebuilt(db) == stored(db)
            assert differing(db) == ()
            assert journal.first_broken(db) is None

    def teardown(self) -> None:
        while len(self.states) > 1:
            self.undo()
        self.ws.close()
        self.folder.cleanup()


TestDays = Days.TestCase
TestDays.settings = settings(
    max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
