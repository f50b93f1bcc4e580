# SPDX-License-Identifier: MulanPSL-2.0
"""Make the demo photos again: `python build/demo_photos.py [--folder F] [file ...]`.

Needs an interpreter with `bpy` (Blender as a module, Python 3.11), numpy and Pillow; none of them but Pillow
ships with the program. Some three minutes a picture on two cores. What is made and what it shows stands in
`resources/demo/photos/photos.toml`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

from demo_scenes import develop, indoors, kit, outdoors, sites
from PIL import Image

PHOTOS = Path(__file__).resolve().parents[1] / "resources/demo/photos"
RENDERED = (1008, 756)


def main() -> int:
    """Render and develop the named photos, or all."""
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("file", nargs="*")
    wish.add_argument("--folder", type=Path, help="where renderings lie; those found there are not made again")
    wish.add_argument("--samples", type=int, default=16)
    told = wish.parse_args()
    content = tomllib.loads((PHOTOS / "photos.toml").read_text(encoding="utf-8"))
    folder = told.folder or Path(tempfile.mkdtemp(prefix="demo-photos-"))
    for seed, photo in enumerate(content["photo"]):
        if told.file and photo["file"] not in told.file:
            continue
        picture = develop.develop(_rendering(photo, folder, told.samples), seed)
        if photo["turned"]:  # held upright, the sensor still reads across; viewers turn it back clockwise
            picture = picture.transpose(Image.Transpose.ROTATE_90)
        data = develop.save(picture, _exif(photo, content))
        (PHOTOS / photo["file"]).write_bytes(data)
        print(f"{photo['file']}: {picture.width} x {picture.height}, {len(data):,} bytes")
    return 0


def _rendering(photo: dict[str, Any], folder: Path, samples: int) -> Image.Image:
    place = folder / f"final_{photo['scene']}.png"
    if not place.exists():
        scenes = {**vars(indoors), **vars(outdoors), **vars(sites)}
        scenes[photo["scene"]]()
        kit.render(place, RENDERED[::-1] if photo["turned"] else RENDERED, samples)
    return Image.open(place)


def _exif(photo: dict[str, Any], content: dict[str, Any]) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = content["camera_make"].encode(), content["camera_model"].encode()
    exif[0x0112] = 6 if photo["turned"] else 1
    exif[0x010E] = "DEMO - fiction"
    day, time, offset = photo["taken_at"][:10], photo["taken_at"][11:19], photo["taken_at"][19:]
    inner = exif.get_ifd(0x8769)
    inner[0x9003] = inner[0x9004] = f"{day.replace('-', ':')} {time}"
    inner[0x9011] = inner[0x9012] = offset
    inner[0xA405] = 26
    place = exif.get_ifd(0x8825)
    place.update({1: "N", 2: _angle(photo["latitude"]), 3: "E", 4: _angle(photo["longitude"]), 0x12: "WGS-84"})
    return exif.tobytes()


def _angle(degrees: float) -> tuple[Fraction, Fraction, Fraction]:
    parts = round(degrees * 360_000)
    return Fraction(parts // 360_000), Fraction(parts // 6000 % 60), Fraction(parts % 6000, 100)


if __name__ == "__main__":
    sys.exit(main())
