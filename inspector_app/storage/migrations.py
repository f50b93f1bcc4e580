# SPDX-License-Identifier: MulanPSL-2.0
"""The ordered set of migrations; append only. Each step runs in one transaction.

Instants are UTC text, calendar dates are local `YYYY-MM-DD`, words are TEXT enum values, keys are random.
`storage/schema.sql` is the whole schema as text, written by `make schema` and compared by a test.
"""

from __future__ import annotations

from inspector_app.storage.driver import Database, Migrations
from inspector_app.storage.figure_tables import FIGURES
from inspector_app.storage.handoff_tables import HANDOFF
from inspector_app.storage.protection_tables import PROTECTION
from inspector_app.storage.year_tables import YEAR

migrations = Migrations("inspector")

FIRST_TABLES = """
CREATE TABLE device (
  id TEXT NOT NULL PRIMARY KEY, incarnation TEXT NOT NULL, made_at TEXT NOT NULL
) STRICT;
CREATE TABLE session (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE operations (
  id TEXT NOT NULL PRIMARY KEY, device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL,
  prev_hash TEXT NOT NULL, hash TEXT NOT NULL, name TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL,
  utc_offset INTEGER NOT NULL, undoes TEXT NOT NULL,
  UNIQUE (device, incarnation, seq)
) STRICT;
CREATE TABLE changes (
  operation_id TEXT NOT NULL REFERENCES operations (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL, table_name TEXT NOT NULL, row_id TEXT NOT NULL, old TEXT, new TEXT,
  PRIMARY KEY (operation_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_by_row ON changes (table_name, row_id);
CREATE TRIGGER operations_kept BEFORE DELETE ON operations
  BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;
CREATE TRIGGER operations_fixed BEFORE UPDATE ON operations
  BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;
CREATE TRIGGER changes_kept BEFORE DELETE ON changes
  BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;
CREATE TRIGGER changes_fixed BEFORE UPDATE ON changes
  BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;
CREATE TABLE organ (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, short_name TEXT NOT NULL, review_organ TEXT NOT NULL,
  court TEXT NOT NULL, numbering_word TEXT NOT NULL, enforcement_power TEXT NOT NULL, address TEXT NOT NULL,
  phone TEXT NOT NULL, region_code TEXT NOT NULL, is_demo INTEGER NOT NULL
) STRICT;
CREATE TABLE officers (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, certificate_no TEXT NOT NULL, unit TEXT NOT NULL,
  valid_from TEXT, valid_to TEXT, is_active INTEGER NOT NULL
) STRICT;
CREATE TABLE enterprises (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, credit_code TEXT NOT NULL, address TEXT NOT NULL,
  district TEXT NOT NULL, industry TEXT NOT NULL, person_in_charge TEXT NOT NULL, title TEXT NOT NULL,
  phone TEXT NOT NULL, note TEXT NOT NULL, initials TEXT NOT NULL
) STRICT;
CREATE INDEX enterprises_by_code ON enterprises (credit_code);
CREATE INDEX enterprises_by_name ON enterprises (name);
CREATE TABLE inspections (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT,
  state TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, place TEXT NOT NULL, party_remark TEXT NOT NULL
) STRICT;
CREATE INDEX inspections_by_enterprise ON inspections (enterprise_id, started_at);
CREATE INDEX inspections_by_state ON inspections (state, started_at);
CREATE TABLE inspection_packs (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, pack_id TEXT NOT NULL, version TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT NOT NULL
) STRICT;
CREATE INDEX inspection_packs_by_inspection ON inspection_packs (inspection_id, ordinal);
CREATE TABLE inspection_people (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, certificate_no TEXT NOT NULL,
  title TEXT NOT NULL, unit TEXT NOT NULL, phone TEXT NOT NULL, officer_id TEXT NOT NULL
) STRICT;
CREATE INDEX inspection_people_by_inspection ON inspection_people (inspection_id, ordinal);
CREATE TABLE answers (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  item_code TEXT NOT NULL, result TEXT NOT NULL, remark TEXT NOT NULL, answered_at TEXT
) STRICT;
CREATE INDEX answers_by_inspection ON answers (inspection_id, item_code);
CREATE TABLE findings (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, item_code TEXT, place TEXT NOT NULL, description TEXT NOT NULL, grade TEXT NOT NULL,
  measure TEXT NOT NULL, deadline_class TEXT NOT NULL, deadline TEXT, clauses TEXT NOT NULL, status TEXT NOT NULL,
  found_at TEXT NOT NULL, withdrawn_reason TEXT NOT NULL
) STRICT;
CREATE INDEX findings_by_inspection ON findings (inspection_id, ordinal);
CREATE INDEX findings_by_status ON findings (status, deadline);
CREATE TABLE photos (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  finding_id TEXT REFERENCES findings (id) ON DELETE RESTRICT, ordinal INTEGER NOT NULL, sha256 TEXT NOT NULL,
  sm3 TEXT NOT NULL, bytes INTEGER NOT NULL, format TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
  taken_at TEXT NOT NULL, latitude REAL, longitude REAL, camera TEXT NOT NULL, file_name TEXT NOT NULL,
  added_at TEXT NOT NULL, taker TEXT NOT NULL, caption TEXT NOT NULL, rotation INTEGER NOT NULL,
  marks TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;
CREATE INDEX photos_by_inspection ON photos (inspection_id, finding_id, ordinal);
CREATE INDEX photos_by_hash ON photos (sha256);
CREATE TABLE document_drafts (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL, left_out TEXT NOT NULL
) STRICT;
CREATE TABLE number_blocks (
  id TEXT NOT NULL PRIMARY KEY, word TEXT NOT NULL, year INTEGER NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, device TEXT NOT NULL
) STRICT;
CREATE INDEX number_blocks_by_word ON number_blocks (word, year, first);
CREATE TABLE documents (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL, state TEXT NOT NULL, number TEXT NOT NULL UNIQUE, word TEXT NOT NULL, year INTEGER NOT NULL,
  serial INTEGER NOT NULL, form_id TEXT NOT NULL, form_version TEXT NOT NULL, form_sha256 TEXT NOT NULL,
  issued_on TEXT NOT NULL, issued_at TEXT NOT NULL, content TEXT NOT NULL, content_sha256 TEXT NOT NULL,
  sha256 TEXT NOT NULL, sm3 TEXT NOT NULL, pages INTEGER NOT NULL, bytes INTEGER NOT NULL,
  copies_printed INTEGER NOT NULL, void_reason TEXT NOT NULL, voided_at TEXT,
  UNIQUE (word, year, serial)
) STRICT;
CREATE INDEX documents_by_inspection ON documents (inspection_id, issued_at);
CREATE TABLE document_lines (
  id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE RESTRICT,
  finding_id TEXT NOT NULL REFERENCES findings (id) ON DELETE RESTRICT, ordinal INTEGER NOT NULL, deadline TEXT
) STRICT;
CREATE INDEX document_lines_by_document ON document_lines (document_id, ordinal);
CREATE INDEX document_lines_by_finding ON document_lines (finding_id);
CREATE TRIGGER documents_frozen BEFORE UPDATE OF
  inspection_id, kind, number, word, year, serial, form_id, form_version, form_sha256, issued_on, issued_at, content,
  content_sha256, sha256, sm3, pages, bytes ON documents
  BEGIN SELECT RAISE(ABORT, 'an issued document never changes'); END;
CREATE TRIGGER documents_kept BEFORE DELETE ON documents
  BEGIN SELECT RAISE(ABORT, 'an issued document is never deleted'); END;
CREATE TRIGGER document_lines_frozen BEFORE UPDATE ON document_lines
  BEGIN SELECT RAISE(ABORT, 'a line of an issued document never changes'); END;
"""


