# SPDX-License-Identifier: MulanPSL-2.0
"""The counts by which figures are fast (migration m0007); all follow from other tables and never travel.

Kept by `storage/facts.py` in the same transaction as what they count. Months are whole numbers (202511), so that they
are compared quickly; what never was (no deadline, not accepted) is the month 999999, after every other.
"""

from __future__ import annotations

_MONTHS = "found INTEGER NOT NULL, due INTEGER NOT NULL, accepted INTEGER NOT NULL"
_REST = "is_major INTEGER NOT NULL, on_time INTEGER NOT NULL, number INTEGER NOT NULL"
_SCOPE = "district TEXT NOT NULL, sector TEXT NOT NULL"

FIGURES = f"""
DROP TABLE finding_counts;
CREATE TABLE finding_counts (
  {_MONTHS},
  {_SCOPE}, {_REST},
  PRIMARY KEY (found, due, accepted, district, sector, is_major, on_time)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_counts_empty ON finding_counts (number) WHERE number = 0;
CREATE TABLE clause_counts (
  law TEXT NOT NULL, clause TEXT NOT NULL, {_MONTHS},
  {_REST},
  PRIMARY KEY (law, clause, found, due, accepted, is_major, on_time)
) STRICT, WITHOUT ROWID;
CREATE INDEX clause_counts_empty ON clause_counts (number) WHERE number = 0;
CREATE TABLE officer_counts (
  name TEXT NOT NULL, certificate_no TEXT NOT NULL, {_SCOPE},
  {_MONTHS}, {_REST},
  PRIMARY KEY (name, certificate_no, district, sector, found, due, accepted, is_major, on_time)
) STRICT, WITHOUT ROWID;
CREATE INDEX officer_counts_empty ON officer_counts (number) WHERE number = 0;
CREATE TABLE visit_officers (
  name TEXT NOT NULL, certificate_no TEXT NOT NULL, day TEXT NOT NULL, visit INTEGER NOT NULL, previous TEXT NOT NULL,
  took_place INTEGER NOT NULL, {_SCOPE},
  PRIMARY KEY (name, certificate_no, day, visit)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_officers_by_visit ON visit_officers (visit);
CREATE TABLE visit_counts (
  month INTEGER NOT NULL, previous INTEGER NOT NULL, {_SCOPE}, source TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (month, previous, district, sector, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_counts_empty ON visit_counts (number) WHERE number = 0;
ALTER TABLE visit_facts ADD COLUMN previous TEXT NOT NULL DEFAULT '';
DROP INDEX visit_facts_for_figures;
CREATE INDEX visit_facts_for_figures ON visit_facts (took_place, day, previous, district, sector, source);
"""
