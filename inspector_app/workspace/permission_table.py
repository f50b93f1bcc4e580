# SPDX-License-Identifier: MulanPSL-2.0
"""Reading `resources/permissions.toml`: which role may do what."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from inspector_app.domain.account import AccountRole, Act, Permissions
from inspector_app.domain.change import Op
from inspector_app.locations import bundled


@cache
def permissions() -> Permissions:
    """Give the table that ships with the program. A fault in it is a bug: raises ValueError or KeyError."""
    return read_permissions(bundled("resources") / "permissions.toml")


def read_permissions(path: Path) -> Permissions:
    """Read a permission table; every act must be in a group, every group given to a role."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = {name: frozenset(_what(word) for word in words) for name, words in content["groups"].items()}
    unknown = {name for given in content["roles"].values() for name in given} - groups.keys()
    if unknown:
        raise ValueError(f"no such group: {sorted(unknown)}")
    roles = {
        AccountRole(role): frozenset().union(*(groups[name] for name in given))
        for role, given in content["roles"].items()
    }
    places = {name: Act(word) for name, word in content["places"].items()}
    commands = {name: Act(word) for name, word in content["commands"].items()}
    return Permissions(roles=roles, places=places, commands=commands)


def _what(word: str) -> Op | Act:
    """An act of the journal by its name, another one after a colon."""
    return Act(word[1:]) if word.startswith(":") else Op(word)
