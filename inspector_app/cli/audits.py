# SPDX-License-Identifier: MulanPSL-2.0
"""The command that imports an audit of another program."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import PATH
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, plain
from inspector_app.operations.audit_import import import_audit_file
from inspector_app.wording import tr


@click.command("import-audit", cls=Command, help=about("import-audit"))
@click.argument("path", type=PATH, metavar="FILE")
@click.option("--enterprise", default="", metavar="ID", help=tr("the enterprise that was inspected"))
def import_audit(path: Path, enterprise: str) -> Result:
    """Import one audit file."""
    with opened() as ws:
        made = import_audit_file(ws, path, enterprise_id=enterprise).value
    lines = [
        tr("Imported as the finished inspection {id}.", id=made.inspection_id),
        tr("{answers} answers, {findings} findings.", answers=made.answers, findings=made.findings),
    ]
    notes = [tr("Kept, but not shown here: {what} {text} ({where})", **_words(part)) for part in made.left_out]
    return Result(data={"import": plain(made)}, lines=lines, notes=notes)


def _words(part: object) -> dict[str, object]:
    found = plain(part)
    assert isinstance(found, dict)
    return found
