# SPDX-License-Identifier: MulanPSL-2.0
"""The window: main_window > screens > models : widgets > jobs : theme : ask; no screen knows another."""
