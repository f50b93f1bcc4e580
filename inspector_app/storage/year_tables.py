# SPDX-License-Identifier: MulanPSL-2.0
"""The tables of a year's use (migration m0005): what travels with the journal, and the figures worked out from it.

Journalled: the supervision columns of enterprises, the records beside an entry, acts about findings, cases, plans,
draws. `visit_facts`, `finding_facts`, `finding_clauses`, `finding_counts`, `finding_text` and `facts_state` follow
from the other tables, are kept by `storage/facts.py` in the same transaction, and never travel; `views` are this
laptop's saved filters. `changes` gets row numbers: without them a change of more than a thousand bytes lies on a
page of its own, and the journal of a city's year is twice as large as what it says.
"""

from __future__ import annotations

_OWNED = "TEXT NOT NULL REFERENCES enterprises (id) ON DELETE RESTRICT"

YEAR = f"""
ALTER TABLE enterprises ADD COLUMN industry_code TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprises ADD COLUMN district_code TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprises ADD COLUMN sector TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprises ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
ALTER TABLE enterprises ADD COLUMN grade TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprises ADD COLUMN grade_basis TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprises ADD COLUMN sponsor_unit TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprises ADD COLUMN sponsor_person TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprises ADD COLUMN sponsor_level TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprises ADD COLUMN visit_cycle_days INTEGER;
ALTER TABLE enterprises ADD COLUMN risk_grade TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprises ADD COLUMN standardisation TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprises ADD COLUMN standardised_until TEXT;
ALTER TABLE enterprises ADD COLUMN employees INTEGER;
ALTER TABLE enterprises ADD COLUMN latitude REAL;
ALTER TABLE enterprises ADD COLUMN longitude REAL;
CREATE INDEX enterprises_by_district ON enterprises (district, name);
CREATE INDEX enterprises_by_sector ON enterprises (sector, name);
CREATE INDEX enterprises_by_grade ON enterprises (grade, name) WHERE grade <> '';
CREATE INDEX enterprises_by_risk ON enterprises (risk_grade, name) WHERE risk_grade <> '';
CREATE INDEX enterprises_out_of_base ON enterprises (id) WHERE merged_into <> '' OR state = 'closed';
CREATE INDEX enterprises_by_words ON enterprises (name, initials, credit_code, address);
CREATE INDEX enterprises_by_industry ON enterprises (industry, name) WHERE industry <> '';
CREATE INDEX enterprises_by_state ON enterprises (state, name) WHERE state <> 'active';
CREATE TABLE licences (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id {_OWNED}, kind TEXT NOT NULL, number TEXT NOT NULL,
  scope TEXT NOT NULL, issuer TEXT NOT NULL, issued_on TEXT, expires_on TEXT, note TEXT NOT NULL,
  removed_reason TEXT NOT NULL
) STRICT;
CREATE INDEX licences_by_enterprise ON licences (enterprise_id, kind);
CREATE INDEX licences_by_end ON licences (expires_on) WHERE removed_reason = '';
CREATE TABLE major_hazards (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id {_OWNED}, name TEXT NOT NULL, level TEXT NOT NULL,
  substances TEXT NOT NULL, place TEXT NOT NULL, person TEXT NOT NULL, filing_no TEXT NOT NULL, filed_on TEXT,
  note TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;
CREATE INDEX major_hazards_by_enterprise ON major_hazards (enterprise_id, level);
CREATE TABLE insurances (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id {_OWNED}, insurer TEXT NOT NULL, policy_no TEXT NOT NULL,
  starts_on TEXT, ends_on TEXT, insured INTEGER, amount INTEGER, note TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;
CREATE INDEX insurances_by_enterprise ON insurances (enterprise_id, ends_on);
CREATE TABLE credit_listings (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id {_OWNED}, kind TEXT NOT NULL, basis TEXT NOT NULL,
  organ TEXT NOT NULL, listed_on TEXT, ends_on TEXT, delisted_on TEXT, delist_reason TEXT NOT NULL,
  note TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;
CREATE INDEX credit_listings_by_enterprise ON credit_listings (enterprise_id, kind);
CREATE TABLE self_reports (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id {_OWNED}, kind TEXT NOT NULL, period_from TEXT NOT NULL,
  period_to TEXT NOT NULL, reported_on TEXT NOT NULL, checked_by TEXT NOT NULL, found INTEGER NOT NULL,
  rectified INTEGER NOT NULL, source_name TEXT NOT NULL, source_sha256 TEXT NOT NULL, note TEXT NOT NULL,
  removed_reason TEXT NOT NULL
) STRICT;
CREATE INDEX self_reports_by_enterprise ON self_reports (enterprise_id, kind, period_to);
CREATE TABLE self_findings (
  id TEXT NOT NULL PRIMARY KEY, report_id TEXT NOT NULL REFERENCES self_reports (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, description TEXT NOT NULL, place TEXT NOT NULL, grade TEXT NOT NULL, measure TEXT NOT NULL,
  person TEXT NOT NULL, found_on TEXT, deadline TEXT, rectified_on TEXT, note TEXT NOT NULL
) STRICT;
CREATE INDEX self_findings_by_report ON self_findings (report_id, ordinal);
CREATE TABLE triages (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id {_OWNED}, triage TEXT NOT NULL, conclusion TEXT NOT NULL,
  assessed_on TEXT, assessor TEXT NOT NULL, measures TEXT NOT NULL, deadline TEXT, person TEXT NOT NULL, done_on TEXT,
  result TEXT NOT NULL, removed_reason TEXT NOT NULL
) STRICT;
CREATE INDEX triages_by_enterprise ON triages (enterprise_id, triage);
CREATE TABLE finding_acts (
  id TEXT NOT NULL PRIMARY KEY, finding_id TEXT NOT NULL REFERENCES findings (id) ON DELETE RESTRICT,
  verb TEXT NOT NULL, person TEXT NOT NULL, officer_id TEXT NOT NULL, due_on TEXT, text TEXT NOT NULL, at TEXT NOT NULL,
  made_by TEXT NOT NULL
) STRICT;
CREATE INDEX finding_acts_by_finding ON finding_acts (finding_id, at);
CREATE TABLE penalty_cases (
  id TEXT NOT NULL PRIMARY KEY, enterprise_id {_OWNED}, inspection_id TEXT NOT NULL, number TEXT NOT NULL,
  cause TEXT NOT NULL, subject TEXT NOT NULL, person TEXT NOT NULL, procedure TEXT NOT NULL, state TEXT NOT NULL,
  opened_on TEXT NOT NULL, decided_on TEXT, decision_no TEXT NOT NULL, penalties TEXT NOT NULL, fine INTEGER NOT NULL,
  received INTEGER NOT NULL, received_on TEXT, closed_on TEXT, note TEXT NOT NULL
) STRICT;
CREATE INDEX penalty_cases_by_day ON penalty_cases (opened_on);
CREATE INDEX penalty_cases_by_enterprise ON penalty_cases (enterprise_id);
CREATE INDEX penalty_cases_by_visit ON penalty_cases (inspection_id) WHERE inspection_id <> '';
CREATE TABLE plans (
  id TEXT NOT NULL PRIMARY KEY, year INTEGER NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL,
  state TEXT NOT NULL, officers INTEGER NOT NULL, statutory_days INTEGER NOT NULL, other_days INTEGER NOT NULL,
  idle_days INTEGER NOT NULL, texts TEXT NOT NULL, approved_by TEXT NOT NULL, approval_no TEXT NOT NULL,
  approved_on TEXT, filed_with TEXT NOT NULL, filed_on TEXT, made_at TEXT NOT NULL
) STRICT;
CREATE INDEX plans_by_year ON plans (year, version);
CREATE TABLE plan_units (
  id TEXT NOT NULL PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE RESTRICT,
  enterprise_id {_OWNED}, kind TEXT NOT NULL, month INTEGER NOT NULL, reason TEXT NOT NULL, items TEXT NOT NULL,
  officers TEXT NOT NULL, workdays INTEGER NOT NULL, state TEXT NOT NULL, state_reason TEXT NOT NULL,
  inspection_id TEXT NOT NULL, note TEXT NOT NULL
) STRICT;
CREATE INDEX plan_units_by_plan ON plan_units (plan_id, month);
CREATE INDEX plan_units_by_enterprise ON plan_units (enterprise_id);
CREATE TABLE plan_changes (
  id TEXT NOT NULL PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, at TEXT NOT NULL, verb TEXT NOT NULL, plan_unit_id TEXT NOT NULL, text TEXT NOT NULL,
  reason TEXT NOT NULL, approver TEXT NOT NULL, approval_no TEXT NOT NULL
) STRICT;
CREATE INDEX plan_changes_by_plan ON plan_changes (plan_id, ordinal);
CREATE TABLE draws (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, made_at TEXT NOT NULL, place TEXT NOT NULL,
  operator TEXT NOT NULL, supervisor TEXT NOT NULL, witness TEXT NOT NULL, conditions TEXT NOT NULL,
  objects_sha256 TEXT NOT NULL, objects INTEGER NOT NULL, officers_sha256 TEXT NOT NULL, officers INTEGER NOT NULL,
  wanted INTEGER NOT NULL, per_unit INTEGER NOT NULL, algorithm TEXT NOT NULL, seed TEXT NOT NULL,
  seed_source TEXT NOT NULL, drawn_at TEXT, record_sha256 TEXT NOT NULL, published_on TEXT, channel TEXT NOT NULL,
  link TEXT NOT NULL, void_reason TEXT NOT NULL
) STRICT;
CREATE TABLE draw_picks (
  id TEXT NOT NULL PRIMARY KEY, draw_id TEXT NOT NULL REFERENCES draws (id) ON DELETE RESTRICT,
  ordinal INTEGER NOT NULL, enterprise_id {_OWNED}, officers TEXT NOT NULL, state TEXT NOT NULL,
  replaces TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL, inspection_id TEXT NOT NULL, published_on TEXT
) STRICT;
CREATE INDEX draw_picks_by_draw ON draw_picks (draw_id, ordinal);
CREATE INDEX draw_picks_by_enterprise ON draw_picks (enterprise_id);
CREATE INDEX follow_ups_by_subject ON follow_ups (subject, kind);
CREATE INDEX equipment_by_day ON equipment (due_on) WHERE removed_reason = '';
CREATE INDEX inspections_by_day ON inspections (started_at);
CREATE INDEX documents_by_day ON documents (issued_on, kind);
CREATE INDEX sign_offs_by_day ON sign_offs (accepted_on);
CREATE TABLE views (
  id TEXT NOT NULL PRIMARY KEY, ledger TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL,
  UNIQUE (ledger, name)
) STRICT;
CREATE TABLE facts_state (version INTEGER NOT NULL) STRICT;
CREATE TABLE visit_facts (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, enterprise_id TEXT NOT NULL, enterprise TEXT NOT NULL,
  initials TEXT NOT NULL, district TEXT NOT NULL, sector TEXT NOT NULL, officers TEXT NOT NULL, day TEXT NOT NULL,
  state TEXT NOT NULL, source TEXT NOT NULL, took_place INTEGER NOT NULL, minutes INTEGER
) STRICT;
CREATE INDEX visit_facts_by_day ON visit_facts (day, n);
CREATE INDEX visit_facts_by_district ON visit_facts (district, day, n);
CREATE INDEX visit_facts_by_sector ON visit_facts (sector, day, n);
CREATE INDEX visit_facts_by_name ON visit_facts (enterprise, n);
CREATE INDEX visit_facts_by_enterprise ON visit_facts (enterprise_id, day, took_place);
CREATE INDEX visit_facts_for_figures ON visit_facts (took_place, day, district, sector, source, enterprise_id);
CREATE TABLE finding_facts (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, visit_id TEXT NOT NULL, enterprise_id TEXT NOT NULL,
  enterprise TEXT NOT NULL, district TEXT NOT NULL, sector TEXT NOT NULL, officers TEXT NOT NULL,
  item_code TEXT NOT NULL, found_on TEXT NOT NULL, due_on TEXT NOT NULL, accepted_on TEXT NOT NULL,
  grade TEXT NOT NULL, status TEXT NOT NULL, is_live INTEGER NOT NULL, is_running INTEGER NOT NULL,
  on_time INTEGER NOT NULL, supervised INTEGER NOT NULL, has_measure INTEGER NOT NULL, assignee TEXT NOT NULL
) STRICT;
CREATE INDEX finding_facts_by_found ON finding_facts (found_on, n);
CREATE INDEX finding_facts_by_due ON finding_facts (due_on, n);
CREATE INDEX finding_facts_by_name ON finding_facts (enterprise, n);
CREATE INDEX finding_facts_by_district ON finding_facts (district, found_on, n);
CREATE INDEX finding_facts_by_sector ON finding_facts (sector, found_on, n);
CREATE INDEX finding_facts_by_status ON finding_facts (status, found_on, n);
CREATE INDEX finding_facts_by_grade ON finding_facts (grade, found_on, n);
CREATE INDEX finding_facts_by_accepted ON finding_facts (accepted_on, n);
CREATE INDEX finding_facts_by_item ON finding_facts (item_code, found_on, n);
CREATE INDEX finding_facts_by_enterprise ON finding_facts (enterprise_id, found_on);
CREATE INDEX finding_facts_by_visit ON finding_facts (visit_id);
CREATE INDEX finding_facts_running ON finding_facts (due_on, n) WHERE is_running = 1;
CREATE INDEX finding_facts_supervised ON finding_facts (found_on, n) WHERE supervised = 1;
CREATE INDEX finding_facts_assigned ON finding_facts (assignee, n) WHERE assignee <> '';
CREATE TABLE finding_clauses (
  n INTEGER NOT NULL, law TEXT NOT NULL, clause TEXT NOT NULL, PRIMARY KEY (law, clause, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_clauses_by_finding ON finding_clauses (n);
CREATE TABLE finding_counts (
  found TEXT NOT NULL, due TEXT NOT NULL, accepted TEXT NOT NULL, district TEXT NOT NULL, sector TEXT NOT NULL,
  grade TEXT NOT NULL, supervised INTEGER NOT NULL, on_time INTEGER NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (found, due, accepted, district, sector, grade, supervised, on_time)
) STRICT, WITHOUT ROWID;
CREATE TABLE changes_new (
  operation_id TEXT NOT NULL REFERENCES operations (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL, table_name TEXT NOT NULL, row_id TEXT NOT NULL, old TEXT, new TEXT,
  PRIMARY KEY (operation_id, ordinal)
) STRICT;
INSERT INTO changes_new SELECT operation_id, ordinal, table_name, row_id, old, new FROM changes;
DROP TABLE changes;
ALTER TABLE changes_new RENAME TO changes;
CREATE INDEX changes_by_row ON changes (table_name, row_id);
CREATE TRIGGER changes_kept BEFORE DELETE ON changes
  BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;
CREATE TRIGGER changes_fixed BEFORE UPDATE ON changes
  BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;
CREATE VIRTUAL TABLE finding_text USING fts5 (
  text, initials, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
"""
