# SPDX-License-Identifier: MulanPSL-2.0
"""Commands that check all data, list the signed checkpoints, and give the one-page statement for the file."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.files import prepare_file
from inspector_app.cli.frame import Command, Group, opened
from inspector_app.cli.kinds import PATH
from inspector_app.cli.names import about
from inspector_app.cli.result import DONE, REFUSED, Result, flat, plain, table
from inspector_app.domain.checkpoint import CheckpointCause
from inspector_app.domain.verification import CheckStep, Verified
from inspector_app.operations import checkpoints as verbs
from inspector_app.operations import verification
from inspector_app.operations.file_exports import save_statement
from inspector_app.wording import fault_sentence, tr, word


@click.command("verify", cls=Command, help=about("verify"))
@click.option("--against", type=PATH, multiple=True, metavar="FILE",
              help=tr("a receipt or a list of checkpoints from outside; may be said more than once"))  # fmt: skip
@click.option("--paper", "codes", multiple=True, metavar="CODE", help=tr("the code of a paper that must be here"))
@click.option("--statement", type=PATH, default=None, metavar="FILE.pdf",
              help=tr("write a one-page statement for the file of a case"))  # fmt: skip
@click.option("--document", "numbers", multiple=True, metavar="NUMBER",
              help=tr("a document whose sums stand on the statement"))  # fmt: skip
def verify(
    against: tuple[Path, ...], codes: tuple[str, ...], statement: Path | None, numbers: tuple[str, ...]
) -> Result:
    """Check database, journal, checkpoints, records, seals, signatures, files and completeness."""
    if statement is not None:
        prepare_file(statement)
    said: dict[CheckStep, int] = {}

    def tell(step: CheckStep, done: int, every: int) -> None:
        tenth = 10 * done // max(every, 1)
        if said.get(step) != tenth and every > 1000:
            said[step] = tenth
            click.echo(f"{word(step)} {done}/{every}", err=True)

    with opened() as ws:
        made = verification.verify(ws, witnesses=verification.read_witnesses(against, codes), progress=tell)
        if statement is not None:
            save_statement(ws, made, statement, numbers)
    return _result(made, statement)


def _result(made: Verified, statement: Path | None) -> Result:
    faults = [
        {"kind": f.kind.value, "step": f.step.value, "where": f.where, "message": fault_sentence(f)}
        for f in made.faults
    ]
    data: dict[str, object] = {
        "well": made.is_well, "faults": faults, "count": made.count, "head": made.head, "seq": made.seq,
        "checked": {step.value: n for step, n in made.counts.items()},
        "problems": [{"code": f["kind"], "where": f["where"], "message": f["message"]} for f in faults],
    }  # fmt: skip
    if statement is not None:
        data["statement"] = str(statement)
    rows = table((word(step), str(n)) for step, n in made.counts.items())
    if made.is_well:
        return Result(data=data, lines=[tr("Everything is in order."), *rows])
    head = tr("The check found {count} faults:", count=made.count)
    lines = table((word(f.step), f.where, fault_sentence(f)) for f in made.faults)
    return Result(data=data, lines=(), code=REFUSED, notes=[head, *lines])


@click.group("checkpoints", cls=Group, help=about("checkpoints"))
def checkpoints() -> None:
    """Commands about checkpoints."""


@checkpoints.command("list", help=tr("list the signed heads of this laptop's journal, the newest first"))
def _list() -> Result:
    """List them, with what the office has countersigned."""
    with opened() as ws:
        found = verbs.list_checkpoints(ws)
    rows = [
        (str(c.seq), c.hash[:12], c.at.isoformat(timespec="minutes"), word(c.cause), _sign(c.is_covered)) for c in found
    ]
    return Result(data={"checkpoints": [flat(c) for c in found]}, lines=table(rows))


def _sign(is_covered: bool) -> str:
    return tr("countersigned") if is_covered else tr("not countersigned yet")


@checkpoints.command("make", help=tr("sign the head of the journal as it stands now"))
def _make() -> Result:
    """Make one."""
    with opened() as ws:
        made = verbs.make_checkpoint(ws, CheckpointCause.WISH)
    words = tr("Checkpoint at entry {seq}: {hash}", seq=made.seq, hash=made.hash)
    return Result(data={"checkpoint": plain(made)}, lines=[words])


@checkpoints.command("export", help=tr("write all checkpoints to a file that others keep"))
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("the new file"))
def _export(out: Path) -> Result:
    """Write one signed text a line."""
    prepare_file(out)
    with opened() as ws:
        count = verbs.export_checkpoints(ws, out)
    return Result(
        data={"path": str(out), "count": count}, lines=[tr("{count} checkpoints in {path}", count=count, path=str(out))]
    )


@checkpoints.command("keys", help=tr("write the list of this unit's signing keys, for checking elsewhere"))
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("the new file"))
def _keys(out: Path) -> Result:
    """Write the keys of the unit's laptops and of its officers."""
    prepare_file(out)
    with opened() as ws:
        count = verbs.export_keys(ws, out)
    return Result(
        data={"path": str(out), "count": count},
        lines=[tr("{count} keys in {path}", count=count, path=str(out))],
        code=DONE,
    )
