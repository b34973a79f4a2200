"""The process that reads pictures of pages: the file on standard input, pages on standard output, a JSON line each.

    python -m pipeline.scans.worker pdf 3 5 8

The words name the form (`pdf` or `image`) and the pages, from 1. A page that cannot be shown comes out `odd`.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import Any

from PIL import Image, ImageOps

from pipeline.pages.values import Page
from pipeline.scans.models import models_folder
from pipeline.scans.page import read_picture
from pipeline.scans.picture import DPI, MOST_PIXELS, at_reading_size, opaque
from pipeline.scans.tesseract import Reader

_MEMORY = 3 << 30  # bytes of address space


def main() -> None:
    """Read the file and write the pages asked for."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    form, *numbers = sys.argv[1:]
    data = sys.stdin.buffer.read()
    shown = _of_pdf(data) if form == "pdf" else _of_image(data)
    reader = Reader(models_folder())
    for number in map(int, numbers):
        try:
            page = read_picture(shown(number), reader, number)
        except Exception as error:  # noqa: BLE001  whatever is wrong with one page, the others are read
            page = Page(number, 0, 0, 0, (), odd=f"damaged: {type(error).__name__}")
        sys.stdout.write(json.dumps(page) + "\n")
        sys.stdout.flush()


def _of_pdf(data: bytes) -> Any:  # noqa: ANN401  a function: number → picture
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)

    def shown(number: int) -> Image.Image:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(DPI / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        # Annotations are signatures' marks and notes laid over the scan.
        picture: Image.Image = page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil()
        return picture

    return shown


def _of_image(data: bytes) -> Any:  # noqa: ANN401  a function: number → picture
    image = Image.open(io.BytesIO(data))

    def shown(number: int) -> Image.Image:
        image.seek(number - 1)
        dpi = image.info.get("dpi", (None,))[0]
        return at_reading_size(opaque(ImageOps.exif_transpose(image)), float(dpi) if dpi else None)

    return shown


if __name__ == "__main__":
    main()
