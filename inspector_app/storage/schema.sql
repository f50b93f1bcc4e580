CREATE TRIGGER changes_fixed BEFORE UPDATE ON changes
  BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;

CREATE TRIGGER changes_kept BEFORE DELETE ON changes
  BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;

CREATE TRIGGER document_lines_frozen BEFORE UPDATE ON document_lines
  BEGIN SELECT RAISE(ABORT, 'a line of an issued document never changes'); END;

CREATE TRIGGER documents_frozen BEFORE UPDATE OF
  inspection_id, kind, number, word, year, serial, form_id, form_version, form_sha256, issued_on, issued_at, content,
  content_sha256, sha256, sm3, pages, bytes, refers_to, fields, reinspection_id ON documents
  BEGIN SELECT RAISE(ABORT, 'an issued document never changes'); END;

CREATE TRIGGER documents_kept BEFORE DELETE ON documents
  BEGIN SELECT RAISE(ABORT, 'an issued document is never deleted'); END;

CREATE TRIGGER documents_sealed BEFORE UPDATE OF seal ON documents
  BEGIN SELECT RAISE(ABORT, 'an issued document never changes');
  END;

CREATE TRIGGER operations_fixed BEFORE UPDATE ON operations
  BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;

CREATE TRIGGER operations_kept BEFORE DELETE ON operations
  BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;

CREATE TRIGGER security_events_fixed BEFORE UPDATE ON security_events
  BEGIN SELECT RAISE(ABORT, 'the security journal is insert-only');
  END;

CREATE TRIGGER security_events_kept BEFORE DELETE ON security_events
  BEGIN SELECT RAISE(ABORT, 'the security journal is insert-only');
  END;

CREATE TABLE accounts (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, certificate_no TEXT NOT NULL,
  officer_id TEXT NOT NULL, valid_from TEXT, valid_until TEXT, state TEXT NOT NULL, reason TEXT NOT NULL,
  made_at TEXT, from_roster INTEGER NOT NULL
) STRICT;

