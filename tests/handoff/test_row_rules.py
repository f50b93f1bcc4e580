# SPDX-License-Identifier: MulanPSL-2.0
"""No change from outside can put into a table what the program cannot read, and every real change passes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.demo import make_demo
from inspector_app.domain.change import Change, Operation
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.follow_up import FollowUpKind, FollowUpState
from inspector_app.ledgers.due import due_list
from inspector_app.storage import (
    accounts,
    attachments,
    confirmations,
    documents,
    enterprises,
    equipment,
    findings,
    follow_ups,
    imports,
    inspections,
    journal,
    kept_packs,
    numbers,
    order_lives,
    organs,
    phrases,
    record_rows,
    reinspections,
    services,
    spots,
    unit_files,
    units,
    visits,
)
from inspector_app.storage.column_words import COLUMNS, Column, Real, Shape, Whole, Words
from inspector_app.storage.driver import Database, IntegrityError
from inspector_app.storage.merging import read_operation
from inspector_app.storage.row_rules import RowRules, operation_faults
from inspector_app.storage.tables import JOURNALLED
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.clock import Clock

AT = "2026-11-20T01:05:00.000000Z"
CLAUSE = {"law": "AQF", "name": "安全生产法", "clause": "第三十六条", "verified": "V", "from": "2021-09-01"}
PERSON = {"role": "officer", "name": "王建国", "certificate_no": "02011200101"}
MARKS = {"version": 1, "marks": [{"kind": "box", "x1": 0.1, "y1": 0.1, "x2": 0.2, "y2": 0.2}]}
GOOD: Mapping[Shape, tuple[str, ...]] = {
    Shape.TEXT: ("一行字", "", "two\nlines", "𠮷", "2026-11-20"),
    Shape.KEY: ("k", "p:1"),
    Shape.DAY: ("2026-11-20", "2024-02-29", "0001-01-01", "9999-12-31"),
    Shape.INSTANT: (AT, "2026-11-20T01:05:00Z", "1000-01-01T00:00:00.000000Z", "8999-12-31T23:59:59.999999Z"),
    Shape.HASH: ("0" * 64, ""),
    Shape.TEXTS: ("[]", '["a","b"]'),
    Shape.LEFT_OUT: ("null", "[]", '["a"]'),
    Shape.FIELDS: ("{}", '{"a":"b","c":["d"],"e":[{"f":"g"}],"h":[]}'),
    Shape.CLAUSES: ("[]", json.dumps([CLAUSE])),
    Shape.PEOPLE: ("[]", json.dumps([PERSON])),
    Shape.WITNESSES: ("[]", '[{"name":"钱进"}]'),
    Shape.MARKS: ("", json.dumps(MARKS)),
    Shape.JSON: ("{}", '{"blocks":[]}', "null"),
    Shape.TABLE: ("findings", "enterprises"),
}
PARENT = "p"


def good_of(column: Column) -> tuple[object, ...]:
    """Values that a column may have."""
    if isinstance(column, Words):
        return tuple(sorted(column.allowed))
    if isinstance(column, Whole):
        return (max(column.least, 1) if column.most > 1 else 1, column.least, column.most)
    if isinstance(column, Real):
        return (column.least, 0.5, column.most)
    return GOOD[column]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4) | st.sampled_from(["V", "officer", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["verified", "from", "name", "role", "marks", "version", "kind", "x1", "law", "a"]), inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)  # fmt: skip
junk = st.one_of(
    st.text(max_size=20),
    json_values.map(json.dumps),
    json_values,
    st.sampled_from([
        None, True, -1, 0, 1 << 53, 1 << 70, 1.5, float("nan"), float("inf"), "", "null", "[null]", "[1]", "[" * 5000,
        "2026-13-01", "2026-W01-1", "20261120", "2026-11-20T01:05:00", "2026-11-20T25:05:00Z", "9999-12-31T23:00:00Z",
        "0001-01-01T00:00:00Z", "٢٠٢٦-11-20", "\ud800", "a\0b", '"\\ud800"', '{"a":"\\ud800"}', "../../x", "F" * 64,
        "1e400", "NaN", '[{"verified":"V","from":""}]', '[{"role":"officer"}]', '[{"name":"a","extra":"b"}]',
    ]),
)  # fmt: skip


class Tables:
    """A database with one row in each table that others refer to; what is tried in it is taken back."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        with ws.reader() as db:
            self.rules = RowRules(db.conn)
            self.nullable = {t: _nullable(db, t) for t in JOURNALLED}
            self.references = {t: _references(db, t) for t in JOURNALLED}
        with ws.books() as db, journal.unjournalled(db.conn):
            for table in (
                "enterprises",
                "inspections",
                "findings",
                "documents",
                "reinspections",
                "follow_ups",
                "self_reports",
                "plans",
                "draws",
            ):
                insert(db, table, self.row(table, PARENT))

    def row(self, table: str, row_id: str) -> dict[str, object]:
        made = {name: good_of(column)[0] for name, column in COLUMNS[table].items()}
        made |= dict.fromkeys(self.references[table], PARENT)
        made |= {"field": "", "value": '"keep"'} if table == "settlements" else {}
        return {**made, "id": row_id}

    def read(self, table: str, row: dict[str, object]) -> None:
        """Write the row and let everything read it."""
        try:
            with self.ws.books() as db, journal.unjournalled(db.conn):
                if row["id"] == PARENT:
                    db.conn.execute(f"DELETE FROM {table} WHERE id = ?", (PARENT,))
                insert(db, table, row)
                READERS[table](db, row)
                raise TakenBack
        except (TakenBack, IntegrityError):
            pass  # a reference that leads nowhere: the merger refuses it


