"""A scanned page as OCR reads it best: grey, upright, 200 dpi, coloured ink gone, specks gone where there are many.

What helps was measured on two real scans with exact transcripts and on rasterised documents (`scripts/ocr_report`):
200 dpi read better than 150, 250 and 300; darkening halved the letters that lost their marks, because the first thing a
scanner thins out is a mark; a median filter, which saves a noisy page, costs a clean one as many marks again.
"""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageChops, ImageFilter

DPI = 200
MOST_PIXELS = 16_000_000  # of a page as it is read: four times A4
_DARKER = 2.5  # exponent: white stays white, grey strokes come near black
_COLOURED = 60  # between the strongest and the weakest channel of a pixel of red or blue ink
_BLACK = 100  # a pixel whose strongest channel is darker is black ink, whatever lies over it
_INK = 150  # grey below this is ink
_NOISY = 0.03  # of the ink pixels stand alone on a noisy page; on clean ones some 0.001
_FAINT = 180  # grey of a darkened picture below this may be a faint mark
_DOT, _ALONE = 2, 12  # pixels from the middle of a speck to its edge, and to the ink nearest to it
_LARGEST_DOT = 22  # pixels; a full stop is as large, but near a letter
_WIDEST_TURN = 4.0  # degrees of a page laid askew
_LEAST_TURN = 0.2  # degrees; less does no harm, and turning blurs
_SMALL = 4  # by which the picture is made smaller for measuring how it lies
_SIDEWAYS = 1.5  # times; the profile across lines of text is so much rougher than along them


def prepared(image: Image.Image) -> Image.Image:
    """Return a picture of a page, which may be coloured, as OCR reads it: grey and upright, of the same size."""
    grey = _without_colour(image)
    if _roughness_of_ink(grey) > _NOISY:
        grey = grey.filter(ImageFilter.MedianFilter(3))
    angle = skew(grey)
    if abs(angle) >= _LEAST_TURN:
        grey = grey.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    return _without_specks(grey.point([round(255 * (level / 255) ** _DARKER) for level in range(256)]))


def _without_colour(image: Image.Image) -> Image.Image:
    """Return the picture in grey, red and blue ink left out: stamps, signatures, corrections by hand."""
    if image.mode in {"1", "L", "LA", "I;16"}:
        return image.convert("L")
    bands = image.convert("RGB").split()
    strongest = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    weakest = ImageChops.darker(ImageChops.darker(bands[0], bands[1]), bands[2])
    coloured = ImageChops.subtract(strongest, weakest).point([255 * (level > _COLOURED) for level in range(256)])
    grey = image.convert("L")
    if coloured.getbbox() is None:
        return grey
    coloured = coloured.filter(ImageFilter.MaxFilter(5))  # the edges of a stroke have less colour
    light = strongest.point([255 * (level > _BLACK) for level in range(256)])
    grey.paste(255, mask=ImageChops.multiply(coloured, light))
    return grey


def _without_specks(grey: Image.Image) -> Image.Image:
    """Return a darkened picture without dots that stand alone: no larger than a full stop, and far from anything else.

    The dot of an i and the upper of two marks stand up to nine pixels from their letter.
    """
    ink = grey.point([255 * (level < _FAINT) for level in range(256)])
    near, wide = (np.asarray(ink.filter(ImageFilter.BoxBlur(reach)), dtype=np.float32) for reach in (_DOT, _ALONE))
    inside, around = near * (2 * _DOT + 1) ** 2 / 255, wide * (2 * _ALONE + 1) ** 2 / 255
    specks = (np.asarray(ink) > 0) & (inside <= _LARGEST_DOT) & (around <= inside + 1.5)
    if specks.any():
        mask = Image.fromarray(specks.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(2 * _DOT + 1))
        grey.paste(255, mask=mask)
    return grey


def _roughness_of_ink(grey: Image.Image) -> float:
    """Return the share of ink pixels that have hardly any ink beside them."""
    ink = grey.point([255 * (level < _INK) for level in range(256)])
    dark = np.count_nonzero(np.asarray(ink))
    if not dark:
        return 0.0
    crowd = np.asarray(ink.filter(ImageFilter.BoxBlur(1)))  # 28 for each of the nine pixels that is ink
    return float(np.count_nonzero((np.asarray(ink) > 0) & (crowd < 57))) / dark


def skew(grey: Image.Image) -> float:
    """Return by how many degrees, counter-clockwise, a page has to be turned for its lines to lie level."""
    small = Image.eval(grey.reduce(_SMALL), lambda level: 255 - level)
    best = max(np.arange(-_WIDEST_TURN, _WIDEST_TURN + 0.1, 0.5), key=lambda angle: _roughness(small, float(angle)))
    return float(max(np.arange(best - 0.4, best + 0.45, 0.1), key=lambda angle: _roughness(small, angle)))


def lies_sideways(grey: Image.Image) -> bool:
    """Return whether the lines of a page run up or down."""
    small = Image.eval(grey.reduce(_SMALL), lambda level: 255 - level)
    return _roughness(small.transpose(Image.Transpose.ROTATE_90), 0) > _SIDEWAYS * _roughness(small, 0)


def _roughness(small: Image.Image, angle: float) -> float:
    """Return how much the darkness changes from one row of pixels to the next: most where lines lie level."""
    turned = small.rotate(angle) if angle else small  # to the nearest pixel: smoothing would favour 0
    rows = np.asarray(turned, dtype=np.float32)[:, turned.width // 20 : -turned.width // 20].mean(axis=1)
    return float(np.square(np.diff(rows)).sum())


def opaque(image: Image.Image) -> Image.Image:
    """Return a picture on white paper where it is transparent, its depth eight bits a colour."""
    if image.mode.startswith("I"):
        return image.point(lambda level: level / 257).convert("L") if image.mode == "I;16" else image.convert("L")
    if image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image


def at_reading_size(image: Image.Image, dpi: float | None) -> Image.Image:
    """Return a picture scaled to the resolution that is read, or to as many pixels as may be.

    One that does not say its resolution is taken for an A4 page.
    """
    if not dpi or not 70 <= dpi <= 1200:
        dpi = max(image.size) / 11.69
    factor = min(2.0, DPI / dpi, (MOST_PIXELS / (image.width * image.height)) ** 0.5)
    if math.isclose(factor, 1, abs_tol=0.1) and image.width * image.height < 1.3 * MOST_PIXELS:
        return image
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    if image.mode == "1":
        image = image.convert("L")
    return image.resize(size, Image.Resampling.LANCZOS)
