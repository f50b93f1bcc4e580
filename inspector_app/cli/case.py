# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the file of a case: give it out as a folder with one PDF, close it."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import PATH
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, table
from inspector_app.domain.review import RuleLevel
from inspector_app.operations import case_file
from inspector_app.wording import tr, word


@click.group("case", cls=Group, help=about("case"))
def case() -> None:
    """Commands about the file of a case."""


@case.command("export", help=tr("write the whole file of a case into a new or empty folder"))
@click.option("--inspection", required=True, metavar="INSPECTION", help=tr("the inspection"))
@click.option("--out", type=PATH, required=True, metavar="DIR", help=tr("a new or empty folder"))
@click.option("--retention", default="", metavar="TEXT", help=tr("how long the file is kept; printed on its cover"))
@click.option("--masked", is_flag=True, help=tr("the copy for others: personal data masked, scans and photos left out"))
def _export(inspection: str, out: Path, retention: str, masked: bool) -> Result:
    """Give the file out, and say what the review finds."""
    with opened() as ws:
        made = case_file.export_case(ws, inspection, out, retention=retention, masked=masked)
    found = made.review
    blocks = [r for r in found.results if r.level is RuleLevel.BLOCK]
    waiting = [r for r in found.results if r.level is RuleLevel.WARN and r.is_open]
    open_results = [
        {"rule": r.rule.id, "level": r.level.value, "where": r.problem.where, "message": r.sentence}
        for r in (*blocks, *waiting)
    ]
    data = {
        "inspection": inspection, "path": str(made.folder), "pdf": str(made.pdf), "sha256": made.sha256,
        "pages": made.pages, "files": made.files, "clean": found.is_clean, "blocks": len(blocks),
        "warnings": len(waiting), "open": open_results,
    }  # fmt: skip
    counts = {"files": made.files, "pages": made.pages, "path": str(made.folder)}
    said = tr("Review: {blocks} faults, {warnings} warnings without a reason.", blocks=len(blocks),
              warnings=len(waiting))  # fmt: skip
    lines = [tr("{files} files, the bound PDF has {pages} pages: {path}", **counts), said]
    rows = [(r.rule.id, word(r.level), r.sentence) for r in (*blocks, *waiting)]
    return Result(data=data, lines=[*lines, *table(rows)])


@case.command("close", help=tr("file an inspection whose case has no open fault"))
@click.option("--inspection", required=True, metavar="INSPECTION", help=tr("the inspection"))
def _close(inspection: str) -> Result:
    """Close the case."""
    with opened() as ws:
        made = case_file.close_case(ws, inspection).value
    data = {"inspection": made.id, "state": made.state.value}
    return Result(data=data, lines=[tr("{id}: {state}", id=made.id, state=word(made.state))])
