# SPDX-License-Identifier: MulanPSL-2.0
"""The people of a visit as the command line names them: officers from the list, others by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from inspector_app.cli.lookup import officer_of
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.wording import tr

if TYPE_CHECKING:
    from inspector_app.workspace import Workspace

F = TypeVar("F", bound=Callable[..., object])


def people_options(*, required: bool) -> Callable[[F], F]:
    """Add the options that name the people of a visit."""

    def add(function: F) -> F:
        for option in (
            click.option("--accompanied-title", default="", metavar="TITLE", help=tr("that person's title")),
            click.option("--accompanied-by", default="", metavar="NAME", help=tr("the enterprise's person on site")),
            click.option("--witness", "witnesses", multiple=True, metavar="NAME",
                         help=tr("a witness; may be repeated")),
            click.option("--expert", "experts", multiple=True, metavar="NAME", help=tr("an expert; may be repeated")),
            click.option("--officer", "officers", required=required, multiple=True, metavar="OFFICER",
                         help=tr("certificate number or name from the list; at least two")),
        ):  # fmt: skip
            function = option(function)
        return function

    return add


def people_of(
    ws: Workspace, officers: tuple[str, ...], experts: tuple[str, ...], witnesses: tuple[str, ...],
    accompanied_by: str, accompanied_title: str,
) -> tuple[Participant, ...]:  # fmt: skip
    """Give the people in the order in which they sign."""
    found = [officer_of(ws, name) for name in officers]
    role = PersonRole.OFFICER
    people = [
        Participant(role=role, name=o.name, certificate_no=o.certificate_no, unit=o.unit, officer_id=o.id)
        for o in found
    ]
    people += [Participant(role=PersonRole.EXPERT, name=name) for name in experts]
    if accompanied_by:
        people.append(Participant(role=PersonRole.ACCOMPANYING, name=accompanied_by, title=accompanied_title))
    return (*people, *(Participant(role=PersonRole.WITNESS, name=name) for name in witnesses))
