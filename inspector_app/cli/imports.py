# SPDX-License-Identifier: MulanPSL-2.0
"""What the commands that import a list share: their options, and what they print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from inspector_app.cli.kinds import PATH
from inspector_app.cli.result import Result, as_object, flat, warned
from inspector_app.operations.import_rows import Imported, ImportPreview
from inspector_app.wording import tr

F = TypeVar("F", bound=Callable[..., object])


def import_options(function: F) -> F:
    """Add the file, and whether bad rows are left out or all rows only looked at."""
    function = click.option("--preview", is_flag=True, help=tr("only say what would happen"))(function)
    skip_help = tr("import the good rows and leave out the bad ones")
    function = click.option("--skip-bad", is_flag=True, help=skip_help)(function)
    return click.argument("file", type=PATH, metavar="FILE")(function)


def import_result(shown: ImportPreview[Any], done: Imported | None) -> Result:
    """Say what an import did, or, where none was done, what it would do."""
    counts = flat(done or shown.counts())
    problems = [as_object(p) for p in shown.problems]
    data = {**counts, "rows": len(shown.rows), **({"warnings": problems} if problems else {})}
    line = tr("{added} new, {updated} changed, {same} unchanged, {skipped} left out", **counts)
    template = tr("Would be imported: {line}") if done is None else tr("Imported: {line}")
    return Result(data=data, lines=[template.format(line=line)], notes=warned(shown.problems))
