"""Who wants to know how far OCR has come: it takes a second or two for a page."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

watcher: ContextVar[Callable[[int, int], None] | None] = ContextVar("watcher", default=None)
"""Told how many pages of how many are read."""
