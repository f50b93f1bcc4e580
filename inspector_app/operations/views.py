# SPDX-License-Identifier: MulanPSL-2.0
"""Saved filters (常用筛选) of the ledgers: filters, search, order and columns under a name; this laptop's own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain import texts
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.storage import views as rows
from inspector_app.workspace import Workspace

NAME_LIMIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A filter that was kept; no columns means all of them."""

    name: str
    query: LedgerQuery
    columns: tuple[str, ...] = ()


def save_view(ws: Workspace, query: LedgerQuery, name: str, columns: Sequence[str] = ()) -> SavedView:
    """Keep a query and its columns under a name; one of the same ledger and name is replaced.

    Refuses a name that is missing, too long, or holds what no text may hold.
    """
    name = texts.cleaned(name)
    problems = list(texts.problems_of(name, "name", limit=NAME_LIMIT))
    if not name:
        problems.append(Problem(code=ProblemCode.VALUE_MISSING, where="name", fields={"field": "name"}))
    refuse(problems)
    content = {
        "filters": dict(query.filters), "search": query.search, "sort": query.sort, "descending": query.descending,
        "columns": list(columns),
    }  # fmt: skip
    with ws.books() as db:
        rows.put_view(db, ws.new_id(), query.ledger.value, name, json.dumps(content, ensure_ascii=False))
    return SavedView(name=name, query=query, columns=tuple(columns))


def views(ws: Workspace, ledger: LedgerName) -> tuple[SavedView, ...]:
    """Give the saved filters of a ledger, by name."""
    with ws.reader() as db:
        found = rows.list_views(db, ledger.value)
    return tuple(_view(ledger, name, json.loads(content)) for name, content in found)


def drop_view(ws: Workspace, ledger: LedgerName, name: str) -> None:
    """Forget a saved filter. Refuses VIEW_NAME."""
    with ws.books() as db:
        if not rows.remove_view(db, ledger.value, texts.cleaned(name)):
            refuse([Problem(code=ProblemCode.VIEW_NAME, where="name", fields={"name": name[:80]})])


def _view(ledger: LedgerName, name: str, content: Mapping[str, object]) -> SavedView:
    filters, columns = content.get("filters"), content.get("columns")
    query = LedgerQuery(
        ledger=ledger,
        filters={str(k): str(v) for k, v in filters.items()} if isinstance(filters, dict) else {},
        search=str(content.get("search", "")),
        sort=str(content.get("sort", "")),
        descending=content.get("descending") is True,
    )
    return SavedView(name=name, query=query, columns=tuple(map(str, columns)) if isinstance(columns, list) else ())
