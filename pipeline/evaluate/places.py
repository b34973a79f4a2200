"""How a place in a document and its words are shown to a founder."""

from __future__ import annotations

_QUOTE = 100  # characters


def place(text: str, start: int | None, ordinal: str | None = None) -> str:
    """Return the line (from 1) and the ordinal, as far as known: `line 52 III.2`."""
    line = f"line {text.count(chr(10), 0, start) + 1}" if text and start is not None else ""
    return f"{line} {ordinal or ''}".strip() or "somewhere"


def quote(words: str, size: int = _QUOTE) -> str:
    """Return the words in quotes with single spaces, cut to `size` characters."""
    whole = " ".join(words.split())
    return f'"{whole}"' if len(whole) <= size else f'"{whole[: size - 1].rstrip()}…"'
