# SPDX-License-Identifier: MulanPSL-2.0
"""What may be looked at: small frozen rows made for lists, by plain SQL on the reading connection."""