class TakenBack(Exception):
    """The row was only tried."""


def insert(db: Database, table: str, row: Mapping[str, object]) -> None:
    marks = ", ".join("?" for _ in row)
    db.conn.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def _nullable(db: Database, table: str) -> frozenset[str]:
    return frozenset(c[1] for c in db.conn.execute(f"PRAGMA main.table_info({table})") if not c[3])


def _references(db: Database, table: str) -> tuple[str, ...]:
    return tuple(r[3] for r in db.conn.execute(f"PRAGMA main.foreign_key_list({table})"))


def visits_of(db: Database, row: Mapping[str, object]) -> None:
    made = inspections.get_inspection(db, str(row["id"]))
    assert made is not None
    visits.touching(db, made)


def record_reader(kind: type) -> Callable[[Database, Mapping[str, object]], object]:
    return lambda db, row: record_rows.get_record(db, kind, str(row["id"]))


READERS: Mapping[str, Callable[[Database, Mapping[str, object]], object]] = {
    "organ": lambda db, r: organs.organ_of(db, r["id"]),
    "officers": lambda db, r: (organs.list_officers(db), organs.get_officer(db, r["id"])),
    "enterprises": lambda db, r: (
        enterprises.list_enterprises(db), enterprises.get_enterprise(db, r["id"]), record_rows.get_profile(db, r["id"]),
    ),
    "inspections": visits_of,
    "inspection_packs": lambda db, r: inspections.get_inspection(db, PARENT),
    "inspection_people": lambda db, r: inspections.get_inspection(db, PARENT),
    "answers": lambda db, r: (inspections.list_answers(db, PARENT), inspections.list_spot_answers(db, PARENT)),
    "findings": lambda db, r: (findings.list_findings(db, PARENT), findings.get_finding(db, r["id"])),
    "photos": lambda db, r: (findings.list_photos(db, PARENT), findings.get_photo(db, r["id"])),
    "document_drafts": lambda db, r: documents.get_draft(db, PARENT, DocumentKind(r["kind"])),
    "number_blocks": lambda db, r: organs.list_blocks(db),
    "documents": lambda db, r: (
        documents.list_documents(db, PARENT), numbers.of_year(db, r["year"]), numbers.kinds_of_year(db, r["year"]),
    ),
    "document_lines": lambda db, r: order_lives.lines_of(db, PARENT),
    "form_confirmations": lambda db, r: confirmations.times_of_form(db, r["form_sha256"]),
    "rule_passes": lambda db, r: confirmations.list_passes(db, PARENT),
    "number_gaps": lambda db, r: numbers.list_gaps(db, r["year"]),
    "order_lives": lambda db, r: order_lives.get_life(db, r["id"]),
    "order_events": lambda db, r: (order_lives.list_events(db, PARENT), order_lives.effective_deadlines(db, PARENT)),
    "services": lambda db, r: (services.list_of_document(db, PARENT), services.get_service(db, r["id"])),
    "attachments": lambda db, r: (attachments.list_of_inspection(db, PARENT), attachments.get_attachment(db, r["id"])),
    "reinspections": lambda db, r: reinspections.list_of_document(db, PARENT),
    "verdicts": lambda db, r: (
        reinspections.get(db, PARENT), reinspections.last_verdict(db, PARENT, [PARENT]),
    ),
    "sign_offs": lambda db, r: reinspections.get_sign_off(db, r["id"]),
    "follow_ups": lambda db, r: follow_ups.list_follow_ups(db),
    "follow_up_events": lambda db, r: follow_ups.list_events(db, PARENT),
    "spots": lambda db, r: (spots.list_spots(db, PARENT), spots.get_spot(db, r["id"])),
    "kept_packs": lambda db, r: (kept_packs.list_packs(db), kept_packs.get_pack(db, r["id"])),
    "pack_choices": lambda db, r: kept_packs.disabled_packs(db),
    "law_updates": lambda db, r: kept_packs.list_law_updates(db),
    "phrases": lambda db, r: phrases.list_phrases(db),
    "equipment": lambda db, r: (equipment.list_equipment(db, PARENT), equipment.get_equipment(db, r["id"])),
    "imports": lambda db, r: imports.is_imported(db, r["id"]),
    "devices": lambda db, r: units.list_devices(db),
    "tasks": lambda db, r: units.list_tasks(db),
    "settlements": lambda db, r: json.loads(r["value"]),
    "unit_files": lambda db, r: unit_files.list_unit_files(db),
    "security_events": lambda db, r: accounts.list_events(db),
    "officer_keys": lambda db, r: (accounts.list_officer_keys(db), accounts.get_officer_key(db, r["id"])),
    "document_signatures": lambda db, r: accounts.list_signatures(db, PARENT),
    **{table: record_reader(kind) for kind, table in record_rows.TABLES.items() if table != "enterprises"},
}  # fmt: skip


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    ws = create_workspace(tmp_path_factory.mktemp("rules") / "w", clock=Clock())
    yield Tables(ws)
    ws.close()


