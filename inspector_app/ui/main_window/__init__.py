# SPDX-License-Identifier: MulanPSL-2.0
"""The one window: its frame, the screens it joins, and what it remembers between two runs."""

from inspector_app.ui.main_window.window import MainWindow

__all__ = ["MainWindow"]
