# SPDX-License-Identifier: MulanPSL-2.0
"""The database and the files of one workspace; the only floor that knows SQL."""
