# SPDX-License-Identifier: MulanPSL-2.0
"""The tables of the hand-off (migration m0004): what travels with the journal, and what each laptop keeps for itself.

Journalled (they travel): devices, tasks, settlements, unit_files. All others are this laptop's own books about
what came and went; none of them is handed on, and the digest does not count them, except `conflicts`, which
every laptop works out alike from the same operations.
"""

from __future__ import annotations

HANDOFF = """
ALTER TABLE operations ADD COLUMN saw TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprises ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX enterprises_by_target ON enterprises (merged_into) WHERE merged_into <> '';
ALTER TABLE number_blocks ADD COLUMN incarnation TEXT NOT NULL DEFAULT '';
ALTER TABLE number_blocks ADD COLUMN state TEXT NOT NULL DEFAULT 'own';
ALTER TABLE number_blocks ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE number_blocks ADD COLUMN at TEXT;
CREATE TABLE documents_new (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL, state TEXT NOT NULL, number TEXT NOT NULL, word TEXT NOT NULL, year INTEGER NOT NULL,
  serial INTEGER NOT NULL, form_id TEXT NOT NULL, form_version TEXT NOT NULL, form_sha256 TEXT NOT NULL,
  issued_on TEXT NOT NULL, issued_at TEXT NOT NULL, content TEXT NOT NULL, content_sha256 TEXT NOT NULL,
  sha256 TEXT NOT NULL, sm3 TEXT NOT NULL, pages INTEGER NOT NULL, bytes INTEGER NOT NULL,
  copies_printed INTEGER NOT NULL, void_reason TEXT NOT NULL, voided_at TEXT, refers_to TEXT NOT NULL DEFAULT '',
  fields TEXT NOT NULL DEFAULT '{}', reinspection_id TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO documents_new SELECT id, inspection_id, kind, state, number, word, year, serial, form_id, form_version,
  form_sha256, issued_on, issued_at, content, content_sha256, sha256, sm3, pages, bytes, copies_printed, void_reason,
  voided_at, refers_to, fields, reinspection_id FROM documents;
DROP TABLE documents;
ALTER TABLE documents_new RENAME TO documents;
CREATE INDEX documents_by_inspection ON documents (inspection_id, issued_at);
CREATE INDEX documents_by_kind ON documents (kind, state);
CREATE INDEX documents_by_reference ON documents (refers_to);
CREATE INDEX documents_by_number ON documents (number);
CREATE INDEX documents_by_serial ON documents (word, year, serial);
CREATE TRIGGER documents_frozen BEFORE UPDATE OF
  inspection_id, kind, number, word, year, serial, form_id, form_version, form_sha256, issued_on, issued_at, content,
  content_sha256, sha256, sm3, pages, bytes, refers_to, fields, reinspection_id ON documents
  BEGIN SELECT RAISE(ABORT, 'an issued document never changes'); END;
CREATE TRIGGER documents_kept BEFORE DELETE ON documents
  BEGIN SELECT RAISE(ABORT, 'an issued document is never deleted'); END;
CREATE TABLE devices (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, holder TEXT NOT NULL, public_key TEXT NOT NULL,
  recipient TEXT NOT NULL, state TEXT NOT NULL, certificate TEXT NOT NULL, enrolled_at TEXT NOT NULL,
  revoked_at TEXT, reason TEXT NOT NULL
) STRICT;
CREATE TABLE tasks (
  id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, device TEXT NOT NULL, enterprise_id TEXT NOT NULL,
  document_id TEXT NOT NULL, packs TEXT NOT NULL, officers TEXT NOT NULL, due_on TEXT, note TEXT NOT NULL,
  state TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL, done_id TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE INDEX tasks_by_device ON tasks (device, state);
CREATE TABLE settlements (
  id TEXT NOT NULL PRIMARY KEY, table_name TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT NOT NULL,
  value TEXT NOT NULL, choice TEXT NOT NULL, person TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE INDEX settlements_by_row ON settlements (table_name, row_id);
CREATE TABLE unit_files (
  id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
  note TEXT NOT NULL, removed_reason TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE sightings (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, other_device TEXT NOT NULL, other_incarnation TEXT NOT NULL,
  seq INTEGER NOT NULL, other_seq INTEGER NOT NULL,
  PRIMARY KEY (device, incarnation, other_device, other_incarnation, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE chains (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, told INTEGER NOT NULL,
  PRIMARY KEY (device, incarnation)
) STRICT, WITHOUT ROWID;
CREATE TABLE waiting_operations (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, content TEXT NOT NULL,
  bundle TEXT NOT NULL, since TEXT NOT NULL,
  PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE conflicts (
  id TEXT NOT NULL PRIMARY KEY, table_name TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT NOT NULL,
  heads TEXT NOT NULL, shown TEXT NOT NULL, frozen INTEGER NOT NULL
) STRICT;
CREATE INDEX conflicts_by_row ON conflicts (table_name, row_id);
CREATE TABLE membership (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE keys (name TEXT NOT NULL PRIMARY KEY, secret TEXT NOT NULL) STRICT;
CREATE TABLE signed_heads (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, statement TEXT NOT NULL,
  PRIMARY KEY (device, incarnation)
) STRICT, WITHOUT ROWID;
CREATE TABLE bundles_made (
  id TEXT NOT NULL PRIMARY KEY, export INTEGER NOT NULL, made_at TEXT NOT NULL, purpose TEXT NOT NULL,
  recipient TEXT NOT NULL, folder TEXT NOT NULL, parts INTEGER NOT NULL, operations INTEGER NOT NULL,
  files INTEGER NOT NULL, bytes INTEGER NOT NULL, plan TEXT NOT NULL, state TEXT NOT NULL
) STRICT;
CREATE TABLE parts_read (
  bundle TEXT NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL,
  device TEXT NOT NULL, incarnation TEXT NOT NULL, export INTEGER NOT NULL, read_at TEXT NOT NULL,
  operations INTEGER NOT NULL, applied INTEGER NOT NULL, waiting INTEGER NOT NULL, files INTEGER NOT NULL,
  bytes INTEGER NOT NULL, own_seq INTEGER NOT NULL, header TEXT NOT NULL,
  PRIMARY KEY (bundle, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE quarantine (
  id TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, reason TEXT NOT NULL,
  fields TEXT NOT NULL, device TEXT NOT NULL, at TEXT NOT NULL, settled_at TEXT, settled_how TEXT NOT NULL
) STRICT;
CREATE TABLE wanted_files (
  sha256 TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, bytes INTEGER NOT NULL, table_name TEXT NOT NULL,
  row_id TEXT NOT NULL, device TEXT NOT NULL, since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE office_files (sha256 TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE receipts (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL,
  taken_at TEXT NOT NULL, content TEXT NOT NULL,
  PRIMARY KEY (device, incarnation)
) STRICT, WITHOUT ROWID;
CREATE TABLE device_clocks (device TEXT NOT NULL PRIMARY KEY, seconds INTEGER NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY, bundle TEXT NOT NULL, part INTEGER NOT NULL, path TEXT NOT NULL, bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL, sent INTEGER NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL, next_try TEXT,
  error TEXT NOT NULL, office TEXT NOT NULL, queued_at TEXT NOT NULL, done_at TEXT
) STRICT;
"""
