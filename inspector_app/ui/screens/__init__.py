# SPDX-License-Identifier: MulanPSL-2.0
"""One screen a module; none imports another, the main window joins them."""
