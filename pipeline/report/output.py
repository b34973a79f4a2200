"""How does a report get into a file? All of it or nothing, and never over one of its own inputs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable


def check(out: Path, inputs: Iterable[str]) -> None:
    """Raise `UsageError` when `out` is a folder, lies in none, or is one of the inputs."""
    if out.is_dir():
        raise UsageError(f"{out}: is a folder; give -o the name of a file in it")
    if not out.parent.is_dir():
        raise UsageError(f"{out}: there is no folder {out.parent}; make it first")
    for name in inputs:
        if name != "-" and out.exists() and Path(name).exists() and out.samefile(name):
            raise UsageError(f"{out}: is an input; give -o another name")


def save(pieces: Iterable[bytes], out: Path) -> None:
    """Write the pieces to a new file beside `out` and then put it in its place.

    A pipe or a device (`/dev/stdout`) is written to as it is; a link keeps pointing where it points.
    Raises `UsageError` when the file cannot be written.
    """
    try:
        if out.exists() and not out.is_file():
            with out.open("wb") as device:
                device.writelines(pieces)
        else:
            _replace(pieces, out.resolve())
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror or error})") from error


def _replace(pieces: Iterable[bytes], out: Path) -> None:
    beside = out.with_name(f".dondoc-{os.getpid()}.part")
    try:
        with beside.open("xb") as part:
            part.writelines(pieces)
        if out.exists():
            beside.chmod(out.stat().st_mode & 0o7777)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
