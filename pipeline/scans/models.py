"""Where Tesseract's Vietnamese model lies, and what to install when something that OCR needs is not there."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from pipeline.errors import UsageError

LANGUAGE = "vie"
_PACKAGES = ("tesserocr", "PIL", "numpy", "pypdfium2")
_MODELS = (  # where Debian, other systems and a user's own installation keep the models
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


def models_folder() -> str:
    """Return the folder with Tesseract's Vietnamese model; raise `UsageError` when it, or the binding, is missing."""
    if any(find_spec(package) is None for package in _PACKAGES):
        raise UsageError('scans need packages that are not installed: pip install "dondoc[scan]"')
    own = os.environ.get("TESSDATA_PREFIX")
    for folder in filter(None, (own, *_MODELS)):
        if (Path(folder) / f"{LANGUAGE}.traineddata").is_file():
            return folder
    raise UsageError(
        "scans need Tesseract with its Vietnamese model; on Debian: apt-get install tesseract-ocr tesseract-ocr-vie"
    )
