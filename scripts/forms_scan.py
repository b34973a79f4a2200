"""Documents of corpus/ as scans: printed by `forms_pdf`, stamped, laid a little askew on the glass, worn, speckled.

`build` makes what corpus/forms/ holds; `clean_pages` and `worn` serve `scripts/fit_ocr` and `scripts/ocr_report` too.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import forms_pdf
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pypdfium2 import PdfDocument

DPI = 200
BUILT = ("kh-15-xa-an-binh", "qd-318-vinh-long")  # short ones: a page is some 100 kB
_RED, _BLUE = (215, 60, 70), (40, 60, 190)
_FAX = 170  # grey level from which a fax machine sees white
_SEAL = 150  # pixels; a seal is 36 to 38 mm wide


class Wear(NamedTuple):
    """What happens to a page: turned (degrees), blurred, its strokes thinned and pale, noisy, speckled, stamped."""

    turn: float = 0.4
    blur: float = 0.8
    thin: int = 0  # grey levels that turn white at the edges of strokes
    pale: float = 0.15
    noise: float = 6.0
    specks: int = 150
    stamped: bool = False


def build(corpus: Path) -> dict[str, bytes]:
    """Return the scans that the tests read, by the names of their files."""
    files = {}
    for stem in BUILT:
        (path,) = corpus.glob(f"{stem}.*")
        clean = clean_pages(forms_pdf.build(path))
        last = len(clean) - 1
        scans = [
            worn(page, Wear(turn=0.6, noise=3, specks=80, stamped=at == last), at) for at, page in enumerate(clean)
        ]
        files[f"{stem}.scan.pdf"] = as_pdf(scans)
        fax = [page.point([255 * (level > _FAX) for level in range(256)]).convert("1") for page in clean]
        if stem == BUILT[0]:
            files[f"{stem}.tiff"] = as_tiff(fax)
    files[f"{stem}.jpg"] = as_jpeg(scans[0])
    files[f"{stem}.png"] = as_png(fax[0].crop((0, 0, fax[0].width, fax[0].height // 2)))
    return files


def clean_pages(pdf: bytes) -> list[Image.Image]:
    """Return the pages of a PDF as grey pictures at 200 dpi."""
    document = PdfDocument(pdf)
    return [document[at].render(scale=DPI / 72, grayscale=True).to_pil() for at in range(len(document))]


def worn(page: Image.Image, wear: Wear, seed: int) -> Image.Image:
    """Return a page as a scan of it looks: in colour when it is stamped."""
    dice = random.Random(seed)  # noqa: S311  the same scan each time
    grains = np.random.default_rng(seed)
    soft = page.filter(ImageFilter.GaussianBlur(wear.blur)) if wear.blur else page
    dots = np.clip(np.asarray(soft, dtype=np.float32) * 255 / (255 - wear.thin), 0, 255)
    dots = 255 - (255 - dots) * (1 - wear.pale * grains.random(dots.shape, dtype=np.float32))
    scan = Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))
    if wear.stamped:
        scan = scan.convert("RGB")
        _stamp(scan, dice)
    white: int | tuple[int, int, int] = (255, 255, 255) if wear.stamped else 255
    scan = scan.rotate(dice.choice((-1, 1)) * wear.turn, Image.Resampling.BICUBIC, fillcolor=white)
    noise = grains.normal(-wear.noise, wear.noise, (scan.height, scan.width)).astype(np.float32)
    noisy = np.asarray(scan, dtype=np.float32) + (noise[..., None] if wear.stamped else noise)
    scan = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(scan)
    for _ in range(wear.specks):
        x, y = dice.randrange(scan.width), dice.randrange(scan.height)
        pen.rectangle((x, y, x + dice.randrange(2), y + dice.randrange(2)), fill="black" if wear.stamped else 0)
    return scan


def _stamp(scan: Image.Image, dice: random.Random) -> None:
    """Press a round red seal and draw a blue stroke of the pen on the lower right of a page."""
    pen = ImageDraw.Draw(scan)
    x, y = dice.randrange(900, 1200), dice.randrange(1300, 1700)
    for radius in (_SEAL, _SEAL - 10, _SEAL - 60):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_RED, width=4)
    font = ImageFont.truetype(forms_pdf._font_file("Bold"), 22)
    pen.text((x, y - 115), "ỦY BAN NHÂN DÂN", _RED, font, "mm")
    pen.line([(x - 80, y + 40), (x + 60, y - 60), (x + 260, y + 20)], fill=_BLUE, width=5)


def as_pdf(scans: Sequence[Image.Image], quality: int = 40) -> bytes:
    """Return a PDF of pages that are nothing but pictures."""
    out = io.BytesIO()
    scans[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=list(scans[1:]), quality=quality)
    return out.getvalue()


def as_jpeg(scan: Image.Image, quality: int = 40) -> bytes:
    """Return a page as a photograph of it is stored."""
    out = io.BytesIO()
    scan.save(out, "JPEG", quality=quality, dpi=(DPI, DPI))
    return out.getvalue()


def as_tiff(pages: Sequence[Image.Image]) -> bytes:
    """Return pages in black and white as one file, as fax machines and copiers send them."""
    out = io.BytesIO()
    pages[0].save(out, "TIFF", compression="group4", dpi=(DPI, DPI), save_all=True, append_images=list(pages[1:]))
    return out.getvalue()


def as_png(page: Image.Image) -> bytes:
    """Return a picture as one of a screen is stored."""
    out = io.BytesIO()
    page.save(out, "PNG", dpi=(DPI, DPI), optimize=True)
    return out.getvalue()