@migrations()
def m0001_first_tables(db: Database) -> None:
    """Everything of the main job: from the enterprise to the issued document."""
    for statement in _statements(FIRST_TABLES):
        db.conn.execute(statement)


LAWS_DAY = """
ALTER TABLE organ ADD COLUMN sector TEXT NOT NULL DEFAULT 'emergency';
ALTER TABLE organ ADD COLUMN standing TEXT NOT NULL DEFAULT 'department';
ALTER TABLE organ ADD COLUMN serial_mode TEXT NOT NULL DEFAULT 'per_form';
ALTER TABLE enterprises ADD COLUMN visit_cap INTEGER;
ALTER TABLE inspections ADD COLUMN task_source TEXT NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN approved_on TEXT;
ALTER TABLE inspections ADD COLUMN approver TEXT NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN notice_served_at TEXT;
ALTER TABLE inspections ADD COLUMN no_notice_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN entry_scan TEXT NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN avoidance_declared INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN cap_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN end_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE findings ADD COLUMN order_basis TEXT NOT NULL DEFAULT '[]';
ALTER TABLE findings ADD COLUMN penalty TEXT NOT NULL DEFAULT '[]';
ALTER TABLE findings ADD COLUMN duplicate_of TEXT NOT NULL DEFAULT '';
ALTER TABLE photos ADD COLUMN stage TEXT NOT NULL DEFAULT 'found';
ALTER TABLE photos ADD COLUMN reinspection_id TEXT NOT NULL DEFAULT '';
ALTER TABLE document_drafts ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';
ALTER TABLE document_drafts ADD COLUMN refers_to TEXT NOT NULL DEFAULT '';
ALTER TABLE document_drafts ADD COLUMN reinspection_id TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN refers_to TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';
ALTER TABLE documents ADD COLUMN reinspection_id TEXT NOT NULL DEFAULT '';
CREATE INDEX documents_by_reference ON documents (refers_to);
CREATE INDEX documents_by_kind ON documents (kind, state);
DROP TRIGGER documents_frozen;
CREATE TRIGGER documents_frozen BEFORE UPDATE OF
  inspection_id, kind, number, word, year, serial, form_id, form_version, form_sha256, issued_on, issued_at, content,
  content_sha256, sha256, sm3, pages, bytes, refers_to, fields, reinspection_id ON documents
  BEGIN SELECT RAISE(ABORT, 'an issued document never changes'); END;
CREATE TABLE form_confirmations (
  id TEXT NOT NULL PRIMARY KEY, form_sha256 TEXT NOT NULL, part TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE INDEX form_confirmations_by_form ON form_confirmations (form_sha256);
CREATE TABLE rule_passes (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  rule TEXT NOT NULL, place TEXT NOT NULL, document_id TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX rule_passes_by_inspection ON rule_passes (inspection_id, rule);
CREATE TABLE number_gaps (
  id TEXT NOT NULL PRIMARY KEY, word TEXT NOT NULL, year INTEGER NOT NULL, serial INTEGER NOT NULL,
  reason TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE order_lives (
  id TEXT NOT NULL PRIMARY KEY REFERENCES documents (id) ON DELETE RESTRICT, state TEXT NOT NULL, held TEXT
) STRICT;
CREATE INDEX order_lives_by_state ON order_lives (state);
CREATE TABLE order_events (
  id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, verb TEXT NOT NULL, state TEXT NOT NULL, happened_on TEXT NOT NULL, person TEXT NOT NULL,
  reason TEXT NOT NULL, new_deadline TEXT, finding_ids TEXT NOT NULL, refers_to TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;
CREATE INDEX order_events_by_document ON order_events (document_id, ordinal);
CREATE TABLE services (
  id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE RESTRICT,
  method TEXT NOT NULL, served_at TEXT NOT NULL, place TEXT NOT NULL, receiver TEXT NOT NULL, capacity TEXT NOT NULL,
  authority TEXT NOT NULL, servers TEXT NOT NULL, refusal TEXT NOT NULL, witnesses TEXT NOT NULL, media TEXT NOT NULL,
  consent TEXT NOT NULL, address TEXT NOT NULL, tracking_no TEXT NOT NULL, medium TEXT NOT NULL, remark TEXT NOT NULL,
  withdrawn_reason TEXT NOT NULL
) STRICT;
CREATE INDEX services_by_document ON services (document_id, served_at);
CREATE TABLE attachments (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  document_id TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, file_name TEXT NOT NULL, format TEXT NOT NULL,
  sha256 TEXT NOT NULL, sm3 TEXT NOT NULL, bytes INTEGER NOT NULL, pages INTEGER NOT NULL, added_at TEXT NOT NULL,
  note TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;
CREATE INDEX attachments_by_inspection ON attachments (inspection_id, added_at);
CREATE TABLE reinspections (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE RESTRICT, round INTEGER NOT NULL,
  started_at TEXT NOT NULL, finished_at TEXT NOT NULL, place TEXT NOT NULL, people TEXT NOT NULL,
  opinion TEXT NOT NULL, party_remark TEXT NOT NULL
) STRICT;
CREATE INDEX reinspections_by_document ON reinspections (document_id, round);
CREATE INDEX reinspections_by_inspection ON reinspections (inspection_id, started_at);
CREATE TABLE verdicts (
  id TEXT NOT NULL PRIMARY KEY, reinspection_id TEXT NOT NULL REFERENCES reinspections (id) ON DELETE RESTRICT,
  finding_id TEXT NOT NULL REFERENCES findings (id) ON DELETE RESTRICT, ordinal INTEGER NOT NULL,
  verdict TEXT NOT NULL, fact TEXT NOT NULL
) STRICT;
CREATE INDEX verdicts_by_reinspection ON verdicts (reinspection_id, ordinal);
CREATE INDEX verdicts_by_finding ON verdicts (finding_id);
CREATE TABLE sign_offs (
  id TEXT NOT NULL PRIMARY KEY REFERENCES findings (id) ON DELETE RESTRICT, checked_by TEXT NOT NULL,
  checked_on TEXT NOT NULL, rectified_by TEXT NOT NULL, rectified_on TEXT NOT NULL, accepted_by TEXT NOT NULL,
  accepted_on TEXT NOT NULL, evidence TEXT NOT NULL, remark TEXT NOT NULL
) STRICT;
CREATE TABLE follow_ups (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL, opened_on TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;
CREATE INDEX follow_ups_by_inspection ON follow_ups (inspection_id, kind);
CREATE INDEX follow_ups_by_state ON follow_ups (kind, state);
CREATE TABLE follow_up_events (
  id TEXT NOT NULL PRIMARY KEY, follow_up_id TEXT NOT NULL REFERENCES follow_ups (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, verb TEXT NOT NULL, state TEXT NOT NULL, happened_on TEXT NOT NULL, person TEXT NOT NULL,
  text TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;
CREATE INDEX follow_up_events_by_follow_up ON follow_up_events (follow_up_id, ordinal);
"""


