# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about random draws: freeze the lists, draw before a witness, replace, publish, print, verify."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from inspector_app.cli.draw_words import avoidance, exclusion, stratum
from inspector_app.cli.files import prepare_file, prepare_folder
from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import DAY, PATH, Whole, Word, takes_whole
from inspector_app.cli.lookup import enterprise_of, not_found, officer_of
from inspector_app.cli.names import about
from inspector_app.cli.result import REFUSED, Result, flat, short, table
from inspector_app.domain.draw import PickState
from inspector_app.domain.draw_conditions import REST, Avoidance, Exclusion, ObjectExclusion, ObjectFilter
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import RiskGrade, SponsorGrade
from inspector_app.ledgers import draws as ledger
from inspector_app.ledgers import planning_files as files
from inspector_app.ledgers.draws import DrawView, PickRow, Verification
from inspector_app.operations import draws as verbs
from inspector_app.operations.draws import DrawDraft
from inspector_app.operations.files import read_small_file
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace

WANTED, EACH, PLACE = Whole(0, 10_000_000), Whole(1, 10), Whole(1, 10_000_000)
MOST_RECORD = 100_000_000  # bytes: a city with 100,000 units has some 30 MB


@click.group("draw", cls=Group, help=about("draw"))
def draw() -> None:
    """Commands about random draws."""


def _draw_of(ws: Workspace, name: str) -> str:
    """Give the id of a draw by its id or by a name that only one has."""
    found = [row.draw for row in ledger.draws(ws)]
    same = [d for d in found if d.id == name] or [d for d in found if d.name == name]
    return same[0].id if len(same) == 1 else not_found("draw", name)


def _pick_of(ws: Workspace, draw_id: str, ordinal: int) -> PickRow:
    found = next((row for row in ledger.draw(ws, draw_id).picks if row.pick.ordinal == ordinal), None)
    return found or not_found("pick", str(ordinal))


@draw.command("list", help=tr("list the draws"))
def _list() -> Result:
    """List draws."""
    with opened() as ws:
        found = ledger.draws(ws)
    data = {"draws": [flat(row, without=("draw",), **_object(row.draw)) for row in found]}
    if not found:
        return Result(data=data, lines=[tr("Nothing was found.")])
    head = (tr("Day"), tr("State"), tr("Draw"), tr("Drawn"), tr("Replaced"), tr("Not visited yet"), tr("Identifier"))
    rows = [
        (row.draw.made_at.date().isoformat(), word(row.draw.state), short(row.draw.name), str(row.picks),
         str(row.replaced or "-"), str(row.open or "-"), row.draw.id)
        for row in found
    ]  # fmt: skip
    return Result(data=data, lines=table([head, *rows]))


def _object(found: Any) -> dict[str, object]:
    return flat(found, without=("conditions",))


def _stratum_help() -> str:
    return tr("a stratum, like key:grade=A,B;hazard:50% with a number, a percentage, or a weight like x3")


def _lists(function: Any) -> Any:
    """Add the options that say which units and officers are on the lists, and which of them are not drawn."""
    skipped = [reason for reason in Exclusion if reason in verbs.SKIPPED]
    for option in (
        click.option("--draw-also", "also", type=Word(Exclusion, without=set(Exclusion) - set(skipped)), multiple=True,
                     help=tr("draw these too, which are left out otherwise")),
        click.option("--avoid", "avoidances", multiple=True, metavar="OFFICER=ENTERPRISE=REASON",
                     help=tr("an officer who must avoid a unit; without a unit, all of them")),
        click.option("--exclude", "exclusions", multiple=True, metavar="ENTERPRISE=REASON",
                     help=tr("a unit that is left out, with the reason")),
        click.option("--officer", "officers", multiple=True, metavar="OFFICER",
                     help=tr("an officer who can be drawn; all active ones if none is named")),
        click.option("--stratum", "strata", multiple=True, metavar="NAME:CONDITIONS:NUMBER", help=_stratum_help()),
        click.option("--with-equipment", is_flag=True, help=tr("only units with special equipment")),
        click.option("--with-hazard", is_flag=True, help=tr("only units with a major hazard source")),
        click.option("--risk", "risk_grades", type=Word(RiskGrade), multiple=True, help=tr("only this safety grade")),
        click.option("--grade", "grades", type=Word(SponsorGrade), multiple=True, help=tr("only this sponsor grade")),
        click.option("--sector", "sectors", type=Word(Industry), multiple=True, help=tr("only this sector")),
        click.option("--district", "districts", multiple=True, metavar="NAME", help=tr("only this district")),
        click.option("--place", default="", metavar="TEXT", help=tr("where it is drawn")),
        click.option("--per-unit", type=EACH, default=2, metavar="N", help=tr("officers for each unit")),
        click.option("--wanted", type=WANTED, default=0, metavar="N", help=tr("how many units are drawn in all")),
        click.option("--supervisor", required=True, metavar="NAME", help=tr("who supervises")),
        click.option("--operator", required=True, metavar="NAME", help=tr("who draws")),
        click.option("--name", required=True, metavar="TEXT", help=tr("what the draw is called")),
    ):  # fmt: skip
        function = option(function)
    return function


