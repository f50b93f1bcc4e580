# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the map of risk: enterprises and districts as GeoJSON, in and out."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import PATH, takes_whole
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, warned
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.figures import Scope
from inspector_app.domain.geojson import DATUM
from inspector_app.ledgers import risk_map
from inspector_app.operations import maps as verbs
from inspector_app.wording import tr

_datum = click.option(
    "--datum", default="", metavar="NAME", help=tr("the datum of a file that does not say it; only WGS-84 is taken in")
)


@click.group("map", cls=Group, help=about("map"))
def maps() -> None:
    """Commands about the map."""


@maps.command("export", help=tr("write enterprises with position, risk grade and open major hazards as GeoJSON"))
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--district", default=None, metavar="NAME", help=tr("only of this district"))
@click.option("--sector", type=click.Choice([s.value for s in Industry]), default=None, help=tr("only of this sector"))
@takes_whole
def _export(file: Path, district: str | None, sector: str | None, whole: bool) -> Result:
    """Write the points."""
    with opened() as ws:
        count = risk_map.export_points(ws, file, Scope(district=district, sector=sector), whole=whole)
    data = {"file": str(file), "points": count, "coord_datum": DATUM}
    said = tr("Written: {count} enterprises with positions ({datum}), {file}", count=count, datum=DATUM, file=str(file))
    return Result(data=data, lines=[said])


@maps.command("import-outlines", help=tr("take in the outlines of districts (GeoJSON, WGS-84)"))
@click.argument("file", type=PATH, metavar="FILE")
@_datum
def _outlines(file: Path, datum: str) -> Result:
    """Take outlines in, in place of those before."""
    with opened() as ws:
        kept = verbs.import_outlines(ws, file, datum=datum)
    names = [district.name for district in kept]
    said = tr("The outlines of {count} districts are kept: {names}", count=len(kept), names="、".join(names))
    return Result(data={"districts": names, "coord_datum": DATUM}, lines=[said])


@maps.command("remove-outlines", help=tr("take the outlines of districts away"))
def _remove() -> Result:
    """Take the outlines away."""
    with opened() as ws:
        verbs.remove_outlines(ws)
    return Result(data={"districts": []}, lines=[tr("The map has no outlines now.")])


@maps.command("import-points", help=tr("take in the positions of registered enterprises (GeoJSON, WGS-84)"))
@click.argument("file", type=PATH, metavar="FILE")
@_datum
@click.option("--skip-bad", is_flag=True, help=tr("leave out the places whose enterprise cannot be told"))
@click.option("--preview", is_flag=True, help=tr("only say what would happen"))
def _points(file: Path, datum: str, skip_bad: bool, preview: bool) -> Result:
    """Take positions in; refused with every place that fits no enterprise unless these are to be left out."""
    with opened() as ws:
        shown = verbs.preview_points(ws, file, datum=datum)
        taken = None if preview else verbs.import_points(ws, shown, skip_bad=skip_bad).value
    problems = [as_object(p) for p in shown.problems]
    data: dict[str, object] = {"places": shown.total, "fitting": len(shown.points)}
    if taken is None:
        said = tr("{count} of {total} places would be taken in.", count=len(shown.points), total=shown.total)
    else:
        data |= flat(taken)
        said = tr(
            "Positions taken in: {changed} new or changed, {same} unchanged, {skipped} left out.",
            changed=taken.changed, same=taken.same, skipped=taken.skipped,
        )  # fmt: skip
    return Result(
        data={**data, **({"warnings": problems} if problems else {})}, lines=[said], notes=warned(shown.problems)
    )
