# SPDX-License-Identifier: MulanPSL-2.0
"""Turn a rendering into what a phone would have saved: lens faults, tone, sharpening, grain, 12 megapixels."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

LONG, SHORT = 4032, 3024
MOST_BYTES = 1_450_000


def develop(rendering: Image.Image, seed: int) -> Image.Image:
    """Give the upright picture at full size."""
    upright = rendering.height > rendering.width
    small = np.asarray(_bend(rendering.convert("RGB")), dtype=np.float32) / 255
    small = _bloom(small * np.clip(0.40 / small.mean(), 0.9, 1.3))  # what a phone's metering does
    picture = Image.fromarray((np.clip(small, 0, 1) * 255 + 0.5).astype(np.uint8))
    picture = picture.resize((SHORT, LONG) if upright else (LONG, SHORT), Image.Resampling.BICUBIC)
    picture = picture.filter(ImageFilter.UnsharpMask(radius=4.5, percent=70, threshold=1))
    full = np.asarray(picture, dtype=np.float32) / 255
    full = _tone(full * _vignette(full.shape[0], full.shape[1]), seed)
    full = _grain(full, seed)
    done = Image.fromarray((np.clip(full, 0, 1) * 255 + 0.5).astype(np.uint8))
    return done.filter(ImageFilter.UnsharpMask(radius=1.4, percent=60, threshold=3))


def save(picture: Image.Image, exif: bytes) -> bytes:
    """Give the JPEG at the best quality that stays within the size."""
    for quality in range(88, 40, -3):
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=quality, exif=exif, subsampling=2, optimize=True)
        if target.tell() <= MOST_BYTES:
            break
    return target.getvalue()


def _bend(picture: Image.Image) -> Image.Image:
    """Barrel distortion, and a little colour at the rim: red is drawn a trace larger than blue."""
    source = np.asarray(picture, dtype=np.float32)
    high, wide = source.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    x, y = (x - wide / 2) / (wide / 2), (y - high / 2) / (wide / 2)
    square = x * x + y * y
    result = np.empty_like(source)
    for channel, scale in enumerate((0.9994, 1.0, 1.0006)):
        stretch = scale * (0.985 + 0.012 * square)
        result[..., channel] = _sample(
            source[..., channel], (x * stretch + 1) * wide / 2, y * stretch * wide / 2 + high / 2
        )
    return Image.fromarray(np.clip(result, 0, 255).astype(np.uint8))


def _sample(plane: Any, x: Any, y: Any) -> Any:
    left, top = np.clip(x.astype(int), 0, plane.shape[1] - 2), np.clip(y.astype(int), 0, plane.shape[0] - 2)
    right, low = np.clip(x - left, 0, 1), np.clip(y - top, 0, 1)
    above = plane[top, left] * (1 - right) + plane[top, left + 1] * right
    below = plane[top + 1, left] * (1 - right) + plane[top + 1, left + 1] * right
    return above * (1 - low) + below * low


def _bloom(picture: Any) -> Any:
    bright = Image.fromarray((np.clip(picture - 0.82, 0, 0.18) / 0.18 * 255).astype(np.uint8))
    spread = np.asarray(bright.filter(ImageFilter.GaussianBlur(picture.shape[1] / 60)), dtype=np.float32) / 255
    return picture + spread * 0.10


def _vignette(high: int, wide: int) -> Any:
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    square = ((x - wide / 2) ** 2 + (y - high / 2) ** 2) / (wide**2 + high**2) * 4
    return (1 - 0.17 * square**1.3)[..., None]


def _tone(picture: Any, seed: int) -> Any:
    """A phone's curve: lifted shadows, strong middle, a white balance that is never quite right."""
    chance = np.random.default_rng(seed)
    warm = chance.uniform(-0.022, 0.03)
    picture = np.clip(picture, 0, 1) * np.array([1 + warm, 1.0, 1 - warm], dtype=np.float32)
    curved = picture + 0.09 * np.sin((picture - 0.5) * 2 * np.pi * 0.5) * np.sin(picture * np.pi)
    grey = curved.mean(axis=2, keepdims=True)
    return grey + (curved - grey) * 1.08


def _grain(picture: Any, seed: int) -> Any:
    """Sensor noise after the phone's own smoothing: soft, coarser in the shadows, little colour."""
    chance = np.random.default_rng(seed + 1)
    high, wide = picture.shape[:2]
    grey = picture.mean(axis=2)
    fine = chance.standard_normal((high, wide)).astype(np.float32)
    fine = (fine + np.roll(fine, 1, 0) + np.roll(fine, 1, 1) + np.roll(fine, (1, 1), (0, 1))) / 2
    coarse = Image.fromarray(chance.standard_normal((high // 3, wide // 3)).astype(np.float32), "F")
    coarse = np.asarray(coarse.resize((wide, high), Image.Resampling.BICUBIC))
    strength = 0.005 + 0.012 * np.clip(1 - grey, 0, 1) ** 2
    noisy = picture + ((fine * 0.8 + coarse * 0.8) * strength)[..., None]
    for channel in (0, 2):
        blot = Image.fromarray(chance.standard_normal((high // 8, wide // 8)).astype(np.float32), "F")
        noisy[..., channel] += np.asarray(blot.resize((wide, high), Image.Resampling.BICUBIC)) * strength * 0.5
    return noisy
