# SPDX-License-Identifier: MulanPSL-2.0
"""Qt models over frozen rows; integer roles only (one Enum comparison a cell costs the frame rate)."""
