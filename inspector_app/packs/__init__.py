# SPDX-License-Identifier: MulanPSL-2.0
"""Checklist packs and the law library: data files read, checked and frozen; no Qt, no database."""
