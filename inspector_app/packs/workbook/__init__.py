# SPDX-License-Identifier: MulanPSL-2.0
"""A checklist as a workbook that people edit: an XLSForm with columns of our own (docs/workbook-format.md)."""
