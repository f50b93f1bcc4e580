# SPDX-License-Identifier: MulanPSL-2.0
"""`inspector-app`: alone it opens the window, with a command it runs one operation without a display."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from inspector_app.children import CHILD_ARGUMENT


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and give its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == [CHILD_ARGUMENT]:
        from inspector_app.children.starting import run_child

        return run_child(words[1:])
    from inspector_app import app

    options = app.parse(words)
    if options is not None:
        return app.run(options)
    from inspector_app.cli import main as command

    return command(words)


if __name__ == "__main__":
    sys.exit(main())
