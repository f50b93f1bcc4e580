# SPDX-License-Identifier: MulanPSL-2.0
"""The receiving end over HTTP(S): an ASGI app on the office's own store."""
