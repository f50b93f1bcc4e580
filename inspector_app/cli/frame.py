# SPDX-License-Identifier: MulanPSL-2.0
"""The frame of every command: common options, the open data folder, Chinese help and usage lines."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inspector_app.cli.credentials import ACCOUNT, PASSWORD_FILE, RECOVERY_FILE, login_for
from inspector_app.cli.result import WRONG_USE, Result, table
from inspector_app.locations import default_data_dir
from inspector_app.wording import set_language, tr

if TYPE_CHECKING:
    from inspector_app.workspace import Workspace

_DATA_DIR = "inspector_app.data_dir"
_JSON = "inspector_app.json"
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")


class HelpWanted(Exception):
    """Somebody asked for help; it is printed like any result."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self.result = Result(data={"help": list(lines)}, lines=lines)


class Command(click.Command):
    """A command that explains itself in the chosen language and takes the common options."""

    @cached_property
    def _common(self) -> list[click.Parameter]:
        return common_options()

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Give the command's own options and the common ones."""
        return [*self.params, *self._common]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Remember whose words were wrong: click forgets it in some cases."""
        with _remembered(ctx):
            return super().parse_args(ctx, args)


class Group(click.Group):
    """A group of commands."""

    command_class = Command

    def help_of(self, ctx: click.Context, name: str) -> str:
        """Say in a few words what a command of the group does."""
        command = self.get_command(ctx, name)
        return (command.help if command else None) or ""

    @cached_property
    def _common(self) -> list[click.Parameter]:
        return common_options()

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Give the common options and the help."""
        return [*self.params, *self._common]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say what is missing when nothing follows; click would print its own help."""
        if not args:
            raise click.UsageError("Missing command.", ctx)
        with _remembered(ctx):
            return super().parse_args(ctx, args)


@contextlib.contextmanager
def _remembered(ctx: click.Context) -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


def _help_option() -> click.Option:
    def wanted(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            raise HelpWanted(help_lines(ctx))

    return click.Option(
        ["--help"], is_flag=True, is_eager=True, expose_value=False, callback=wanted, help=tr("show this help")
    )


def common_options() -> list[click.Parameter]:
    """Make the options that every command takes: --data-dir, --json and --help."""

    def remember(ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
        if value is not None:
            ctx.meta[_DATA_DIR] = value

    def note_json(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
        ctx.meta[_JSON] = bool(value) or ctx.meta.get(_JSON, False)

    def keep(name: str) -> Callable[[click.Context, click.Parameter, str | None], None]:
        def put(ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
            if value is not None:
                ctx.meta[name] = value

        return put

    folder, machine = tr("the data folder"), tr("give the result as JSON, for machines")
    who, password = tr("who opens protected data"), tr("a file whose first line is the password")
    recovery = tr("a file with the recovery key, instead of a password")
    return [
        click.Option(["--account"], metavar="NAME", expose_value=False, callback=keep(ACCOUNT), help=who),
        click.Option(
            ["--password-file"], metavar="FILE", expose_value=False, callback=keep(PASSWORD_FILE), help=password
        ),
        click.Option(
            ["--recovery-file"], metavar="FILE", expose_value=False, callback=keep(RECOVERY_FILE), help=recovery
        ),
        click.Option(["--data-dir"], metavar="DIR", expose_value=False, callback=remember, help=folder),
        click.Option(["--json"], is_flag=True, expose_value=False, callback=note_json, help=machine),
        _help_option(),
    ]


def data_dir(*, required: bool = False) -> Path:
    """Give the data folder of this call: the one that was named, else the person's own."""
    named = click.get_current_context().meta.get(_DATA_DIR)
    if named == "":
        raise click.BadParameter(tr("a folder is missing"), param_hint="--data-dir")
    if named is None and required:
        raise click.MissingParameter(param_hint="--data-dir", param_type="option")
    return default_data_dir() if named is None else Path(str(named))


def wants_json() -> bool:
    """Whether this call asked for JSON; only a command that speaks before its end needs to know."""
    return bool(click.get_current_context().meta.get(_JSON))