@migrations()
def m0002_laws_day(db: Database) -> None:
    """An order's whole lawful life: fields, service, extension, re-inspection, sign-off, what goes on beside it."""
    for statement in _statements(LAWS_DAY):
        db.conn.execute(statement)


CHECKLISTS = """
ALTER TABLE answers ADD COLUMN spot_id TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN value TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN author_role TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN private_note TEXT NOT NULL DEFAULT '';
CREATE TABLE spots (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  item_code TEXT NOT NULL, ordinal INTEGER NOT NULL, place TEXT NOT NULL, finding_id TEXT NOT NULL,
  removed_reason TEXT NOT NULL
) STRICT;
CREATE INDEX spots_by_inspection ON spots (inspection_id, item_code, ordinal);
ALTER TABLE photos ADD COLUMN item_code TEXT NOT NULL DEFAULT '';
CREATE TABLE kept_packs (
  id TEXT NOT NULL PRIMARY KEY, pack_id TEXT NOT NULL, version TEXT NOT NULL, sha256 TEXT NOT NULL,
  title TEXT NOT NULL, source_name TEXT NOT NULL, source_format TEXT NOT NULL, source_sha256 TEXT NOT NULL,
  kept_at TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;
CREATE INDEX kept_packs_by_pack ON kept_packs (pack_id, version);
CREATE TABLE pack_choices (
  id TEXT NOT NULL PRIMARY KEY, is_enabled INTEGER NOT NULL
) STRICT;
CREATE TABLE law_updates (
  id TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL, title TEXT NOT NULL, issuer TEXT NOT NULL,
  issued_on TEXT, person TEXT NOT NULL, applied_at TEXT NOT NULL
) STRICT;
CREATE TABLE phrases (
  id TEXT NOT NULL PRIMARY KEY, item_code TEXT NOT NULL, state TEXT NOT NULL, text TEXT NOT NULL,
  place TEXT NOT NULL, measure TEXT NOT NULL, deadline_class TEXT NOT NULL, deadline_days INTEGER,
  clauses TEXT NOT NULL, learned_from TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL
) STRICT;
CREATE INDEX phrases_by_item ON phrases (item_code, state);
CREATE INDEX findings_by_item ON findings (item_code);
CREATE TABLE equipment (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT,
  category TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, registration TEXT NOT NULL, place TEXT NOT NULL,
  started_on TEXT, inspected_on TEXT, due_on TEXT, safety_class TEXT NOT NULL, note TEXT NOT NULL,
  removed_reason TEXT NOT NULL
) STRICT;
CREATE TABLE imports (
  id TEXT NOT NULL PRIMARY KEY REFERENCES inspections (id) ON DELETE RESTRICT, source_name TEXT NOT NULL,
  source_format TEXT NOT NULL, sha256 TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE INDEX equipment_by_enterprise ON equipment (enterprise_id, category, name);
"""


