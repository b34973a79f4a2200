"""Pictures of pages (.png, .jpg, .tiff with one or more pages): read by OCR, laid out as the pages of a PDF are."""

from __future__ import annotations

import io
import warnings
from importlib.util import find_spec

from pipeline.documents import SourceText
from pipeline.errors import InputError, UsageError
from pipeline.read.pdf import composed
from pipeline.read.scan import read_pages

_MOST_PAGES = 500
_MOST_PIXELS = 80_000_000  # of one page: A3 at 600 dpi has 70 million


def read(data: bytes, name: str, sha256: str) -> SourceText:
    """Return the document that a picture shows; raise `InputError` when it is damaged or too large."""
    if find_spec("PIL") is None:
        raise UsageError(f'{name}: pictures need packages that are not installed: pip install "dondoc[scan]"')
    count = _pages(data, name)
    pages = list(read_pages(data, "image", range(1, count + 1)))
    return composed(pages, name, sha256, "image", [page.number for page in pages if not page.ocr])


def _pages(data: bytes, name: str) -> int:
    """Return how many pages a picture has."""
    width, height, count = _measured(data, name)
    if width * height > _MOST_PIXELS:
        raise InputError(f"{name}: a picture of {width} × {height} pixels; scan it at 300 dpi")
    if count > _MOST_PAGES:
        raise InputError(f"{name}: {count} pages; give at most {_MOST_PAGES} in one file")
    return count


def _measured(data: bytes, name: str) -> tuple[int, int, int]:
    """Return width, height and number of pages of a picture."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is damaged beyond reading is told below, or by the page
        try:
            image = Image.open(io.BytesIO(data))
            return image.width, image.height, int(getattr(image, "n_frames", 1))
        except Image.DecompressionBombError as error:
            raise InputError(f"{name}: a picture larger than any page; scan it at 300 dpi") from error
        except Exception as error:  # Pillow lets pass whatever a damaged file makes it raise
            raise InputError(f"{name}: this picture is damaged beyond reading; save it anew") from error
