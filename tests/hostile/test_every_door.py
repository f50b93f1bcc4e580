# SPDX-License-Identifier: MulanPSL-2.0
"""That no door is left out: every file that a command takes is tried, or is known to be read as another one is."""

from __future__ import annotations

from collections.abc import Iterator

import click

from inspector_app.cli import root
from inspector_app.cli.kinds import PATH
from tests.hostile.doors import DOORS

# What a command writes, or a folder of its own that it makes or looks into.
WRITTEN = frozenset({
    "--out", "--xlsx", "--csv", "--pdf", "--json-file", "--ics", "--to", "--recovery-out", "--recovery", "--statement",
    "--folder", "enterprises export file", "enterprises triage-sheet file", "map export file", "backup target folder",
})  # fmt: skip
# Read by the very function that another door tries; the door's name stands behind it.
LIKE = {
    "init --organ": "organ and officers", "office init --organ": "organ and officers",
    "documents issue --data": "fields of a document", "documents preview --data": "fields of a document",
    "documents attach file": "scan or recording", "sign-off --evidence": "scan or recording",
    "findings fix --photo": "photo", "findings list-supervision --fields": "fields of a follow-up",
    "follow-ups advance --fields": "fields of a follow-up", "bundle verify paths": "bundle",
    "enterprises triage-lists file": "register of enterprises", "check-pack path": "own checklist: pack.toml",
    "backup list --from": "note of a backup", "backup restore --from": "note of a backup",
    "protection on --new-password-file": "file with a recovery key",
    "protection password --new-password-file": "file with a recovery key",
    "accounts add --new-password-file": "file with a recovery key",
    "accounts password --new-password-file": "file with a recovery key",
}  # fmt: skip


def files_of(command: click.Command, name: str = "") -> Iterator[tuple[str, str]]:
    """Give every command with each parameter that is a path."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield from files_of(found, f"{name} {inner}".strip())
        return
    for parameter in command.params:
        if parameter.type is PATH:
            yield name, str(parameter.opts[0])


def is_tried(command: str, option: str) -> bool:
    """Whether some door calls the command with a file for this option or argument."""
    words = tuple(command.split())
    for door in DOORS:
        if door.words[: len(words)] == words:
            given = [at for at, word in enumerate(door.words) if word in ("{file}", "{folder}")]
            if any(door.words[at - 1] == option if option.startswith("--") else True for at in given):
                return True
    return False


def test_every_file_that_a_command_takes_has_a_door() -> None:
    names = {door.name for door in DOORS}
    assert set(LIKE.values()) <= names
    known = {f"{command} {option}": option for command, option in files_of(root.root())}
    assert len(known) > 80, "the commands were not found"
    open_ones = [
        path
        for path, option in known.items()
        if not {path, option} & WRITTEN and path not in LIKE and not is_tried(path.rpartition(" ")[0], option)
    ]
    assert open_ones == [], "add them to tests/hostile/doors.py"
    assert set(LIKE) <= known.keys(), "commands that are no more"