@migrations()
def m0003_checklists(db: Database) -> None:
    """Answers beyond ticks, several places of an item, packs and laws that an office brings, phrases, equipment."""
    for statement in _statements(CHECKLISTS):
        db.conn.execute(statement)


@migrations()
def m0004_handoff(db: Database) -> None:
    """Hand-off between laptops and office; two documents may bear one number, since both papers exist."""
    for statement in _statements(HANDOFF):
        db.conn.execute(statement)


@migrations()
def m0005_year(db: Database) -> None:
    """A year's use: supervision of enterprises, cases, plans, draws, and facts by which lists and figures are fast."""
    for statement in _statements(YEAR):
        db.conn.execute(statement)


@migrations()
def m0006_protection(db: Database) -> None:
    """Evidence and protection: seals and signatures, the security journal, accounts, checkpoints."""
    for statement in _statements(PROTECTION):
        db.conn.execute(statement)


@migrations()
def m0007_figures(db: Database) -> None:
    """Counts by month of findings, clauses, officers and visits, by which the figures of a city's year are fast."""
    for statement in _statements(FIGURES):
        db.conn.execute(statement)


def _statements(script: str) -> list[str]:
    """Split a script at the ends of its statements; a trigger ends with `END;`."""
    parts: list[str] = []
    current = ""
    for line in script.strip().splitlines():
        current += line + "\n"
        ended = line.rstrip().endswith(";")
        if ended and ("CREATE TRIGGER" not in current or line.rstrip().endswith("END;")):
            parts.append(current.strip().rstrip(";") if "CREATE TRIGGER" not in current else current.strip()[:-1])
            current = ""
    return parts