@draw.command("freeze", help=tr("freeze the lists of units and officers; after this they cannot be changed"))
@_lists
def _freeze(**given: Any) -> Result:
    """Freeze the lists."""
    with opened() as ws:
        made = verbs.freeze(ws, _draft(ws, given)).value
        view = ledger.draw(ws, made.id)
    return Result(data=_view_object(view), lines=[*_head(view), tr("Frozen; now the seed can be entered.")])


@draw.command("preview", help=tr("say what the lists would be, and freeze nothing"))
@_lists
def _preview(**given: Any) -> Result:
    """Show the lists as they would be frozen."""
    with opened() as ws:
        found = verbs.preview(ws, _draft(ws, given))
    data = {
        "objects": len(found.objects), "drawable": found.drawable, "officers": len(found.officers),
        "strata": [flat(s) for s in found.strata],
        "excluded": {reason.value: n for reason, n in found.excluded_objects.items()},
        "excluded_officers": {reason.value: n for reason, n in found.excluded_officers.items()},
        "problems": [p.code.value for p in found.problems],
    }  # fmt: skip
    rows = [(tr("Stratum"), tr("Can be drawn"), tr("Drawn"))]
    rows += [(_stratum(s.name), str(s.drawable), str(s.quota)) for s in found.strata]
    return Result(data=data, lines=table(rows))


def _draft(ws: Workspace, given: dict[str, Any]) -> DrawDraft:
    lists = ("districts", "sectors", "grades", "risk_grades")
    objects = ObjectFilter(
        **{name: tuple(map(str, given[name])) for name in lists}, with_hazard=given["with_hazard"],
        with_equipment=given["with_equipment"],
    )  # fmt: skip
    left_out = [exclusion(text) for text in given["exclusions"]]
    avoided = [avoidance(text) for text in given["avoidances"]]
    return DrawDraft(
        **{name: given[name] for name in ("name", "wanted", "per_unit", "place", "operator", "supervisor")},
        objects=objects, officers=tuple(officer_of(ws, name).id for name in given["officers"]),
        officers_note="、".join(given["officers"]), strata=tuple(stratum(text) for text in given["strata"]),
        exclusions=tuple(
            ObjectExclusion(enterprise_id=enterprise_of(ws, name).id, reason=reason) for name, reason in left_out
        ),
        avoidances=tuple(
            Avoidance(
                officer_id=officer_of(ws, officer).id, enterprise_id=enterprise_of(ws, unit).id if unit else "",
                reason=reason,
            )
            for officer, unit, reason in avoided
        ),
        skipped=tuple(reason for reason in verbs.SKIPPED if reason not in given["also"]),
    )  # fmt: skip


@draw.command("make", help=tr("enter the seed before a witness, and draw"))
@click.argument("name", metavar="DRAW")
@click.option("--seed", required=True, metavar="TEXT", help=tr("the seed, as its source gives it"))
@click.option("--source", "seed_source", required=True, metavar="TEXT", help=tr("where the seed comes from"))
@click.option("--witness", required=True, metavar="NAME", help=tr("who witnesses"))
def _make(name: str, **given: Any) -> Result:
    """Draw."""
    with opened() as ws:
        made = verbs.make_draw(ws, _draw_of(ws, name), **given).value.draw
        view = ledger.draw(ws, made.id)
    return Result(data=_view_object(view), lines=[*_head(view), *_picks(view)])


