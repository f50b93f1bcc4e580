# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the photos of an inspection."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import PATH, Whole
from inspector_app.cli.names import about
from inspector_app.cli.result import REFUSED, Result, as_object, flat, refusal, table, warned
from inspector_app.domain.finding import Photo
from inspector_app.domain.photo_evidence import PhotoOrigin
from inspector_app.ledgers import inspections as ledger
from inspector_app.operations import photo_evidence as evidence
from inspector_app.operations import photo_exports as export
from inspector_app.operations import photos as verbs
from inspector_app.operations.files import read_small_file
from inspector_app.wording import tr

MARKS_LIMIT = 1_000_000


@click.group("photos", cls=Group, help=about("photos"))
def photos() -> None:
    """Commands about photos."""


@photos.command("list", help=tr("list the photos of an inspection"))
@click.argument("inspection", metavar="INSPECTION")
def _list(inspection: str) -> Result:
    """List photos, and name what is wrong with an original or its time."""
    with opened() as ws:
        found = ledger.view(ws, inspection).photos
        problems = evidence.inspection_problems(ws, inspection)
    lines = _lines(found) if found else [tr("Nothing was found.")]
    data: dict[str, object] = {"photos": [flat(p) for p in found]}
    if problems:
        data["problems"] = [as_object(p) for p in problems]
    return Result(data=data, lines=lines, notes=warned(problems))


def _lines(found: tuple[Photo, ...]) -> list[str]:
    head = (tr("File"), tr("Taken"), tr("Finding"), tr("Caption"), tr("Identifier"))
    rows = [(p.file_name, p.taken_at or "-", p.finding_id or tr("tray"), p.caption, p.id) for p in found]
    return table([head, *rows])


@photos.command("add", help=tr("add photos to a finding, or to the tray"))
@click.argument("inspection", metavar="INSPECTION")
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE")
@click.option("--finding", default=None, metavar="FINDING", help=tr("the finding they belong to"))
@click.option("--taker", default="", metavar="NAME", help=tr("who took them"))
def _add(inspection: str, files: tuple[Path, ...], finding: str | None, taker: str) -> Result:
    """Add photos; broken ones are named and the others kept. Refused when none could be kept."""
    sources = [verbs.PhotoSource(name=file.name, path=file, origin=PhotoOrigin.COMMAND) for file in files]
    with opened() as ws:
        added = verbs.add_photos(ws, inspection, sources, finding, taker).value
    if not added.photos:
        return refusal(added.problems)
    data: dict[str, object] = {"photos": [flat(p) for p in added.photos]}
    if added.problems:
        data["problems"] = [as_object(p) for p in added.problems]
    code = REFUSED if added.problems else 0
    return Result(data=data, lines=_lines(added.photos), notes=warned(added.problems), code=code)


def _one(photo: Photo) -> Result:
    return Result(data={"photo": flat(photo)}, lines=_lines((photo,)))


@photos.command("assign", help=tr("give a photo to a finding, or back to the tray"))
@click.argument("photo", metavar="PHOTO")
@click.option("--finding", default=None, metavar="FINDING", help=tr("the finding; the tray if not given"))
def _assign(photo: str, finding: str | None) -> Result:
    """Assign a photo."""
    with opened() as ws:
        return _one(verbs.assign_photo(ws, photo, finding).value)


@photos.command("arrange", help=tr("put the photos of a finding into this order"))
@click.argument("finding", metavar="FINDING")
@click.argument("order", nargs=-1, required=True, metavar="PHOTO")
def _arrange(finding: str, order: tuple[str, ...]) -> Result:
    """Arrange photos."""
    with opened() as ws:
        verbs.arrange_photos(ws, finding, order)
    return Result(data={"finding": finding, "photos": list(order)}, lines=[tr("The order was changed.")])


@photos.command("caption", help=tr("write a photo's caption"))
@click.argument("photo", metavar="PHOTO")
@click.argument("text", metavar="TEXT")
def _caption(photo: str, text: str) -> Result:
    """Write a caption."""
    with opened() as ws:
        return _one(verbs.amend_photo(ws, photo, caption=text).value)


@photos.command("rotate", help=tr("turn a photo clockwise: 0, 90, 180 or 270 degrees"))
@click.argument("photo", metavar="PHOTO")
@click.argument("degrees", type=Whole(0, 270), metavar="DEGREES")
def _rotate(photo: str, degrees: int) -> Result:
    """Turn a photo."""
    with opened() as ws:
        return _one(verbs.amend_photo(ws, photo, rotation=degrees).value)


@photos.command("mark", help=tr("put the drawn marks of a file onto a photo"))
@click.argument("photo", metavar="PHOTO")
@click.argument("marks", type=PATH, metavar="MARKS.json")
def _mark(photo: str, marks: Path) -> Result:
    """Set a photo's marks; the original stays untouched."""
    text = read_small_file(marks, MARKS_LIMIT).decode("utf-8", "replace")
    with opened() as ws:
        return _one(verbs.amend_photo(ws, photo, marks=text).value)


@photos.command("remove", help=tr("take a photo out; original and reason are kept"))
@click.argument("photo", metavar="PHOTO")
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _remove(photo: str, reason: str) -> Result:
    """Remove a photo."""
    with opened() as ws:
        made = verbs.remove_photo(ws, photo, reason).value
    return Result(data={"photo": made.id}, lines=[tr("Taken out: {name}", name=made.file_name)])


@photos.command("evidence", help=tr("print the evidence pages of photos into a PDF"))
@click.argument("inspection", metavar="INSPECTION")
@click.option("--finding", default="", metavar="FINDING", help=tr("only the photos of this finding"))
@click.option("--photo", "chosen", multiple=True, metavar="PHOTO", help=tr("only this photo; may be repeated"))
@click.option("--out", required=True, type=PATH, metavar="FILE", help=tr("the file to write"))
def _evidence(inspection: str, finding: str, chosen: tuple[str, ...], out: Path) -> Result:
    """Print evidence pages; nothing where an original was changed or is gone."""
    with opened() as ws:
        made = export.save_evidence(ws, out, inspection, finding_id=finding, photo_ids=chosen)
    numbers = [{"number": r.number, "photo": r.photo.id, "sha256": r.photo.sha256} for r in made.photos]
    data: dict[str, object] = {"path": str(out), "pages": made.pages, "photos": numbers}
    line = tr("{count} photos on {pages} pages: {path}", count=len(made.photos), pages=made.pages, path=out)
    return Result(data=data, lines=[line])


@photos.command("copy", help=tr("write a copy of a photo for others: marked, stamped, without metadata"))
@click.argument("photo", metavar="PHOTO")
@click.option("--out", required=True, type=PATH, metavar="FILE", help=tr("the file to write"))
def _copy(photo: str, out: Path) -> Result:
    """Write a stamped copy; the original stays as it is."""
    with opened() as ws:
        size = export.save_stamped(ws, out, photo)
    return Result(data={"path": str(out), "bytes": size}, lines=[tr("Written: {path}", path=out)])
