# SPDX-License-Identifier: MulanPSL-2.0
"""Types and rules of inspection: standard library only; no clock, no file, no chance."""
