# SPDX-License-Identifier: MulanPSL-2.0
"""Work in a child process that ends, with limits: `starting` is the parent's end of it, `limits` the child's own.

Whoever has bytes from outside, or work that takes memory it would not give back, does it in `main` of a module
that `Child` names: started by `starting.child_command`, it takes its pipes with `limits.take_pipes` and bounds
itself with `limits.bound`. `starting.ask_once` is one question to a child of its own; photos, which ask often,
hold theirs open (`photos.link`).
"""

from __future__ import annotations

from enum import StrEnum

CHILD_ARGUMENT = "--child"
"""A frozen program is its own interpreter: `__main__` looks for this word before anything else."""


class Child(StrEnum):
    """What may run as a child: the module whose `main` does it."""

    PHOTOS = "inspector_app.photos.child"
    SHEETS = "inspector_app.sheets.child"
