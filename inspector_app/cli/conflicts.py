# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about what laptops say differently: list, show, settle; entries of the register that are one enterprise."""

from __future__ import annotations

from collections.abc import Sequence

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, flat, plain, short, table
from inspector_app.domain.conflict import Choice, Conflict, ConflictKind, entries_to_merge, place_of
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.handoff.conflict_values import parsed
from inspector_app.handoff.conflicts import find_conflict, list_conflicts
from inspector_app.handoff.settling import settle
from inspector_app.operations.enterprise_merge import merge_enterprises, separate_enterprise
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


@click.group("conflicts", cls=Group, help=about("conflicts"))
def conflicts() -> None:
    """Commands about conflicts."""


@conflicts.command("list", help=tr("list what a person has to decide"))
@click.option("--all", "everything", is_flag=True, help=tr("what was explained, and entries of one name, too"))
def _list(everything: bool) -> Result:
    """List the conflicts."""
    with opened() as ws:
        found = [c for c in list_conflicts(ws) if c.is_open or everything]
    data = {"conflicts": [_object(c) for c in found], "open": sum(c.is_open for c in found)}
    if not found:
        return Result(data=data, lines=[tr("No conflicts: all laptops say the same.")])
    rows = [
        (word(c.kind), short(c.thing, 50), c.label, " | ".join(short(s.text, 24) for s in c.sides), c.id) for c in found
    ]
    head = (tr("Kind"), tr("About"), tr("Field"), tr("Values"), tr("Identifier"))
    return Result(data=data, lines=table([head, *rows]))


def _object(conflict: Conflict) -> dict[str, object]:
    return flat(conflict, is_open=conflict.is_open, choices=list(conflict.choices), words=dict(conflict.words))


@conflicts.command("show", help=tr("show all values of a conflict, with who wrote them where and when"))
@click.argument("conflict", metavar="CONFLICT")
def _show(conflict: str) -> Result:
    """Show one conflict."""
    with opened() as ws:
        found = _conflict(ws, conflict)
    return Result(data={"conflict": _object(found)}, lines=_lines(found))


def _lines(found: Conflict) -> list[str]:
    lines = [f"{word(found.kind)}：{found.thing}", f"{found.label}", ""]
    for n, side in enumerate(found.sides, start=1):
        at = side.at.strftime("%Y-%m-%d %H:%M") if side.at else ""
        shown = tr("(shown now)") if side.is_shown else ""
        who = " ".join(part for part in (side.person, side.device_name, at, word(side.how), shown) if part)
        lines += [f"  [{n}] {who}", *(f"      {line}" for line in side.text.splitlines())]
        lines += [f"      {c.label}：{c.texts[n - 1]}" for c in found.cells]
    if found.is_frozen:
        lines += ["", tr("Document {number} fixed the shown value.", number=found.frozen_by)]
    if found.explanation:
        lines += ["", tr("Explained: {reason}", reason=found.explanation)]
    return [*lines, "", tr("Possible: --take {choices}", choices=" | ".join(found.choices))]


@conflicts.command("settle", help=tr("choose between the values, or give another one"))
@click.argument("conflict", metavar="CONFLICT")
@click.option(
    "--take", default=None, metavar="SIDE", help=tr("left, right, a number, keep, delete, explain or different")
)
@click.option("--value", default=None, metavar="TEXT", help=tr("another value: text, date, word, or JSON for a list"))
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
@click.option("--person", default="", metavar="NAME", help=tr("who decides"))
def _settle(conflict: str, take: str | None, value: str | None, reason: str, person: str) -> Result:
    """Settle one conflict."""
    if (take is None) == (value is None):
        raise click.UsageError(tr("give either --take or --value"))
    choice = Choice.OTHER.value if take is None else take
    with opened() as ws:
        found = _conflict(ws, conflict)
        place = place_of(choice, len(found.sides))
        if found.kind in (ConflictKind.ENTERPRISE, ConflictKind.SAME_NAME) and place is not None:
            return _merged(ws, *entries_to_merge(found, place), take=())
        settle(ws, conflict, choice, None if value is None else parsed(value), reason, person)
        left = sum(c.is_open for c in list_conflicts(ws))
    line = tr("Settled: {thing}, {label}. {left} left.", thing=found.thing, label=found.label, left=left)
    return Result(data={"settled": conflict, "choice": choice, "left": left}, lines=[line])


@conflicts.command("merge-enterprises", help=tr("let one entry of the register stand for others"))
@click.argument("keep", metavar="KEEP")
@click.argument("others", metavar="OTHER", nargs=-1, required=True)
@click.option("--take", multiple=True, metavar="FIELD", help=tr("take this field over from the other entry"))
def _merge(keep: str, others: tuple[str, ...], take: tuple[str, ...]) -> Result:
    """Merge entries by their ids."""
    with opened() as ws:
        return _merged(ws, keep, others, take=take)


def _merged(ws: Workspace, keep: str, others: Sequence[str], *, take: Sequence[str]) -> Result:
    made = merge_enterprises(ws, keep, list(others), take=take).value
    line = tr("“{name}” now stands for {count} other entries.", name=made.name, count=len(others))
    return Result(data={"enterprise": plain(made), "merged": list(others)}, lines=[line])


@conflicts.command("separate-enterprise", help=tr("show a merged entry by itself again"))
@click.argument("entry", metavar="ENTRY")
def _separate(entry: str) -> Result:
    """Separate an entry again."""
    with opened() as ws:
        made = separate_enterprise(ws, entry).value
    return Result(data={"enterprise": plain(made)}, lines=[tr("“{name}” stands by itself again.", name=made.name)])


def _conflict(ws: Workspace, name: str) -> Conflict:
    found = find_conflict(ws, name)
    if found is None:
        problem = Problem(code=ProblemCode.CONFLICT_UNKNOWN, where=name[:120], fields={"id": name[:120]})
        raise Refused([problem])
    return found
