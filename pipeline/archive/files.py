"""Which files are to be read: folders to their depth, patterns, single files; each once, in one order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import UsageError


class Found(NamedTuple):
    """The files found, and the folders that could not be looked into, each with the reason."""

    files: tuple[str, ...]
    closed: tuple[tuple[str, str], ...]


def find(paths: Iterable[str]) -> Found:
    """Return the files under paths, sorted, those with a leading dot left out; links to folders are not followed.

    Raises `UsageError` for a path that is not there, and when there is no file at all.
    """
    closed: list[tuple[str, str]] = []
    files = sorted({name for path in paths for name in _under(path, closed)}, key=os.fsencode)
    if not files and not closed:
        raise UsageError(f"{', '.join(paths)}: there is no file to read; name folders, files or patterns")
    return Found(tuple(files), tuple(closed))


def _under(path: str, closed: list[tuple[str, str]]) -> Iterator[str]:
    if "://" in path:
        raise UsageError(f"{path}: addresses are not read yet; name folders, files or patterns")
    if not os.path.lexists(path):
        if not has_magic(path):
            raise UsageError(f"{path}: there is no such file or folder")
        for name in glob(path, recursive=True):  # noqa: PTH207  of a text that may hold any pattern
            yield from _under(name, closed)
    elif Path(path).is_dir():

        def note(error: OSError) -> None:
            closed.append((str(error.filename), error.strerror or str(error)))

        for folder, folders, names in os.walk(path, onerror=note):
            folders[:] = sorted(one for one in folders if not one.startswith("."))
            for name in names:
                whole = os.path.join(folder, name)  # noqa: PTH118  names may be no text, which Path may normalise
                if not name.startswith(".") and Path(whole).is_file():
                    yield whole
    else:
        yield path
