# SPDX-License-Identifier: MulanPSL-2.0
"""`inspector-app`: alone it opens the window, with a command it runs one operation without a display."""

from __future__ import annotations

import sys
from collections.abc import Sequence

PHOTO_CHILD = "--photo-child"  # how a frozen program starts the process that decodes pictures (photos/link.py)
SHEET_CHILD = "--sheet-child"  # ... and the one that reads workbooks (sheets/link.py)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and give its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == [PHOTO_CHILD]:
        from inspector_app.photos.child import main as photo_child

        return photo_child()
    if words[:1] == [SHEET_CHILD]:
        from inspector_app.sheets.child import main as sheet_child

        return sheet_child()
    from inspector_app import app

    options = app.parse(words)
    if options is not None:
        return app.run(options)
    from inspector_app.cli import main as command

    return command(words)


if __name__ == "__main__":
    sys.exit(main())
