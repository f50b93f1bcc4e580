# SPDX-License-Identifier: MulanPSL-2.0
"""The tables of evidence and protection (migration m0006).

Journalled: the security journal, the officers' public keys, signatures under documents; a document's seal, and how
a photo came here. `accounts` and `checkpoints` are this laptop's own books: accounts come from the office's signed
roster or are this unit's own, and a checkpoint signs the journal, so it cannot stand in it.
"""

from __future__ import annotations

PROTECTION = """
ALTER TABLE documents ADD COLUMN seal TEXT NOT NULL DEFAULT '{}';
ALTER TABLE photos ADD COLUMN clock_offset INTEGER;
ALTER TABLE photos ADD COLUMN added_by TEXT NOT NULL DEFAULT '';
ALTER TABLE photos ADD COLUMN source TEXT NOT NULL DEFAULT '';
CREATE TRIGGER documents_sealed BEFORE UPDATE OF seal ON documents
  BEGIN SELECT RAISE(ABORT, 'an issued document never changes');
  END;
CREATE TABLE security_events (
  id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL, subject TEXT NOT NULL,
  is_ok INTEGER NOT NULL, detail TEXT NOT NULL
) STRICT;
CREATE TRIGGER security_events_kept BEFORE DELETE ON security_events
  BEGIN SELECT RAISE(ABORT, 'the security journal is insert-only');
  END;
CREATE TRIGGER security_events_fixed BEFORE UPDATE ON security_events
  BEGIN SELECT RAISE(ABORT, 'the security journal is insert-only');
  END;
CREATE INDEX security_events_by_time ON security_events (at);
CREATE TABLE officer_keys (
  id TEXT NOT NULL PRIMARY KEY, account_id TEXT NOT NULL, name TEXT NOT NULL, certificate_no TEXT NOT NULL,
  device TEXT NOT NULL, made_at TEXT NOT NULL, revoked_at TEXT, reason TEXT NOT NULL
) STRICT;
CREATE TABLE document_signatures (
  id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE RESTRICT,
  officer_key TEXT NOT NULL, name TEXT NOT NULL, certificate_no TEXT NOT NULL, at TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;
CREATE INDEX document_signatures_by_document ON document_signatures (document_id);
CREATE TABLE accounts (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, certificate_no TEXT NOT NULL,
  officer_id TEXT NOT NULL, valid_from TEXT, valid_until TEXT, state TEXT NOT NULL, reason TEXT NOT NULL,
  made_at TEXT, from_roster INTEGER NOT NULL
) STRICT;
CREATE TABLE checkpoints (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL,
  cause TEXT NOT NULL, statement TEXT NOT NULL, countersigned TEXT NOT NULL,
  PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;
"""
