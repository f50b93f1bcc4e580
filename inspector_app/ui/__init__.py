# SPDX-License-Identifier: MulanPSL-2.0
"""The window: main_window > screens > models : widgets > jobs : theme : ask; no screen knows another."""

import PySide6.QtCore  # noqa: F401  # before the next line: it mends what this import sets up

from inspector_app.ui.memory import keep_no_sources

keep_no_sources()
