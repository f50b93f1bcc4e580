# SPDX-License-Identifier: MulanPSL-2.0
"""The budgets measured on one city's year; `make bench-city` runs it and writes the table of docs/measurements.md."""
