# SPDX-License-Identifier: MulanPSL-2.0
"""The program for one working day of a Chinese work-safety inspector."""

__version__ = "0.1.0"
