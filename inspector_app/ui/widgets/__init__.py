# SPDX-License-Identifier: MulanPSL-2.0
"""Parts that screens share; they hold no data of their own."""