@draw.command("replace", help=tr("draw the next unit for one that cannot be visited, or the next officer for one"))
@click.argument("name", metavar="DRAW")
@click.argument("ordinal", type=PLACE, metavar="NUMBER")
@click.option("--officer", default="", metavar="OFFICER", help=tr("the officer who must avoid the unit"))
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
def _replace(name: str, ordinal: int, officer: str, reason: str) -> Result:
    """Replace a unit or an officer."""
    with opened() as ws:
        found = _draw_of(ws, name)
        pick = _pick_of(ws, found, ordinal).pick
        if officer:
            made = verbs.replace_officer(ws, pick.id, officer_of(ws, officer).id, reason).value
        else:
            made = verbs.replace_pick(ws, pick.id, reason).value
        row = _pick_of(ws, found, made.ordinal)
    return Result(data={"pick": _pick_object(row)}, lines=table([_pick_line(row)]))


@draw.command("void", help=tr("void a draw with its reason; everything stays on record"))
@click.argument("name", metavar="DRAW")
@click.option("--reason", default="", metavar="TEXT", help=tr("Reason"))
def _void(name: str, reason: str) -> Result:
    """Void a draw."""
    with opened() as ws:
        made = verbs.void_draw(ws, _draw_of(ws, name), reason).value
    return Result(data={"draw": _object(made)}, lines=[tr("Void: {name}", name=made.name)])


@draw.command("publish", help=tr("note where the draw was published, or that results of drawn units were"))
@click.argument("name", metavar="DRAW")
@click.option("--on", type=DAY, default=None, metavar="DATE", help=tr("on which day; today if not given"))
@click.option("--channel", default="", metavar="TEXT", help=tr("where it was published"))
@click.option("--link", default="", metavar="URL", help=tr("the address of the publication"))
@click.option("--result", "results", type=PLACE, multiple=True, metavar="NUMBER",
              help=tr("the drawn unit whose result was published; may be repeated"))  # fmt: skip
def _publish(name: str, on: date | None, channel: str, link: str, results: tuple[int, ...]) -> Result:
    """Note a publication."""
    with opened() as ws:
        found, day = _draw_of(ws, name), on or ws.today()
        if results:
            picks = [_pick_of(ws, found, ordinal).pick.id for ordinal in results]
            count = verbs.publish_result(ws, picks, on=day).value
            return Result(data={"published": count}, lines=[tr("Results noted as published: {count}", count=count)])
        made = verbs.publish_draw(ws, found, on=day, channel=channel, link=link).value
    return Result(data={"draw": _object(made)}, lines=[tr("Published: {name}", name=made.name)])


@draw.command("show", help=tr("show a draw: lists, conditions, seed, result"))
@click.argument("name", metavar="DRAW")
def _show(name: str) -> Result:
    """Show a draw."""
    with opened() as ws:
        view = ledger.draw(ws, _draw_of(ws, name))
    return Result(data=_view_object(view), lines=[*_head(view), *_picks(view)])


# Files ----------------------------------------------------------------------------------------------------------


@draw.command("print", help=tr("draw the record as a PDF to be signed; before the draw, the sheet of the frozen lists"))
@click.argument("name", metavar="DRAW")
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("the file for the PDF"))
@takes_whole
def _print(name: str, out: Path, whole: bool) -> Result:
    """Write the PDF."""
    prepare_file(out)
    with opened() as ws:
        made = files.save_draw(ws, _draw_of(ws, name), out, whole=whole)
    return Result(data={"path": str(out), "pages": made.pages}, lines=[tr("Written: {path}", path=str(out))])


@draw.command("record", help=tr("write the record from which anybody can recompute the draw"))
@click.argument("name", metavar="DRAW")
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("the file for the record (JSON)"))
def _record(name: str, out: Path) -> Result:
    """Write the record."""
    prepare_file(out)
    with opened() as ws:
        found = _draw_of(ws, name)
        files.save_draw_record(ws, found, out)
        digest = ledger.draw(ws, found).draw.record_sha256
    return Result(
        data={"path": str(out), "sha256": digest}, lines=[tr("Written: {path}", path=str(out)), f"SHA-256: {digest}"]
    )


@draw.command("lists", help=tr("write the frozen lists as CSV, exactly as they were hashed"))
@click.argument("name", metavar="DRAW")
@click.option("--out", type=PATH, required=True, metavar="DIR", help=tr("the folder for the files"))
def _write_lists(name: str, out: Path) -> Result:
    """Write the lists."""
    prepare_folder(out)
    with opened() as ws:
        paths = files.save_draw_lists(ws, _draw_of(ws, name), out)
    lines = [tr("Written: {path}", path=str(path)) for path in paths]
    return Result(data={"paths": [str(path) for path in paths]}, lines=lines)


