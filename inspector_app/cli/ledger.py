# SPDX-License-Identifier: MulanPSL-2.0
"""The command `ledger`: list, count, export a ledger; keep its filters under a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from inspector_app.cli.frame import Command, Group, opened, wants_json
from inspector_app.cli.kinds import PATH, Whole, Word, whole_option
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, short, table
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.ledgers import ledger as ledgers
from inspector_app.ledgers.ledger_export import PRINTED, export_ledger
from inspector_app.ledgers.ledger_specs import spec_of
from inspector_app.ledgers.ledger_titles import filter_titles
from inspector_app.operations import views as saved
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

SHOWN = 200  # rows without --limit, for people and machines; a file has all of them
MOST_SHOWN = 100_000


def _query_options() -> list[click.Option]:
    """Make the options that make a query."""
    each = tr("a filter; may be repeated; `ledger filters NAME` lists them")
    return [
        click.Option(["--filter", "filters"], multiple=True, metavar="KEY=VALUE", help=each),
        click.Option(["--search"], default="", metavar="TEXT", help=tr("words or pinyin initials, all of them")),
        click.Option(["--sort"], default="", metavar="COLUMN", help=tr("by which column")),
        click.Option(["--descending"], is_flag=True, help=tr("the other way round")),
        click.Option(["--columns"], default="", metavar="KEYS", help=tr("columns in their order, with commas")),
    ]


def _filter_options(name: LedgerName) -> list[click.Option]:
    """Make an option of each filter of a ledger: `--due-from` is the filter `due_from`."""
    titles = filter_titles(name)
    return [
        click.Option([f"--{key.replace('_', '-')}", f"by_{key}"], metavar="VALUE", help=titles[key])
        for key in spec_of(name).filters
    ]


def _file_options() -> list[click.Option]:
    files = {
        "xlsx": tr("write all rows into a workbook"), "csv": tr("write all rows into a CSV"),
        "pdf": tr("write all rows into a PDF"), "json-file": tr("write all rows into a JSON file"),
    }  # fmt: skip
    return [click.Option([f"--{name}"], type=PATH, metavar="FILE", help=about_it) for name, about_it in files.items()]


class _Ledgers(Group):
    """`ledger NAME …` is `ledger list NAME …`."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command of the group, or the list of the ledger that is named."""
        found = super().get_command(ctx, cmd_name)
        if found is None and cmd_name in tuple(LedgerName):
            return _of_name(LedgerName(cmd_name))
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the ledgers, then the other commands."""
        return [*(name.value for name in LedgerName), *super().list_commands(ctx)]

    def help_of(self, ctx: click.Context, name: str) -> str:
        """Say what a ledger is called."""
        return word(LedgerName(name)) if name in tuple(LedgerName) else super().help_of(ctx, name)


@click.group("ledger", cls=_Ledgers, help=about("ledger"))
def ledger() -> None:
    """Commands about ledgers."""


def _of_name(name: LedgerName) -> Command:
    """Make the command of one ledger."""
    saved_one = tr("a saved filter; what else is given goes before it")
    rows = Whole(0, MOST_SHOWN), Whole(0, 100_000_000)
    options = [
        *_filter_options(name), *_query_options(), click.Option(["--view"], default="", metavar="NAME", help=saved_one),
        click.Option(["--limit"], type=rows[0], default=SHOWN, help=tr("how many rows are shown")),
        click.Option(["--offset"], type=rows[1], default=0, help=tr("after how many rows it begins")),
        *_file_options(), whole_option(),
    ]  # fmt: skip

    def run(**given: Any) -> Result:
        return _run(name, given)

    return Command(name.value, callback=run, params=list(options), help=word(name))


def _run(name: LedgerName, given: dict[str, Any]) -> Result:
    files = {f".{kind}": given[f"{kind}_file" if kind == "json" else kind] for kind in ("xlsx", "csv", "pdf", "json")}
    by_name = [f"{key[3:]}={value}" for key, value in given.items() if key.startswith("by_") and value is not None]
    with opened() as ws:
        query, keys = _query(ws, name, [*given["filters"], *by_name], given, view=given["view"])
        _refuse_suffixes(files)
        named = [path for path in files.values() if path is not None]
        if named:
            write = partial(export_ledger, ws, query, columns=keys or None, whole=given["whole"])
            return _written([(path, write(path)) for path in named])
        return _listed(ws, query, keys, given["offset"], given["limit"])


def _query(
    ws: Workspace, name: LedgerName, filters: Sequence[str], given: Mapping[str, Any], *, view: str = ""
) -> tuple[LedgerQuery, tuple[str, ...]]:
    """Put a query and its columns together: the saved one, and what was given besides, which wins."""
    values, problems = _given(filters)
    query, columns = LedgerQuery(ledger=name), tuple(key.strip() for key in given["columns"].split(",") if key.strip())
    if view:
        found = next((one for one in saved.views(ws, name) if one.name == view), None)
        if found is None:
            problems.append(Problem(code=ProblemCode.VIEW_NAME, where="--view", fields={"name": view[:80]}))
        else:
            query, columns = found.query, columns or found.columns
    sort = given["sort"]
    query = replace(
        query, filters={**query.filters, **values}, search=given["search"] or query.search, sort=sort or query.sort,
        descending=given["descending"] or (query.descending and not sort),
    )  # fmt: skip
    try:
        ledgers.refuse_wrong(query, columns)
    except Refused as refused:
        problems += refused.problems
    refuse(problems)
    return query, columns


def _given(filters: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    given: dict[str, str] = {}
    problems = []
    for text in filters:
        key, sign, value = text.partition("=")
        if not sign or not key.strip():
            fields = {"field": "filter", "found": text[:80], "allowed": "KEY=VALUE"}
            problems.append(Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="--filter", fields=fields))
        elif key.strip() in given:
            fields = {"field": key.strip()[:80], "found": text[:80], "allowed": f"{key.strip()[:80]}=A|B"}
            problems.append(Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="--filter", fields=fields))
        else:
            given[key.strip()] = value.strip()
    return given, problems


def _refuse_suffixes(files: dict[str, Path | None]) -> None:
    problems = []
    for suffix, path in files.items():
        if path is not None and path.suffix.lower() != suffix:
            fields = {"field": "file", "found": path.name[:80], "allowed": f"*{suffix}"}
            problems.append(Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=f"--{suffix[1:]}", fields=fields))
    refuse(problems)


def _written(written: Sequence[tuple[Path, int]]) -> Result:
    files = [{"path": str(path), "rows": rows, "bytes": path.stat().st_size} for path, rows in written]
    lines = [tr("{count} rows written to {path}", count=rows, path=path) for path, rows in written]
    return Result(data={"count": written[0][1], "files": files}, lines=lines)


def _listed(ws: Workspace, query: LedgerQuery, keys: Sequence[str], offset: int, limit: int) -> Result:
    count = ledgers.count(ws, query)
    titles = {column.key: column.title for column in ledgers.columns_of(query.ledger)}
    chosen = tuple(keys or (titles if wants_json() else PRINTED[query.ledger]))
    found = ledgers.page(ws, query, offset, limit, chosen)
    tally = ledgers.tally(ws, query)
    rows = [{**dict(zip(chosen, row.cells, strict=True)), "id": row.id, **_links(row)} for row in found]
    data: dict[str, object] = {"ledger": query.ledger.value, "count": count, "offset": offset, "rows": rows}
    if tally:
        data["colours"] = {colour.value: number for colour, number in tally.items()}
    if not found:
        return Result(data=data, lines=[tr("Nothing was found.")])
    lines = table([[titles[key] for key in chosen], *([short(cell, 28) for cell in row.cells] for row in found)])
    last = tr("{count} rows; shown: {first} to {last}", count=count, first=offset + 1, last=offset + len(found))
    return Result(data=data, lines=[*lines, last])


def _links(row: ledgers.LedgerRow) -> dict[str, str]:
    pairs = {"inspection": row.inspection_id, "item": row.item_code, "enterprise_id": row.enterprise_id}
    made = {name: value for name, value in pairs.items() if value}
    return made | ({"light": row.colour.value} if row.colour is not None else {})


@ledger.command("columns", help=tr("name the columns of a ledger"))
@click.argument("name", type=Word(LedgerName))
def _columns(name: LedgerName) -> Result:
    """Name the columns."""
    found = ledgers.columns_of(name)
    rows = [(c.key, c.title, word_yes(c.sortable)) for c in found]
    data = [{"key": c.key, "title": c.title, "sortable": c.sortable, "kind": c.kind.value} for c in found]
    return Result(data={"columns": data}, lines=table([(tr("Key"), tr("Name"), tr("Sortable")), *rows]))


def word_yes(is_so: bool) -> str:
    """Say yes or nothing."""
    return tr("yes") if is_so else "-"


@ledger.command("filters", help=tr("name the filters of a ledger and their choices"))
@click.argument("name", type=Word(LedgerName))
def _filters(name: LedgerName) -> Result:
    """Name the filters."""
    with opened() as ws:
        found = ledgers.filters_of(ws, name)
    rows = [(f.key, f.title, " ".join(v or "''" for v, _ in f.choices) or f.kind.value) for f in found]
    data = [
        {
            "key": one.key,
            "title": one.title,
            "kind": one.kind.value,
            "choices": [{"value": value, "title": title} for value, title in one.choices],
        }
        for one in found
    ]
    return Result(data={"filters": data}, lines=table([(tr("Key"), tr("Name"), tr("Possible values")), *rows]))


@ledger.group("views", cls=Group, help=tr("the saved filters of a ledger"))
def views() -> None:
    """Commands about saved filters."""


@views.command("list", help=tr("list the saved filters"))
@click.argument("name", type=Word(LedgerName))
def _list_views(name: LedgerName) -> Result:
    """List saved filters."""
    with opened() as ws:
        found = saved.views(ws, name)
    if not found:
        return Result(data={"views": []}, lines=[tr("Nothing was found.")])
    rows = [(one.name, " ".join(f"{k}={v}" for k, v in one.query.filters.items()) or "-") for one in found]
    data = [
        {"name": one.name, "filters": dict(one.query.filters), "search": one.query.search, "sort": one.query.sort,
         "descending": one.query.descending, "columns": list(one.columns)}
        for one in found
    ]  # fmt: skip
    return Result(data={"views": data}, lines=table(rows))


def _save(name: LedgerName, view: str, **given: Any) -> Result:
    """Keep a filter."""
    with opened() as ws:
        query, keys = _query(ws, name, given["filters"], given)
        kept = saved.save_view(ws, query, view, keys)
    return Result(data={"view": kept.name}, lines=[tr("Saved: {name}", name=kept.name)])


views.add_command(
    Command(
        "save",
        callback=_save,
        params=[
            click.Argument(["name"], type=Word(LedgerName)),
            click.Argument(["view"], metavar="VIEW"),
            *_query_options(),
        ],
        help=tr("keep a filter under a name"),
    )
)


@views.command("drop", help=tr("forget a saved filter"))
@click.argument("name", type=Word(LedgerName))
@click.argument("view", metavar="VIEW")
def _drop(name: LedgerName, view: str) -> Result:
    """Forget a filter."""
    with opened() as ws:
        saved.drop_view(ws, name, view)
    return Result(data={"dropped": view}, lines=[tr("Forgotten: {name}", name=view)])
