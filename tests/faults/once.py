# SPDX-License-Identifier: MulanPSL-2.0
"""One command with patches, as a process of its own: `python -m tests.faults.once '["small_parts"]' bundle make …`."""

from __future__ import annotations

import json
import sys

from inspector_app.cli import main
from tests.faults.patches import PATCHES

if __name__ == "__main__":
    for name in json.loads(sys.argv[1]):
        PATCHES[name]()
    sys.exit(main(sys.argv[2:]))