CREATE TABLE answers (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  item_code TEXT NOT NULL, result TEXT NOT NULL, remark TEXT NOT NULL, answered_at TEXT
, spot_id TEXT NOT NULL DEFAULT '', value TEXT NOT NULL DEFAULT '', label TEXT NOT NULL DEFAULT '', author TEXT NOT NULL DEFAULT '', author_role TEXT NOT NULL DEFAULT '', private_note TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE attachments (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  document_id TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, file_name TEXT NOT NULL, format TEXT NOT NULL,
  sha256 TEXT NOT NULL, sm3 TEXT NOT NULL, bytes INTEGER NOT NULL, pages INTEGER NOT NULL, added_at TEXT NOT NULL,
  note TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;

CREATE TABLE bundles_made (
  id TEXT NOT NULL PRIMARY KEY, export INTEGER NOT NULL, made_at TEXT NOT NULL, purpose TEXT NOT NULL,
  recipient TEXT NOT NULL, folder TEXT NOT NULL, parts INTEGER NOT NULL, operations INTEGER NOT NULL,
  files INTEGER NOT NULL, bytes INTEGER NOT NULL, plan TEXT NOT NULL, state TEXT NOT NULL
) STRICT;

CREATE TABLE chains (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, told INTEGER NOT NULL,
  PRIMARY KEY (device, incarnation)
) STRICT, WITHOUT ROWID;

CREATE TABLE "changes" (
  operation_id TEXT NOT NULL REFERENCES operations (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL, table_name TEXT NOT NULL, row_id TEXT NOT NULL, old TEXT, new TEXT,
  PRIMARY KEY (operation_id, ordinal)
) STRICT;

CREATE TABLE checkpoints (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL,
  cause TEXT NOT NULL, statement TEXT NOT NULL, countersigned TEXT NOT NULL,
  PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE clause_counts (
  law TEXT NOT NULL, clause TEXT NOT NULL, found INTEGER NOT NULL, due INTEGER NOT NULL, accepted INTEGER NOT NULL,
  is_major INTEGER NOT NULL, on_time INTEGER NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (law, clause, found, due, accepted, is_major, on_time)
) STRICT, WITHOUT ROWID;

CREATE TABLE conflicts (
  id TEXT NOT NULL PRIMARY KEY, table_name TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT NOT NULL,
  heads TEXT NOT NULL, shown TEXT NOT NULL, frozen INTEGER NOT NULL
) STRICT;

CREATE TABLE credit_listings (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT, kind TEXT NOT NULL, basis TEXT NOT NULL,
  organ TEXT NOT NULL, listed_on TEXT, ends_on TEXT, delisted_on TEXT, delist_reason TEXT NOT NULL,
  note TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;

CREATE TABLE device (
  id TEXT NOT NULL PRIMARY KEY, incarnation TEXT NOT NULL, made_at TEXT NOT NULL
) STRICT;

CREATE TABLE device_clocks (device TEXT NOT NULL PRIMARY KEY, seconds INTEGER NOT NULL, at TEXT NOT NULL) STRICT;

CREATE TABLE devices (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, holder TEXT NOT NULL, public_key TEXT NOT NULL,
  recipient TEXT NOT NULL, state TEXT NOT NULL, certificate TEXT NOT NULL, enrolled_at TEXT NOT NULL,
  revoked_at TEXT, reason TEXT NOT NULL
) STRICT;

CREATE TABLE document_drafts (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL, left_out TEXT NOT NULL
, fields TEXT NOT NULL DEFAULT '{}', refers_to TEXT NOT NULL DEFAULT '', reinspection_id TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE document_lines (
  id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE RESTRICT,
  finding_id TEXT NOT NULL REFERENCES findings (id) ON DELETE RESTRICT, ordinal INTEGER NOT NULL, deadline TEXT
) STRICT;

CREATE TABLE document_signatures (
  id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE RESTRICT,
  officer_key TEXT NOT NULL, name TEXT NOT NULL, certificate_no TEXT NOT NULL, at TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;

CREATE TABLE "documents" (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL, state TEXT NOT NULL, number TEXT NOT NULL, word TEXT NOT NULL, year INTEGER NOT NULL,
  serial INTEGER NOT NULL, form_id TEXT NOT NULL, form_version TEXT NOT NULL, form_sha256 TEXT NOT NULL,
  issued_on TEXT NOT NULL, issued_at TEXT NOT NULL, content TEXT NOT NULL, content_sha256 TEXT NOT NULL,
  sha256 TEXT NOT NULL, sm3 TEXT NOT NULL, pages INTEGER NOT NULL, bytes INTEGER NOT NULL,
  copies_printed INTEGER NOT NULL, void_reason TEXT NOT NULL, voided_at TEXT, refers_to TEXT NOT NULL DEFAULT '',
  fields TEXT NOT NULL DEFAULT '{}', reinspection_id TEXT NOT NULL DEFAULT ''
, seal TEXT NOT NULL DEFAULT '{}') STRICT;

CREATE TABLE draw_picks (
  id TEXT NOT NULL PRIMARY KEY, draw_id TEXT NOT NULL REFERENCES draws (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT, officers TEXT NOT NULL, state TEXT NOT NULL,
  replaces TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL, inspection_id TEXT NOT NULL, published_on TEXT
) STRICT;

CREATE TABLE draws (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, made_at TEXT NOT NULL, place TEXT NOT NULL,
  operator TEXT NOT NULL, supervisor TEXT NOT NULL, witness TEXT NOT NULL, conditions TEXT NOT NULL,
  objects_sha256 TEXT NOT NULL, objects INTEGER NOT NULL, officers_sha256 TEXT NOT NULL, officers INTEGER NOT NULL,
  wanted INTEGER NOT NULL, per_unit INTEGER NOT NULL, algorithm TEXT NOT NULL, seed TEXT NOT NULL,
  seed_source TEXT NOT NULL, drawn_at TEXT, record_sha256 TEXT NOT NULL, published_on TEXT, channel TEXT NOT NULL,
  link TEXT NOT NULL, void_reason TEXT NOT NULL
) STRICT;

CREATE TABLE enterprises (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, credit_code TEXT NOT NULL, address TEXT NOT NULL,
  district TEXT NOT NULL, industry TEXT NOT NULL, person_in_charge TEXT NOT NULL, title TEXT NOT NULL,
  phone TEXT NOT NULL, note TEXT NOT NULL, initials TEXT NOT NULL
, visit_cap INTEGER, merged_into TEXT NOT NULL DEFAULT '', industry_code TEXT NOT NULL DEFAULT '', district_code TEXT NOT NULL DEFAULT '', sector TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'active', grade TEXT NOT NULL DEFAULT '', grade_basis TEXT NOT NULL DEFAULT '', sponsor_unit TEXT NOT NULL DEFAULT '', sponsor_person TEXT NOT NULL DEFAULT '', sponsor_level TEXT NOT NULL DEFAULT '', visit_cycle_days INTEGER, risk_grade TEXT NOT NULL DEFAULT '', standardisation TEXT NOT NULL DEFAULT '', standardised_until TEXT, employees INTEGER, latitude REAL, longitude REAL) STRICT;

CREATE TABLE equipment (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT,
  category TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, registration TEXT NOT NULL, place TEXT NOT NULL,
  started_on TEXT, inspected_on TEXT, due_on TEXT, safety_class TEXT NOT NULL, note TEXT NOT NULL,
  removed_reason TEXT NOT NULL
) STRICT;

CREATE TABLE facts_state (version INTEGER NOT NULL) STRICT;

CREATE TABLE finding_acts (
  id TEXT NOT NULL PRIMARY KEY, finding_id TEXT NOT NULL REFERENCES findings (id) ON DELETE RESTRICT,
  verb TEXT NOT NULL, person TEXT NOT NULL, officer_id TEXT NOT NULL, due_on TEXT, text TEXT NOT NULL, at TEXT NOT NULL,
  made_by TEXT NOT NULL
) STRICT;

CREATE TABLE finding_clauses (
  n INTEGER NOT NULL, law TEXT NOT NULL, clause TEXT NOT NULL, PRIMARY KEY (law, clause, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding_counts (
  found INTEGER NOT NULL, due INTEGER NOT NULL, accepted INTEGER NOT NULL,
  district TEXT NOT NULL, sector TEXT NOT NULL, is_major INTEGER NOT NULL, on_time INTEGER NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (found, due, accepted, district, sector, is_major, on_time)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding_facts (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, visit_id TEXT NOT NULL, enterprise_id TEXT NOT NULL,
  enterprise TEXT NOT NULL, district TEXT NOT NULL, sector TEXT NOT NULL, officers TEXT NOT NULL,
  item_code TEXT NOT NULL, found_on TEXT NOT NULL, due_on TEXT NOT NULL, accepted_on TEXT NOT NULL,
  grade TEXT NOT NULL, status TEXT NOT NULL, is_live INTEGER NOT NULL, is_running INTEGER NOT NULL,
  on_time INTEGER NOT NULL, supervised INTEGER NOT NULL, has_measure INTEGER NOT NULL, assignee TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE finding_text USING fts5 (
  text, initials, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');

CREATE TABLE 'finding_text_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'finding_text_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'finding_text_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'finding_text_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE findings (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, item_code TEXT, place TEXT NOT NULL, description TEXT NOT NULL, grade TEXT NOT NULL,
  measure TEXT NOT NULL, deadline_class TEXT NOT NULL, deadline TEXT, clauses TEXT NOT NULL, status TEXT NOT NULL,
  found_at TEXT NOT NULL, withdrawn_reason TEXT NOT NULL
, order_basis TEXT NOT NULL DEFAULT '[]', penalty TEXT NOT NULL DEFAULT '[]', duplicate_of TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE follow_up_events (
  id TEXT NOT NULL PRIMARY KEY, follow_up_id TEXT NOT NULL REFERENCES follow_ups (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, verb TEXT NOT NULL, state TEXT NOT NULL, happened_on TEXT NOT NULL, person TEXT NOT NULL,
  text TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;

CREATE TABLE follow_ups (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL, opened_on TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;

CREATE TABLE form_confirmations (
  id TEXT NOT NULL PRIMARY KEY, form_sha256 TEXT NOT NULL, part TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL
) STRICT;

CREATE TABLE imports (
  id TEXT NOT NULL PRIMARY KEY REFERENCES inspections (id) ON DELETE RESTRICT, source_name TEXT NOT NULL,
  source_format TEXT NOT NULL, sha256 TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL
) STRICT;

CREATE TABLE inspection_packs (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, pack_id TEXT NOT NULL, version TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT NOT NULL
) STRICT;

CREATE TABLE inspection_people (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, certificate_no TEXT NOT NULL,
  title TEXT NOT NULL, unit TEXT NOT NULL, phone TEXT NOT NULL, officer_id TEXT NOT NULL
) STRICT;

CREATE TABLE inspections (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT,
  state TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, place TEXT NOT NULL, party_remark TEXT NOT NULL
, task_source TEXT NOT NULL DEFAULT '', approved_on TEXT, approver TEXT NOT NULL DEFAULT '', notice_served_at TEXT, no_notice_reason TEXT NOT NULL DEFAULT '', entry_scan TEXT NOT NULL DEFAULT '', avoidance_declared INTEGER NOT NULL DEFAULT 0, cap_reason TEXT NOT NULL DEFAULT '', end_reason TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE insurances (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT, insurer TEXT NOT NULL, policy_no TEXT NOT NULL,
  starts_on TEXT, ends_on TEXT, insured INTEGER, amount INTEGER, note TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;

CREATE TABLE kept_packs (
  id TEXT NOT NULL PRIMARY KEY, pack_id TEXT NOT NULL, version TEXT NOT NULL, sha256 TEXT NOT NULL,
  title TEXT NOT NULL, source_name TEXT NOT NULL, source_format TEXT NOT NULL, source_sha256 TEXT NOT NULL,
  kept_at TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;

CREATE TABLE keys (name TEXT NOT NULL PRIMARY KEY, secret TEXT NOT NULL) STRICT;

CREATE TABLE law_updates (
  id TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL, title TEXT NOT NULL, issuer TEXT NOT NULL,
  issued_on TEXT, person TEXT NOT NULL, applied_at TEXT NOT NULL
) STRICT;

CREATE TABLE licences (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT, kind TEXT NOT NULL, number TEXT NOT NULL,
  scope TEXT NOT NULL, issuer TEXT NOT NULL, issued_on TEXT, expires_on TEXT, note TEXT NOT NULL,
  removed_reason TEXT NOT NULL
) STRICT;

CREATE TABLE major_hazards (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT, name TEXT NOT NULL, level TEXT NOT NULL,
  substances TEXT NOT NULL, place TEXT NOT NULL, person TEXT NOT NULL, filing_no TEXT NOT NULL, filed_on TEXT,
  note TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;

CREATE TABLE membership (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE number_blocks (
  id TEXT NOT NULL PRIMARY KEY, word TEXT NOT NULL, year INTEGER NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, device TEXT NOT NULL
, incarnation TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'own', reason TEXT NOT NULL DEFAULT '', at TEXT) STRICT;

CREATE TABLE number_gaps (
  id TEXT NOT NULL PRIMARY KEY, word TEXT NOT NULL, year INTEGER NOT NULL, serial INTEGER NOT NULL,
  reason TEXT NOT NULL, at TEXT NOT NULL
) STRICT;

CREATE TABLE office_files (sha256 TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE officer_counts (
  name TEXT NOT NULL, certificate_no TEXT NOT NULL, district TEXT NOT NULL, sector TEXT NOT NULL,
  found INTEGER NOT NULL, due INTEGER NOT NULL, accepted INTEGER NOT NULL, is_major INTEGER NOT NULL, on_time INTEGER NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (name, certificate_no, district, sector, found, due, accepted, is_major, on_time)
) STRICT, WITHOUT ROWID;

CREATE TABLE officer_keys (
  id TEXT NOT NULL PRIMARY KEY, account_id TEXT NOT NULL, name TEXT NOT NULL, certificate_no TEXT NOT NULL,
  device TEXT NOT NULL, made_at TEXT NOT NULL, revoked_at TEXT, reason TEXT NOT NULL
) STRICT;

CREATE TABLE officers (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, certificate_no TEXT NOT NULL, unit TEXT NOT NULL,
  valid_from TEXT, valid_to TEXT, is_active INTEGER NOT NULL
) STRICT;

CREATE TABLE operations (
  id TEXT NOT NULL PRIMARY KEY, device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL,
  prev_hash TEXT NOT NULL, hash TEXT NOT NULL, name TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL,
  utc_offset INTEGER NOT NULL, undoes TEXT NOT NULL, saw TEXT NOT NULL DEFAULT '',
  UNIQUE (device, incarnation, seq)
) STRICT;

CREATE TABLE order_events (
  id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, verb TEXT NOT NULL, state TEXT NOT NULL, happened_on TEXT NOT NULL, person TEXT NOT NULL,
  reason TEXT NOT NULL, new_deadline TEXT, finding_ids TEXT NOT NULL, refers_to TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;

CREATE TABLE order_lives (
  id TEXT NOT NULL PRIMARY KEY REFERENCES documents (id) ON DELETE RESTRICT, state TEXT NOT NULL, held TEXT
) STRICT;

CREATE TABLE organ (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, short_name TEXT NOT NULL, review_organ TEXT NOT NULL,
  court TEXT NOT NULL, numbering_word TEXT NOT NULL, enforcement_power TEXT NOT NULL, address TEXT NOT NULL,
  phone TEXT NOT NULL, region_code TEXT NOT NULL, is_demo INTEGER NOT NULL
, sector TEXT NOT NULL DEFAULT 'emergency', standing TEXT NOT NULL DEFAULT 'department', serial_mode TEXT NOT NULL DEFAULT 'per_form') STRICT;

CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY, bundle TEXT NOT NULL, part INTEGER NOT NULL, path TEXT NOT NULL, bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL, sent INTEGER NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL, next_try TEXT,
  error TEXT NOT NULL, office TEXT NOT NULL, queued_at TEXT NOT NULL, done_at TEXT
) STRICT;

CREATE TABLE pack_choices (
  id TEXT NOT NULL PRIMARY KEY, is_enabled INTEGER NOT NULL
) STRICT;

CREATE TABLE parts_read (
  bundle TEXT NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL,
  device TEXT NOT NULL, incarnation TEXT NOT NULL, export INTEGER NOT NULL, read_at TEXT NOT NULL,
  operations INTEGER NOT NULL, applied INTEGER NOT NULL, waiting INTEGER NOT NULL, files INTEGER NOT NULL,
  bytes INTEGER NOT NULL, own_seq INTEGER NOT NULL, header TEXT NOT NULL,
  PRIMARY KEY (bundle, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE penalty_cases (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT, inspection_id TEXT NOT NULL, number TEXT NOT NULL,
  cause TEXT NOT NULL, subject TEXT NOT NULL, person TEXT NOT NULL, procedure TEXT NOT NULL, state TEXT NOT NULL,
  opened_on TEXT NOT NULL, decided_on TEXT, decision_no TEXT NOT NULL, penalties TEXT NOT NULL, fine INTEGER NOT NULL,
  received INTEGER NOT NULL, received_on TEXT, closed_on TEXT, note TEXT NOT NULL
) STRICT;

CREATE TABLE photos (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  finding_id TEXT REFERENCES findings (id) ON DELETE RESTRICT, ordinal INTEGER NOT NULL, sha256 TEXT NOT NULL,
  sm3 TEXT NOT NULL, bytes INTEGER NOT NULL, format TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
  taken_at TEXT NOT NULL, latitude REAL, longitude REAL, camera TEXT NOT NULL, file_name TEXT NOT NULL,
  added_at TEXT NOT NULL, taker TEXT NOT NULL, caption TEXT NOT NULL, rotation INTEGER NOT NULL,
  marks TEXT NOT NULL, removed_reason TEXT NOT NULL
, stage TEXT NOT NULL DEFAULT 'found', reinspection_id TEXT NOT NULL DEFAULT '', item_code TEXT NOT NULL DEFAULT '', clock_offset INTEGER, added_by TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE phrases (
  id TEXT NOT NULL PRIMARY KEY, item_code TEXT NOT NULL, state TEXT NOT NULL, text TEXT NOT NULL,
  place TEXT NOT NULL, measure TEXT NOT NULL, deadline_class TEXT NOT NULL, deadline_days INTEGER,
  clauses TEXT NOT NULL, learned_from TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL
) STRICT;

CREATE TABLE plan_changes (
  id TEXT NOT NULL PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, at TEXT NOT NULL, verb TEXT NOT NULL, plan_unit_id TEXT NOT NULL, text TEXT NOT NULL,
  reason TEXT NOT NULL, approver TEXT NOT NULL, approval_no TEXT NOT NULL
) STRICT;

CREATE TABLE plan_units (
  id TEXT NOT NULL PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE RESTRICT,
  enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT, kind TEXT NOT NULL, month INTEGER NOT NULL, reason TEXT NOT NULL, items TEXT NOT NULL,
  officers TEXT NOT NULL, workdays INTEGER NOT NULL, state TEXT NOT NULL, state_reason TEXT NOT NULL,
  inspection_id TEXT NOT NULL, note TEXT NOT NULL
) STRICT;

CREATE TABLE plans (
  id TEXT NOT NULL PRIMARY KEY, year INTEGER NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL,
  state TEXT NOT NULL, officers INTEGER NOT NULL, statutory_days INTEGER NOT NULL, other_days INTEGER NOT NULL,
  idle_days INTEGER NOT NULL, texts TEXT NOT NULL, approved_by TEXT NOT NULL, approval_no TEXT NOT NULL,
  approved_on TEXT, filed_with TEXT NOT NULL, filed_on TEXT, made_at TEXT NOT NULL
) STRICT;

CREATE TABLE quarantine (
  id TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, reason TEXT NOT NULL,
  fields TEXT NOT NULL, device TEXT NOT NULL, at TEXT NOT NULL, settled_at TEXT, settled_how TEXT NOT NULL
) STRICT;

CREATE TABLE receipts (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL,
  taken_at TEXT NOT NULL, content TEXT NOT NULL,
  PRIMARY KEY (device, incarnation)
) STRICT, WITHOUT ROWID;

CREATE TABLE reinspections (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE RESTRICT, round INTEGER NOT NULL,
  started_at TEXT NOT NULL, finished_at TEXT NOT NULL, place TEXT NOT NULL, people TEXT NOT NULL,
  opinion TEXT NOT NULL, party_remark TEXT NOT NULL
) STRICT;

CREATE TABLE rule_passes (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  rule TEXT NOT NULL, place TEXT NOT NULL, document_id TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE security_events (
  id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL, subject TEXT NOT NULL,
  is_ok INTEGER NOT NULL, detail TEXT NOT NULL
) STRICT;

CREATE TABLE self_findings (
  id TEXT NOT NULL PRIMARY KEY, report_id TEXT NOT NULL REFERENCES self_reports (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, description TEXT NOT NULL, place TEXT NOT NULL, grade TEXT NOT NULL, measure TEXT NOT NULL,
  person TEXT NOT NULL, found_on TEXT, deadline TEXT, rectified_on TEXT, note TEXT NOT NULL
) STRICT;

CREATE TABLE self_reports (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT, kind TEXT NOT NULL, period_from TEXT NOT NULL,
  period_to TEXT NOT NULL, reported_on TEXT NOT NULL, checked_by TEXT NOT NULL, found INTEGER NOT NULL,
  rectified INTEGER NOT NULL, source_name TEXT NOT NULL, source_sha256 TEXT NOT NULL, note TEXT NOT NULL,
  removed_reason TEXT NOT NULL
) STRICT;

CREATE TABLE services (
  id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE RESTRICT,
  method TEXT NOT NULL, served_at TEXT NOT NULL, place TEXT NOT NULL, receiver TEXT NOT NULL, capacity TEXT NOT NULL,
  authority TEXT NOT NULL, servers TEXT NOT NULL, refusal TEXT NOT NULL, witnesses TEXT NOT NULL, media TEXT NOT NULL,
  consent TEXT NOT NULL, address TEXT NOT NULL, tracking_no TEXT NOT NULL, medium TEXT NOT NULL, remark TEXT NOT NULL,
  withdrawn_reason TEXT NOT NULL
) STRICT;

CREATE TABLE session (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE settlements (
  id TEXT NOT NULL PRIMARY KEY, table_name TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT NOT NULL,
  value TEXT NOT NULL, choice TEXT NOT NULL, person TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL
) STRICT;

CREATE TABLE sightings (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, other_device TEXT NOT NULL, other_incarnation TEXT NOT NULL,
  seq INTEGER NOT NULL, other_seq INTEGER NOT NULL,
  PRIMARY KEY (device, incarnation, other_device, other_incarnation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_offs (
  id TEXT NOT NULL PRIMARY KEY REFERENCES findings (id) ON DELETE RESTRICT, checked_by TEXT NOT NULL,
  checked_on TEXT NOT NULL, rectified_by TEXT NOT NULL, rectified_on TEXT NOT NULL, accepted_by TEXT NOT NULL,
  accepted_on TEXT NOT NULL, evidence TEXT NOT NULL, remark TEXT NOT NULL
) STRICT;

CREATE TABLE signed_heads (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, statement TEXT NOT NULL,
  PRIMARY KEY (device, incarnation)
) STRICT, WITHOUT ROWID;

CREATE TABLE spots (
  id TEXT NOT NULL PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE RESTRICT,
  item_code TEXT NOT NULL, ordinal INTEGER NOT NULL, place TEXT NOT NULL, finding_id TEXT NOT NULL,
  removed_reason TEXT NOT NULL
) STRICT;

CREATE TABLE tasks (
  id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, device TEXT NOT NULL, enterprise_id TEXT NOT NULL,
  document_id TEXT NOT NULL, packs TEXT NOT NULL, officers TEXT NOT NULL, due_on TEXT, note TEXT NOT NULL,
  state TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL, done_id TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;

CREATE TABLE triages (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT, triage TEXT NOT NULL, conclusion TEXT NOT NULL,
  assessed_on TEXT, assessor TEXT NOT NULL, measures TEXT NOT NULL, deadline TEXT, person TEXT NOT NULL, done_on TEXT,
  result TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;

CREATE TABLE unit_files (
  id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
  note TEXT NOT NULL, removed_reason TEXT NOT NULL, at TEXT NOT NULL
) STRICT;

CREATE TABLE verdicts (
  id TEXT NOT NULL PRIMARY KEY, reinspection_id TEXT NOT NULL REFERENCES reinspections (id) ON DELETE RESTRICT,
  finding_id TEXT NOT NULL REFERENCES findings (id) ON DELETE RESTRICT, ordinal INTEGER NOT NULL,
  verdict TEXT NOT NULL, fact TEXT NOT NULL
) STRICT;

CREATE TABLE views (
  id TEXT NOT NULL PRIMARY KEY, ledger TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL,
  UNIQUE (ledger, name)
) STRICT;

CREATE TABLE visit_counts (
  month INTEGER NOT NULL, previous INTEGER NOT NULL, district TEXT NOT NULL, sector TEXT NOT NULL, source TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (month, previous, district, sector, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit_facts (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, enterprise_id TEXT NOT NULL, enterprise TEXT NOT NULL,
  initials TEXT NOT NULL, district TEXT NOT NULL, sector TEXT NOT NULL, officers TEXT NOT NULL, day TEXT NOT NULL,
  state TEXT NOT NULL, source TEXT NOT NULL, took_place INTEGER NOT NULL, minutes INTEGER
, previous TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE visit_officers (
  name TEXT NOT NULL, certificate_no TEXT NOT NULL, day TEXT NOT NULL, visit INTEGER NOT NULL, previous TEXT NOT NULL,
  took_place INTEGER NOT NULL, district TEXT NOT NULL, sector TEXT NOT NULL,
  PRIMARY KEY (name, certificate_no, day, visit)
) STRICT, WITHOUT ROWID;

CREATE TABLE waiting_operations (
  device TEXT NOT NULL, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, content TEXT NOT NULL,
  bundle TEXT NOT NULL, since TEXT NOT NULL,
  PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE wanted_files (
  sha256 TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, bytes INTEGER NOT NULL, table_name TEXT NOT NULL,
  row_id TEXT NOT NULL, device TEXT NOT NULL, since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");

CREATE INDEX answers_by_inspection ON answers (inspection_id, item_code);

CREATE INDEX attachments_by_inspection ON attachments (inspection_id, added_at);

CREATE INDEX changes_by_row ON changes (table_name, row_id);

CREATE INDEX clause_counts_empty ON clause_counts (number) WHERE number = 0;

CREATE INDEX conflicts_by_row ON conflicts (table_name, row_id);

CREATE INDEX credit_listings_by_enterprise ON credit_listings (enterprise_id, kind);

CREATE INDEX document_lines_by_document ON document_lines (document_id, ordinal);

CREATE INDEX document_lines_by_finding ON document_lines (finding_id);

CREATE INDEX document_signatures_by_document ON document_signatures (document_id);

CREATE INDEX documents_by_day ON documents (issued_on, kind);

CREATE INDEX documents_by_inspection ON documents (inspection_id, issued_at);

CREATE INDEX documents_by_kind ON documents (kind, state);

CREATE INDEX documents_by_number ON documents (number);

CREATE INDEX documents_by_reference ON documents (refers_to);

CREATE INDEX documents_by_serial ON documents (word, year, serial);

CREATE INDEX draw_picks_by_draw ON draw_picks (draw_id, ordinal);

CREATE INDEX draw_picks_by_enterprise ON draw_picks (enterprise_id);

CREATE INDEX enterprises_by_code ON enterprises (credit_code);

CREATE INDEX enterprises_by_district ON enterprises (district, name);

CREATE INDEX enterprises_by_grade ON enterprises (grade, name) WHERE grade <> '';

CREATE INDEX enterprises_by_industry ON enterprises (industry, name) WHERE industry <> '';

CREATE INDEX enterprises_by_name ON enterprises (name);

CREATE INDEX enterprises_by_risk ON enterprises (risk_grade, name) WHERE risk_grade <> '';

CREATE INDEX enterprises_by_sector ON enterprises (sector, name);

CREATE INDEX enterprises_by_state ON enterprises (state, name) WHERE state <> 'active';

CREATE INDEX enterprises_by_target ON enterprises (merged_into) WHERE merged_into <> '';

CREATE INDEX enterprises_by_words ON enterprises (name, initials, credit_code, address);

CREATE INDEX enterprises_out_of_base ON enterprises (id) WHERE merged_into <> '' OR state = 'closed';

CREATE INDEX equipment_by_day ON equipment (due_on) WHERE removed_reason = '';

CREATE INDEX equipment_by_enterprise ON equipment (enterprise_id, category, name);

CREATE INDEX finding_acts_by_finding ON finding_acts (finding_id, at);

CREATE INDEX finding_clauses_by_finding ON finding_clauses (n);

CREATE INDEX finding_counts_empty ON finding_counts (number) WHERE number = 0;

CREATE INDEX finding_facts_assigned ON finding_facts (assignee, n) WHERE assignee <> '';

CREATE INDEX finding_facts_by_accepted ON finding_facts (accepted_on, n);

CREATE INDEX finding_facts_by_district ON finding_facts (district, found_on, n);

CREATE INDEX finding_facts_by_due ON finding_facts (due_on, n);

CREATE INDEX finding_facts_by_enterprise ON finding_facts (enterprise_id, found_on);

CREATE INDEX finding_facts_by_found ON finding_facts (found_on, n);

CREATE INDEX finding_facts_by_grade ON finding_facts (grade, found_on, n);

CREATE INDEX finding_facts_by_item ON finding_facts (item_code, found_on, n);

CREATE INDEX finding_facts_by_name ON finding_facts (enterprise, n);

CREATE INDEX finding_facts_by_sector ON finding_facts (sector, found_on, n);

CREATE INDEX finding_facts_by_status ON finding_facts (status, found_on, n);

CREATE INDEX finding_facts_by_visit ON finding_facts (visit_id);

CREATE INDEX finding_facts_running ON finding_facts (due_on, n) WHERE is_running = 1;

CREATE INDEX finding_facts_supervised ON finding_facts (found_on, n) WHERE supervised = 1;

CREATE INDEX findings_by_inspection ON findings (inspection_id, ordinal);

CREATE INDEX findings_by_item ON findings (item_code);

CREATE INDEX findings_by_status ON findings (status, deadline);

CREATE INDEX follow_up_events_by_follow_up ON follow_up_events (follow_up_id, ordinal);

CREATE INDEX follow_ups_by_inspection ON follow_ups (inspection_id, kind);

CREATE INDEX follow_ups_by_state ON follow_ups (kind, state);

CREATE INDEX follow_ups_by_subject ON follow_ups (subject, kind);

CREATE INDEX form_confirmations_by_form ON form_confirmations (form_sha256);

CREATE INDEX inspection_packs_by_inspection ON inspection_packs (inspection_id, ordinal);

CREATE INDEX inspection_people_by_inspection ON inspection_people (inspection_id, ordinal);

CREATE INDEX inspections_by_day ON inspections (started_at);

CREATE INDEX inspections_by_enterprise ON inspections (enterprise_id, started_at);

CREATE INDEX inspections_by_state ON inspections (state, started_at);

CREATE INDEX insurances_by_enterprise ON insurances (enterprise_id, ends_on);

CREATE INDEX kept_packs_by_pack ON kept_packs (pack_id, version);

CREATE INDEX licences_by_end ON licences (expires_on) WHERE removed_reason = '';

CREATE INDEX licences_by_enterprise ON licences (enterprise_id, kind);

CREATE INDEX major_hazards_by_enterprise ON major_hazards (enterprise_id, level);

CREATE INDEX number_blocks_by_word ON number_blocks (word, year, first);

CREATE INDEX officer_counts_empty ON officer_counts (number) WHERE number = 0;

CREATE INDEX order_events_by_document ON order_events (document_id, ordinal);

CREATE INDEX order_lives_by_state ON order_lives (state);

CREATE INDEX penalty_cases_by_day ON penalty_cases (opened_on);

CREATE INDEX penalty_cases_by_enterprise ON penalty_cases (enterprise_id);

CREATE INDEX penalty_cases_by_visit ON penalty_cases (inspection_id) WHERE inspection_id <> '';

CREATE INDEX photos_by_hash ON photos (sha256);

CREATE INDEX photos_by_inspection ON photos (inspection_id, finding_id, ordinal);

CREATE INDEX phrases_by_item ON phrases (item_code, state);

CREATE INDEX plan_changes_by_plan ON plan_changes (plan_id, ordinal);

CREATE INDEX plan_units_by_enterprise ON plan_units (enterprise_id);

CREATE INDEX plan_units_by_plan ON plan_units (plan_id, month);

CREATE INDEX plans_by_year ON plans (year, version);

CREATE INDEX reinspections_by_document ON reinspections (document_id, round);

CREATE INDEX reinspections_by_inspection ON reinspections (inspection_id, started_at);

CREATE INDEX rule_passes_by_inspection ON rule_passes (inspection_id, rule);

CREATE INDEX security_events_by_time ON security_events (at);

CREATE INDEX self_findings_by_report ON self_findings (report_id, ordinal);

CREATE INDEX self_reports_by_enterprise ON self_reports (enterprise_id, kind, period_to);

CREATE INDEX services_by_document ON services (document_id, served_at);

CREATE INDEX settlements_by_row ON settlements (table_name, row_id);

CREATE INDEX sign_offs_by_day ON sign_offs (accepted_on);

CREATE INDEX spots_by_inspection ON spots (inspection_id, item_code, ordinal);

CREATE INDEX tasks_by_device ON tasks (device, state);

CREATE INDEX triages_by_enterprise ON triages (enterprise_id, triage);

CREATE INDEX verdicts_by_finding ON verdicts (finding_id);

CREATE INDEX verdicts_by_reinspection ON verdicts (reinspection_id, ordinal);

CREATE INDEX visit_counts_empty ON visit_counts (number) WHERE number = 0;

CREATE INDEX visit_facts_by_day ON visit_facts (day, n);

CREATE INDEX visit_facts_by_district ON visit_facts (district, day, n);

CREATE INDEX visit_facts_by_enterprise ON visit_facts (enterprise_id, day, took_place);

CREATE INDEX visit_facts_by_name ON visit_facts (enterprise, n);

CREATE INDEX visit_facts_by_sector ON visit_facts (sector, day, n);

CREATE INDEX visit_facts_for_figures ON visit_facts (took_place, day, previous, district, sector, source);

CREATE INDEX visit_officers_by_visit ON visit_officers (visit);

