# SPDX-License-Identifier: MulanPSL-2.0
"""Bundles out and in, receipts, conflicts, who belongs to which office."""
