# SPDX-License-Identifier: MulanPSL-2.0
"""The rooms of the demo photos: invented places, built and path-traced with Blender's Python module."""

import bpy  # first: it brings bmesh and mathutils with it

__all__ = ["bpy"]
