# SPDX-License-Identifier: MulanPSL-2.0
"""The child process: takes one picture at a time from a pipe, under limits, and answers with facts or a picture.

Started by `link` (see `inspector_app.children`).
"""

from __future__ import annotations

import pillow_heif

from inspector_app.children.limits import Limits, bound, grant_seconds, take_pipes
from inspector_app.domain.problems import Refused
from inspector_app.photos.acts import Act, Request, refusal_head, request_from_head
from inspector_app.photos.facts import facts_to_json
from inspector_app.photos.faults import PhotoFault, broken
from inspector_app.photos.frames import FrameBroken, read_frame, write_frame
from inspector_app.photos.limits import CHILD_ADDRESS_SPACE, CHILD_DATA, REQUEST_SECONDS
from inspector_app.photos.pictures import fast_preview, make_print_copy, make_thumbnail, make_view
from inspector_app.photos.read import inspect_photo

LIMITS = Limits(address_space=CHILD_ADDRESS_SPACE, data=CHILD_DATA)

_Answer = tuple[dict[str, object], bytes]


def main() -> int:
    """Serve requests until the parent closes the pipe."""
    requests, answers = take_pipes()
    pillow_heif.options.DECODE_THREADS = 2
    bound(LIMITS)
    with requests, answers:
        try:
            write_frame(answers.write, {"ready": True}, b"")
            while True:
                frame = read_frame(requests.read)
                grant_seconds(2 * REQUEST_SECONDS)
                head, body = answer(request_from_head(frame.head), frame.body)
                del frame
                write_frame(answers.write, head, body)
        except (FrameBroken, OSError):
            return 0


def perform(request: Request, data: bytes) -> _Answer:
    """Do one act: facts in the head, or a picture in the body."""
    name, rotation, edge = request.name, request.rotation, request.edge
    match request.act:
        case Act.READ:
            return {"facts": facts_to_json(inspect_photo(data, name))}, b""
        case Act.THUMBNAIL:
            return {}, make_thumbnail(data, rotation, edge, name=name)
        case Act.VIEW:
            return {}, make_view(data, rotation, edge, name=name)
        case Act.PRINT_COPY:
            quality, font = request.quality, request.font
            picture = make_print_copy(data, rotation, request.marks, edge, quality, font=font, name=name)
            return {}, picture
        case Act.PREVIEW:
            return {}, fast_preview(data, rotation, name=name)
        case Act.COUNT_PAGES | Act.DRAW_PAGE:
            from inspector_app.photos import scans  # loads pdfium: not for photos

            if request.act is Act.COUNT_PAGES:
                return {"pages": scans.count_pages(data, name)}, b""
            return {}, scans.draw_page(data, request.page, edge, name)
        case Act.FIND_CODES:
            from inspector_app.photos import codes  # loads the reader of codes: not for photos

            return {"codes": codes.find_codes(data, name)}, b""


def answer(request: Request, data: bytes) -> _Answer:
    """Do one act, or tell why it was refused."""
    try:
        return perform(request, data)
    except Refused as refused:
        return refusal_head(refused), b""
    except MemoryError:  # outside the decoders: while a picture was turned or written
        return refusal_head(broken(request.name, PhotoFault.MEMORY)), b""


if __name__ == "__main__":
    raise SystemExit(main())
