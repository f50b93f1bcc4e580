# SPDX-License-Identifier: MulanPSL-2.0
"""Expressions of checklists (the XPath subset of XLSForm): read, checked, and kept live while answers change."""
