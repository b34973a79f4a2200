"""A corpus document in the files it is sent in: the plan and its appendix apart, in an archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

_PLAN = "kh-46-vinh-long.md"
_APPENDIX = "**PHỤ LỤC**"  # the line with which the appendix begins
_MADE = (2026, 1, 23, 8, 0, 0)


def build(corpus: Path) -> dict[str, bytes]:
    """Return the archive: named so that the order of names is not that of the document, with what a Mac adds."""
    plan, mark, appendix = (corpus / _PLAN).read_text(encoding="utf-8").partition(_APPENDIX)
    files = {
        "1. Phụ lục.md": (mark + appendix).encode(),
        "__MACOSX/._1. Phụ lục.md": b"\x00\x05\x16\x07",
        "2. Kế hoạch.md": plan.encode(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), data, zipfile.ZIP_DEFLATED)
    return {"kh-46-vinh-long.zip": packed.getvalue()}