@contextlib.contextmanager
def opened() -> Iterator[Workspace]:
    """Open the data folder for one command."""
    with opened_at(data_dir()) as ws:
        set_language(ws.settings.language)
        yield ws


@contextlib.contextmanager
def opened_at(folder: Path) -> Iterator[Workspace]:
    """Open a folder with the credentials of this call. Refuses NOT_PERMITTED where the person may not do this."""
    from inspector_app.workspace import open_workspace  # database, pictures and papers: not for help
    from inspector_app.workspace.permission_table import permissions

    ws = open_workspace(folder, login=login_for(folder))
    try:
        if ws.login is not None:
            from inspector_app.operations.logins import note_login

            note_login(ws, once_a_day=True)
        act = permissions().commands.get(click.get_current_context().command_path.split(" ")[1])
        if act is not None:
            ws.need(act)
        yield ws
    finally:
        ws.close()


# Help -----------------------------------------------------------------------------------------------------


def usage_line(ctx: click.Context) -> str:
    """Give the one line that shows how a command is written."""
    command = ctx.command
    parts = [ctx.command_path]
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            name = parameter.make_metavar(ctx)
            parts.append(name)
        elif isinstance(parameter, click.Option) and parameter.required:
            parts.append(f"{parameter.opts[0]} {_value_name(parameter, ctx)}")
    if isinstance(command, click.Group):
        parts.append(tr("COMMAND"))
    return tr("Usage: {line}", line=" ".join([*parts, "…"]))


def help_lines(ctx: click.Context) -> list[str]:
    """Explain a command: usage, what it does, its options or its commands."""
    command = ctx.command
    lines = [usage_line(ctx), "", f"  {command.help or ''}"]
    if isinstance(command, Group):
        rows = [(name, command.help_of(ctx, name)) for name in command.list_commands(ctx)]
        lines += ["", tr("Commands:"), *table(rows)]
    options = [p for p in command.get_params(ctx) if isinstance(p, click.Option)]
    rows = [(f"{p.opts[0]} {_value_name(p, ctx)}".strip(), p.help or "") for p in options]
    return [*lines, "", tr("Options:"), *table(rows)]


def _value_name(option: click.Option, ctx: click.Context) -> str:
    return "" if option.is_flag else option.make_metavar(ctx)


# Wrong use ------------------------------------------------------------------------------------------------


def usage_result(error: click.UsageError) -> Result:
    """Say what was wrong with the words, with the usage line; exit code 2."""
    where, message = _fault(error)
    lines = [message]
    if error.ctx is not None:
        lines += [usage_line(error.ctx), tr("More: {command} --help", command=error.ctx.command_path)]
    problem = {"code": "wrong_use", "where": where, "message": message}
    return Result(data={"problems": [problem]}, lines=(), code=WRONG_USE, aside=lines)


def _fault(error: click.UsageError) -> tuple[str, str]:
    match error:
        case click.NoSuchOption():
            return error.option_name, tr("There is no option {name}.", name=error.option_name)
        case click.BadOptionUsage():
            name = error.option_name
            return name, tr("The option {name} is not written rightly; check what follows it.", name=name)
        case click.MissingParameter():
            name = _name(error)
            return name, tr("{name} is missing.", name=name)
        case click.BadParameter():
            name = _name(error)
            return name, tr("{name}: {reason}", name=name, reason=error.message)
    name = getattr(error, "command_name", "")
    if name:
        return str(name), tr("There is no command {name}.", name=name)
    if error.message.startswith("Missing command"):
        return "", tr("a command is missing")
    extra = _IN_BRACKETS.search(error.message)
    if extra:
        return extra[1], tr("Too many words: {words}", words=extra[1])
    return "", tr("Wrong use: {reason}", reason=error.message)


def _name(error: click.BadParameter) -> str:
    hint = error.param_hint
    if hint is not None:
        return hint if isinstance(hint, str) else " ".join(hint)
    parameter = error.param
    if parameter is None:
        return ""
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name
