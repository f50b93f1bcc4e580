# SPDX-License-Identifier: MulanPSL-2.0
"""The command that reads the security journal: who logged in, exported, checked; names and hashes, no content."""

from __future__ import annotations

import click

from inspector_app.cli.frame import Command, opened
from inspector_app.cli.kinds import Word
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, plain, short, table
from inspector_app.domain.account import EventKind
from inspector_app.operations.security_journal import events
from inspector_app.wording import tr, word
from inspector_app.wording.journal_words import event_details, event_subject

MOST = 100_000  # lines of one call


@click.command("journal", cls=Command, help=about("journal"))
@click.option("--kind", "kinds", type=Word(EventKind), multiple=True, metavar="KIND", help=tr("only these events"))
@click.option(
    "--limit", type=click.IntRange(1, MOST), default=200, metavar="N", help=tr("how many lines, newest first")
)
@click.option("--failed", is_flag=True, help=tr("only what did not succeed"))
def journal(kinds: tuple[EventKind, ...], limit: int, failed: bool) -> Result:
    """List the security journal, the newest first."""
    with opened() as ws:
        found = [e for e in events(ws, kinds, limit=MOST if failed else limit) if not (failed and e.is_ok)][:limit]
    if not found:
        return Result(data={"events": []}, lines=[tr("Nothing was found.")])
    head = (tr("Time"), tr("Event"), tr("Person"), tr("Subject"), tr("Succeeded"), tr("Details"))
    rows = [
        (f"{e.at:%Y-%m-%d %H:%M}", word(e.kind), e.person or "-", short(event_subject(e)) or "-",
         tr("yes") if e.is_ok else tr("no"), short(event_details(e)) or "-")
        for e in found
    ]  # fmt: skip
    return Result(data={"events": plain(found)}, lines=table([head, *rows]))