def made(table: str, row: Mapping[str, object]) -> Change:
    return Change(operation_id="o", ordinal=1, table=table, row_id=str(row["id"]), old=None, new=row)


def test_every_column_of_every_journalled_table_is_classified(tables: Tables) -> None:
    with tables.ws.reader() as db:
        for table in JOURNALLED:
            columns = {c[1]: c[2] for c in db.conn.execute(f"PRAGMA main.table_info({table})")}
            assert set(COLUMNS[table]) == set(columns), table
            for name, kind in columns.items():
                is_text = isinstance(COLUMNS[table][name], Shape | Words)
                assert is_text == (kind == "TEXT"), (table, name)
    assert set(COLUMNS) == set(JOURNALLED) == set(READERS)


@pytest.mark.parametrize("table", JOURNALLED)
def test_every_good_value_passes_and_can_be_read(tables: Tables, table: str) -> None:
    for name, column in COLUMNS[table].items():
        for value in good_of(column):
            if name in ("id", "field", *tables.references[table]):
                continue  # the field of a settlement has a test of its own
            row = {**tables.row(table, row_id(tables, table)), name: value}
            assert tables.rules.faults(made(table, row)) == [], (name, value)
            tables.read(table, row)


def row_id(tables: Tables, table: str) -> str:
    """A row that has another table's key stands on the parent."""
    return PARENT if "id" in tables.references[table] else "x"


@pytest.mark.parametrize("table", JOURNALLED)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_passes_can_be_read(tables: Tables, table: str, data: st.DataObject) -> None:
    row = tables.row(table, row_id(tables, table))
    names = data.draw(st.lists(st.sampled_from(sorted(row)), min_size=1, max_size=3, unique=True))
    row |= {name: data.draw(junk) for name in names}
    if table == "document_drafts":
        row["id"] = f"{PARENT}:{row['kind']}"
    change = made(table, row)
    if tables.rules.faults(change):
        return
    if row["id"] == "x" or table == "document_drafts":
        tables.read(table, row)


@pytest.mark.parametrize("table", JOURNALLED)
def test_null_passes_only_where_the_table_allows_it(tables: Tables, table: str) -> None:
    for name in COLUMNS[table]:
        row = {**tables.row(table, "x"), name: None}
        faults = tables.rules.faults(Change(operation_id="o", ordinal=1, table=table, row_id="x", old=None, new=row))
        assert (faults == []) == (name in tables.nullable[table]), name


@settings(max_examples=200, deadline=None)
@given(value=junk)
@pytest.mark.parametrize("name", ["sha256", "source_sha256"])
def test_no_hash_leads_out_of_the_store(tables: Tables, name: str, value: object) -> None:
    row = {**tables.row("kept_packs", "x"), name: value}
    if not tables.rules.faults(made("kept_packs", row)):
        path = tables.ws.files.path(str(value))
        assert path.resolve().is_relative_to(tables.ws.files.folder.resolve())


