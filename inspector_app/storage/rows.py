# SPDX-License-Identifier: MulanPSL-2.0
"""Between database columns and domain values: instants, dates, clauses, and one way to put a row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone

from inspector_app.domain.checklist import Clause, Verified
from inspector_app.domain.document_fields import FieldValues, Value, as_json
from inspector_app.storage.driver import Database

CHINA = timezone(timedelta(hours=8))  # one civil time for the whole country

Row = Mapping[str, object]


def put(db: Database, table: str, row: Mapping[str, object]) -> None:
    """Insert the row, or update the one with its id; the journal sees only what changed."""
    columns = list(row)
    sets = ", ".join(f"{c} = excluded.{c}" for c in columns if c != "id")
    db.conn.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"
        f" ON CONFLICT (id) DO UPDATE SET {sets}",
        tuple(row.values()),
    )


def fetch(db: Database, sql: str, params: Sequence[object] = ()) -> list[dict[str, object]]:
    """Run a query and give its rows by column name."""
    try:
        cursor = db.conn.execute(sql, tuple(params))
    except UnicodeEncodeError:
        return []  # half a character pair was asked for: it cannot be stored, so no row has it
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def fetch_one(db: Database, sql: str, params: Sequence[object] = ()) -> dict[str, object] | None:
    """Run a query and give its first row, or None."""
    rows = fetch(db, sql, params)
    return rows[0] if rows else None


def count(db: Database, sql: str, params: Sequence[object] = ()) -> int:
    """Run a query that counts."""
    return int(db.conn.execute(sql, tuple(params)).fetchone()[0])


def instant_out(value: datetime | None) -> str | None:
    """Give an instant as UTC text; sorts as it should."""
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant_in(value: object) -> datetime:
    """Read UTC text as Chinese civil time."""
    return datetime.fromisoformat(str(value).replace("Z", "+00:00")).astimezone(CHINA)


def instant_or_none(value: object) -> datetime | None:
    """Read UTC text that may be missing."""
    return None if value is None else instant_in(value)


def date_out(value: date | None) -> str | None:
    """Give a calendar date as text."""
    return None if value is None else value.isoformat()


def date_in(value: object) -> date | None:
    """Read a calendar date that may be missing."""
    return None if value is None else date.fromisoformat(str(value))


def whole(value: object) -> int:
    """Read a whole number of a STRICT column."""
    assert isinstance(value, int)
    return value


def clauses_out(clauses: Sequence[Clause]) -> str:
    """Give a finding's legal basis as canonical JSON."""
    return json.dumps([_clause(c) for c in clauses], ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _clause(c: Clause) -> dict[str, str]:
    every = {
        "law": c.law, "name": c.name, "number": c.number, "clause": c.clause, "verified": c.verified.value,
        "confirmed_by": c.confirmed_by, "from": date_out(c.effective_from) or "", "to": date_out(c.effective_to) or "",
    }  # fmt: skip
    return {key: value for key, value in every.items() if value}


def clauses_in(text: object) -> tuple[Clause, ...]:
    """Read a finding's legal basis."""
    return tuple(
        Clause(
            law=c.get("law", ""), name=c.get("name", ""), number=c.get("number", ""), clause=c.get("clause", ""),
            verified=Verified(c["verified"]), confirmed_by=c.get("confirmed_by", ""),
            effective_from=date_in(c.get("from")), effective_to=date_in(c.get("to")),
        )
        for c in json.loads(str(text))
    )  # fmt: skip


def fields_out(values: FieldValues) -> str:
    """Give the fields of a form as canonical JSON."""
    return json.dumps(as_json(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fields_in(text: object) -> FieldValues:
    """Read the fields of a form."""
    return {name: _value_in(value) for name, value in json.loads(str(text)).items()}


def _value_in(value: object) -> Value:
    if not isinstance(value, list):
        return str(value)
    if all(isinstance(part, str) for part in value):
        return tuple(value)
    return tuple(dict(part) for part in value)


def list_out(values: Sequence[str]) -> str:
    """Give a list of texts as JSON."""
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def list_in(text: object) -> tuple[str, ...]:
    """Read a list of texts."""
    return tuple(str(part) for part in json.loads(str(text)))
