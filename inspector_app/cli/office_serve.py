# SPDX-License-Identifier: MulanPSL-2.0
"""`office serve`: receive laptops over the network until the program is stopped."""

from __future__ import annotations

from importlib import import_module

import click

from inspector_app.cli.frame import Command, opened, wants_json
from inspector_app.cli.kinds import Whole
from inspector_app.cli.result import Result, flat
from inspector_app.wording import tr

PORT = 8620


@click.command("serve", cls=Command, help=tr("receive laptops over the network until it is stopped"))
@click.option("--host", default="0.0.0.0", metavar="H", help=tr("the address of this machine to listen at"))
@click.option("--port", type=Whole(0, 65535), default=PORT, metavar="P", help=tr("the port; 0 for any free one"))
@click.option("--url", default="", metavar="URL", help=tr("the address that laptops get at their enrolment"))
@click.option("--plain", is_flag=True, help=tr("without TLS; bundles are signed and encrypted all the same"))
def _serve(host: str, port: int, url: str, plain: bool) -> Result:
    """Say where the office is reached as soon as it is, and stay."""
    as_json = wants_json()

    def announce(where: object) -> None:
        said = _listening(flat(where))
        click.echo(said.json() if as_json else "\n".join(said.lines))  # flushed: whoever waits for it reads it now

    with opened() as ws:
        # The reception stands beside the command line, not below it: the program's root knows both.
        import_module("inspector_app.app").serve_office(ws, host, port, url=url, plain=plain, announce=announce)
    return Result(data={"stopped": True}, lines=[tr("The reception is closed.")])


def _listening(where: dict[str, object]) -> Result:
    urls, fingerprint = where["urls"], where["fingerprint"]
    assert isinstance(urls, list)
    lines = [tr("The office “{name}” receives at:", name=str(where["name"])), *(f"  {url}" for url in urls)]
    if fingerprint:
        lines.append(tr("Fingerprint of its certificate (SHA-256): {fingerprint}", fingerprint=str(fingerprint)))
    else:
        lines.append(tr("Without TLS."))
    return Result(data={"listening": True, **where}, lines=[*lines, tr("Ctrl+C ends it.")])


OFFICE_COMMANDS = [_serve]