@pytest.mark.parametrize(("field", "value", "allowed"), [
    ("name", '"x"', True), ("", '"keep"', True), ("name", "1", False), ("id", '"x"', False), ("visit_cap", "2", True),
    ("visit_cap", "null", True), ("name", "null", False), ("nonsense", '"x"', False), ("name/x", '"x"', False),
    ("name; DROP TABLE enterprises", '"x"', False),
])  # fmt: skip
def test_settlements_set_only_what_the_field_may_have(tables: Tables, field: str, value: str, allowed: bool) -> None:
    row = {**tables.row("settlements", "x"), "table_name": "enterprises", "field": field, "value": value}
    assert (tables.rules.faults(made("settlements", row)) == []) == allowed


@pytest.mark.parametrize(("field", "value", "allowed"), [
    ("fields/reason", '"x"', True), ("fields/reason", "null", True), ("fields/reason", "[[1]]", False),
    ("fields", '"{}"', False), ("left_out", '"null"', True), ("left_out", '"1"', False),
])  # fmt: skip
def test_settlements_of_one_field_of_a_form(tables: Tables, field: str, value: str, allowed: bool) -> None:
    row = {**tables.row("settlements", "x"), "table_name": "document_drafts", "field": field, "value": value}
    assert (tables.rules.faults(made("settlements", row)) == []) == allowed


def test_every_change_of_a_whole_county_passes(tmp_path: Path) -> None:
    make_demo(tmp_path / "county", seed=1, clock=Clock())
    ws = open_workspace(tmp_path / "county")
    with ws.reader() as db:
        rules, count = RowRules(db.conn), 0
        for operation in journal.operations(db):
            assert operation_faults(operation) == []
            for change in journal.changes_of(db, operation.id):
                assert rules.faults(change) == [], change
                count += 1
    ws.close()
    assert count > 500


# Operations themselves ------------------------------------------------------------------------------------

HEAD: list[object] = ["id", "device", "incarnation", 1, "0" * 64, "1" * 64, "undo", "王", AT, 480, "", ""]


@pytest.mark.parametrize(("at", "value"), [
    (8, "yesterday"), (8, "9999-12-31T23:59:59Z"), (9, 1440), (9, 1 << 60), (0, ""), (1, "a\nb"), (7, "\ud800"),
    (7, "a\0"), (3, 1 << 60), (6, "x" * 2000),
])  # fmt: skip
def test_an_operation_with_nonsense_is_refused(at: int, value: object) -> None:
    head = [*HEAD[:at], value, *HEAD[at + 1 :]]
    operation, _ = read_operation(head, [])
    assert operation_faults(operation)


@pytest.mark.parametrize("saw", [
    "{}", "[1]", '[["a","b"]]', '[["a","b","1"]]', '[["a","b",1e999]]', '[["a","b",-1]]', "[[1,2,3]]", "x",
    '[["a","b",true]]',
])  # fmt: skip
def test_sightings_with_nonsense_are_no_operation(saw: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        read_operation([*HEAD[:11], saw], [])


def test_every_field_of_an_operation_is_looked_at() -> None:
    operation, _ = read_operation(HEAD, [])
    assert operation_faults(operation) == []
    assert {f.name for f in fields(Operation)} == {
        "id", "device", "incarnation", "seq", "prev_hash", "hash", "name", "actor", "at", "utc_offset", "undoes", "saw",
    }  # fmt: skip


def test_the_rules_take_any_json(tables: Tables) -> None:
    values: list[Any] = [None, 1, 1.5, "x", [], {}, [1], {"a": 1}, True]
    for value in values:
        for table in JOURNALLED:
            for name in COLUMNS[table]:
                tables.rules.faults(made(table, {**tables.row(table, "x"), name: value}))


def test_fields_that_are_no_days_do_not_stop_the_list_of_what_is_due(tables: Tables) -> None:
    """What a form's field holds only the form knows; the rules let any text pass, so the readers must bear it."""
    law = tables.ws.law.follow_ups
    with tables.ws.books() as db, journal.unjournalled(db.conn):
        for kind in FollowUpKind:
            names = {t.field or t.start for t in law.of(kind).timers} - {""}
            row = tables.row("follow_ups", f"odd {kind}") | {
                "kind": kind.value, "fields": json.dumps(dict.fromkeys(names, "bald T")),
            }  # fmt: skip
            for state in FollowUpState:
                insert(db, "follow_ups", {**row, "id": f"{row['id']} {state}", "state": state.value})
        for kind in DocumentKind:
            row = tables.row("documents", f"odd {kind}") | {"kind": kind.value, "state": "issued"}
            insert(db, "documents", {**row, "fields": '{"period_to":"bald","new_to":"bald","reply_on":"bald"}'})
    due_list(tables.ws, tables.ws.today())
