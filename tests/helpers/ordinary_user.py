# SPDX-License-Identifier: MulanPSL-2.0
"""Run a few lines as an ordinary user, since root may read and write anywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NOBODY = 65534
ROOT = Path(__file__).resolve().parents[2]


def let_others_in(path: Path) -> None:
    """Let another user pass through the folders above a test's own."""
    for parent in list(path.parents)[:5]:
        parent.chmod(parent.stat().st_mode | 0o055)


def as_ordinary_user(imports: str, body: str, *arguments: str) -> list[str]:
    """Run `body` after dropping root's rights (imports come first, they may lie in root's home); give its words."""
    drop = f"import os, sys\nif os.getuid() == 0: os.setgid({NOBODY}); os.setuid({NOBODY})\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{imports}\n{drop}{body}", *arguments],
        capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