@draw.command("verify", help=tr("recompute a draw from its record alone and name the first difference"))
@click.argument("file", type=PATH, required=False, default=None, metavar="FILE")
@click.option(
    "--sha256", "paper", default="", metavar="HASH", help=tr("the hash of the record as the signed paper has it")
)
@click.option("--draw", "name", default="", metavar="DRAW", help=tr("a draw of the data folder, in place of a file"))
def _verify(file: Path | None, paper: str, name: str) -> Result:
    """Verify a record; exit code 1 when it differs."""
    if (file is None) == (not name):
        raise click.UsageError(tr("Give either a record's file, or --draw."))
    if file is not None:
        found = ledger.verify_record(read_small_file(file, MOST_RECORD), paper_sha256=paper)
    else:
        with opened() as ws:
            found = ledger.verify(ws, _draw_of(ws, name))
    return _verified(found)


def _verified(found: Verification) -> Result:
    data = {**flat(found), "is_right": found.is_right}
    if not found.is_right:
        lines = [tr("DIFFERENT: {what}", what=word(found.difference))]
        facts = ((tr("Where"), found.place), (tr("The record says"), found.stated), (tr("Found"), found.found))
        lines += table((name, short(text, 80)) for name, text in facts if text)
        return Result(data=data, lines=lines, code=REFUSED)
    line = tr(
        "Recomputed without any difference: “{name}”, {picks} lines of result from {objects} units and {officers} "
        "officers.", name=found.name, picks=found.picks, objects=found.objects, officers=found.officers,
    )  # fmt: skip
    rows = [(tr("Seed"), found.seed), (tr("Hash of the result"), found.result_sha256),
            (tr("Hash of the file"), found.file_sha256)]  # fmt: skip
    return Result(data=data, lines=[line, *table(rows)])


# Words ----------------------------------------------------------------------------------------------------------


def _stratum(name: str) -> str:
    return tr("Other units") if name == REST else name


def _head(view: DrawView) -> list[str]:
    found = view.draw
    rows = [
        (tr("Draw"), f"{found.name} ({word(found.state)})"),
        (tr("List of units"), f"{found.objects}  {found.objects_sha256}"),
        (tr("List of officers"), f"{found.officers}  {found.officers_sha256}"),
        (tr("Hash of what is frozen"), view.frozen_sha256), (tr("Seed"), found.seed),
        (tr("Hash of the result"), view.result_sha256), (tr("Hash of the file"), found.record_sha256),
        (tr("Identifier"), found.id),
    ]  # fmt: skip
    strata = [(tr("Stratum"), tr("Can be drawn"), tr("Drawn"))]
    strata += [(_stratum(s.name), str(s.drawable), str(s.quota)) for s in view.strata]
    return [*table(row for row in rows if row[1]), *table(strata)]


def _picks(view: DrawView) -> list[str]:
    head = ("№", tr("Enterprise"), tr("Stratum"), tr("Rank"), tr("Officers"), tr("Remark"))
    return table([head, *(_pick_line(row) for row in view.picks)])


def _pick_line(row: PickRow) -> tuple[str, ...]:
    notes = []
    if row.replaces:
        notes.append(tr("for № {number}: {reason}", number=row.replaces, reason=row.pick.reason))
    if row.pick.state is PickState.REPLACED:
        notes.append(tr("replaced by № {number}", number=row.replaced_by))
    people = "、".join(o.name for o in row.officers)
    return (
        str(row.pick.ordinal),
        short(row.enterprise_name),
        _stratum(row.stratum),
        str(row.rank),
        people,
        " ".join(notes),
    )


def _pick_object(row: PickRow) -> dict[str, object]:
    return {**flat(row.pick), **flat(row, without=("pick", "officers")), "officers": [flat(o) for o in row.officers]}


def _view_object(view: DrawView) -> dict[str, object]:
    return {
        "draw": _object(view.draw), "frozen_sha256": view.frozen_sha256, "result_sha256": view.result_sha256,
        "seed_recorded_at": view.seed_recorded_at, "strata": [flat(s) for s in view.strata],
        "excluded": {reason.value: n for reason, n in view.excluded_objects.items()},
        "excluded_officers": {reason.value: n for reason, n in view.excluded_officers.items()},
        "picks": [_pick_object(row) for row in view.picks],
    }  # fmt: skip
