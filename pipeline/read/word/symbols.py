"""Fonts that show other signs than their characters are: symbol fonts, and those of the time before Unicode."""

from __future__ import annotations

import re

_OLD = re.compile(r"\.Vn|VNI|ABC|TCVN", re.IGNORECASE)  # how the names of old Vietnamese fonts begin
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # no letters; a character of a symbol font stands at F000 + its place in it
_OFFSET = 0xF000
_BULLET = "•"
# Adobe's Symbol font, the places above ASCII that documents use; its figures and marks are those of ASCII
_SYMBOL = {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB0: "°", 0xB7: _BULLET, 0xB9: "≠", 0xBB: "≈"}
_SYMBOL |= {0xA5: "∞", 0xAC: "←", 0xAE: "→", 0xBC: "…", 0x2D: "-", 0xDE: "⇒", 0xE5: "∑", 0x61: "α", 0x62: "β"}
_SYMBOL |= {0x6D: "μ", 0x44: "Δ"}
_WINGDINGS = {0xFC: "✓", 0xFB: "✗", 0xFD: "☒", 0xFE: "☑", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0xE0: "→", 0xF0: "→"}
_WINGDINGS |= {0xDF: "←", 0x2D: _BULLET}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_ROUND = {"o": "◦"}  # the bullet that Word takes from Courier New


def shown(text: str, font: str) -> str:
    """Return what is seen of a text in a font."""
    if _OLD.match(font):
        from pipeline.read.fonts import convert  # the tables load only for documents that use such a font

        if (converted := convert(text, font)) is not None:
            return converted
    return plain(text, font)


def plain(text: str, font: str) -> str:
    """Return a text with the signs that are seen for characters of symbol fonts, a bullet for those not known."""
    return _PRIVATE.sub(lambda found: symbol(ord(found[0]) - _OFFSET, font), text)


def symbol(place: int, font: str) -> str:
    """Return the sign at a place of a symbol font, a bullet where that is not known."""
    place &= 0xFF
    known = _FONTS.get(font.lower())
    if known is not None and place in known:
        return known[place]
    if font.lower() == "symbol" and " " <= chr(place) < "@":
        return chr(place)
    return _BULLET


def plain_bullet(text: str, font: str) -> str:
    """Return the bullet of a list as it is seen: of a symbol font, or the small o of Courier New."""
    if font.lower().startswith(("symbol", "wingdings", "webdings")):
        text = "".join(symbol(ord(sign), font) for sign in text)
    return _ROUND.get(text, plain(text, font))
