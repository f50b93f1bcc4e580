# SPDX-License-Identifier: MulanPSL-2.0
"""The permission table by the command line: every command as every role, with made-up words.

Most calls are refused for their words; what counts is what a role may never cause. Whatever is called: each new row
of the journal is an act that the role has, and `not_permitted` names one that it has not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from inspector_app.cli import root
from inspector_app.domain.account import AccountRole
from inspector_app.locations import bundled
from inspector_app.storage.driver import connect
from inspector_app.workspace.protection import unlock_folder
from tests.cli.conftest import Cli, Said
from tests.helpers.accounts import PASSWORD, an_account, protected, quick_slots
from tests.helpers.makers import a_unit

TABLE = tomllib.loads((bundled("resources") / "permissions.toml").read_text(encoding="utf-8"))
# what would end the data or this test, waits for somebody, or needs no data
LEFT_OUT = {
    "demo", "init", "screenshots", "check-pack", "office serve", "courier run", "courier send", "protection on",
    "protection off", "protection rekey", "protection recovery", "protection password", "protection status",
    "accounts password",
}  # fmt: skip

NO_DATA = {"ledger columns", "documents kinds", "statistics indicators", "plan template"}  # tell of the program only


def allowed(role: AccountRole) -> set[str]:
    return {word.removeprefix(":") for group in TABLE["roles"][role.value] for word in TABLE["groups"][group]}


def leaves(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, with its words."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            below = command.get_command(context, part)
            assert below is not None, part
            yield from leaves(below, f"{name} {part}".strip())
    else:
        yield name, command


ALL = [(name, command) for name, command in leaves(root.root()) if name not in LEFT_OUT]


def made_up(command: click.Command, folder: Path) -> list[str]:
    """Give words of the right kind for what a command must have."""
    words: list[str] = []
    for parameter in command.params:
        if not parameter.required:
            continue
        value = _value(parameter, folder)
        words += [value] if isinstance(parameter, click.Argument) else [parameter.opts[0], value]
    return words


def _value(parameter: click.Parameter, folder: Path) -> str:
    kind = parameter.type
    choices: Any = getattr(kind, "choices", None) or getattr(kind, "_words", None) or getattr(kind, "words", None)
    name = type(kind).__name__.lower()
    if choices:
        first = next(iter(choices))
        return str(getattr(first, "value", first))
    enum = next((v for v in vars(kind).values() if isinstance(v, type)), None)
    if enum is not None and hasattr(enum, "__members__"):
        return str(next(iter(enum)).value)  # type: ignore[attr-defined]
    if "day" in name:
        return "2026-11-20"
    if "time" in name or "moment" in name:
        return "2026-11-20 10:00"
    if "path" in name:
        return str(folder / ("new.out" if parameter.name in ("out", "target") else "there.json"))
    return "1" if "int" in name or "number" in name or "range" in name else "x"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Protected data with a person of each role."""
    from inspector_app.workspace import create_workspace

    made = tmp_path_factory.mktemp("roles")
    (made / "there.json").write_text("{}")
    with pytest.MonkeyPatch.context() as patch:
        quick_slots(patch)
        ws = create_workspace(made / "data")
        a_unit(ws)
        protected(ws, ("负责人", ""))
        for role in AccountRole:
            an_account(ws, (f"某{role.value}", f"N-{role.value}"), role)
        ws.close()
    return made


def journal(data: Path) -> list[tuple[str, str]]:
    """Read names and people of the journal past the program."""
    key = unlock_folder(data, "负责人", PASSWORD).unlocked.key.database
    conn = connect(data / "inspector.db", key=key, read_only=True)
    try:
        return [
            (str(name), str(actor)) for name, actor in conn.execute("SELECT name, actor FROM operations ORDER BY seq")
        ]
    finally:
        conn.close()


def refusals(said: Said) -> set[tuple[str, str]]:
    """Give code and place of every problem that a call told of; some commands list faults in their own way."""
    found = said.json.get("problems", ()) if said.out.strip() else ()
    return {(p["code"], p["where"]) for p in found if isinstance(p, dict) and "where" in p}


@pytest.mark.parametrize("role", AccountRole)
def test_no_command_lets_a_role_do_what_it_may_not(
    folder: Path, cli: Cli, role: AccountRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_slots(monkeypatch)
    monkeypatch.chdir(cli.folder)
    monkeypatch.setenv("INSPECTOR_APP_ACCOUNT", f"某{role.value}")
    monkeypatch.setenv("INSPECTOR_APP_PASSWORD", PASSWORD)
    cli.data_dir = folder / "data"
    before, given = len(journal(cli.data_dir)), allowed(role)
    refused, passed, free = set[str](), set[str](), set[str]()
    for name, command in ALL:
        said = cli(*name.split(), *made_up(command, folder), "--json")
        codes = refusals(said)
        for code, where in codes:
            if code == "not_permitted":
                assert where not in given, (name, where)
                refused.add(name)
        needed = TABLE["commands"].get(name.split()[0])
        if needed is not None and needed not in given:
            if said.code == 0:
                free.add(name)
        elif needed is not None:
            assert ("not_permitted", needed) not in codes, name
            passed.add(name)
    done = journal(cli.data_dir)[before:]
    assert free <= NO_DATA, "these opened data that they may not open"
    assert done, "at least the login was noted"
    assert {op for op, _ in done} <= given
    assert {actor for _, actor in done} == {f"某{role.value}"}
    assert len(passed) + len(refused) > 100, "most commands came as far as the question"
    if role in (AccountRole.ADMIN, AccountRole.AUDITOR):
        assert len(refused) > 60


WRITES = (
    ("officers", "add", "--name", "新人", "--certificate-no", "02011200999"),
    ("accounts", "add", "新人", "--role", "officer"),
    ("accounts", "revoke", "负责人", "--reason", "试"),
    ("accounts", "roster", "publish"),
    ("protection", "rekey"),
    ("protection", "recovery"),
    ("protection", "off"),
    ("journal",),
    ("office", "init"),
    ("undo",),
)


@pytest.mark.parametrize("words", WRITES, ids=" ".join)
def test_a_reader_is_told_what_is_not_open(
    folder: Path, cli: Cli, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_slots(monkeypatch)
    monkeypatch.setenv("INSPECTOR_APP_ACCOUNT", "某reader")
    monkeypatch.setenv("INSPECTOR_APP_PASSWORD", PASSWORD)
    cli.data_dir = folder / "data"
    said = cli(*words, "--json", expect=1)
    if words[0] != "undo":
        assert said.codes == ["not_permitted"], said
    assert "只读" in said.json["problems"][0]["message"] or words[0] == "undo"


def test_every_command_that_opens_data_is_in_the_table() -> None:
    firsts = {name.split()[0] for name, _ in leaves(root.root())}
    assert firsts - set(TABLE["commands"]) <= {"demo", "init", "screenshots"}
    assert set(TABLE["commands"]) <= firsts | {"backup", "rescue", "paper", "checkpoints"}
