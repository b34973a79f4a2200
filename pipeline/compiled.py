"""Grammars made ready once: their content and compiled patterns, kept for the runs after the first.

Reading and compiling the rules costs more time than a document. So a run that had to do it leaves the result in the
user's cache folder, as Python does with its bytecode, and later runs take it from there. The file's name says for
which regex and Python it was made, and each grammar's content goes by the digest of its text: a changed rule is read
anew. Without a folder to write to, everything works as well, only slower. `DONDOC_CACHE` names another folder, or
is `off`.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import io
import os
import pickle
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import regex

_FORMAT = 2  # of the file; a change of what it holds changes the number
_DIGEST = 32  # bytes of the digest that the file begins with
_Content = dict[str, Any]  # of a grammar file, as YAML gives it
_Kept = tuple[dict[str, tuple[str, _Content]], dict[str, regex.Pattern[str]]]


class _Patterns(pickle.Unpickler):
    """Reads plain values and compiled patterns, and refuses any other class."""

    def find_class(self, module: str, name: str) -> object:
        """Return the one callable that a compiled pattern is rebuilt with."""
        if (module, name) == ("regex._regex", "compile"):
            found: object = super().find_class(module, name)
            return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a cache of grammars")


class Compiled:
    """What earlier runs compiled, and what this one adds."""

    def __init__(self, path: Path | None) -> None:
        """Read the file at `path`; without one, or when it cannot be used, begin with nothing."""
        self._path = path
        self._contents: dict[str, tuple[str, _Content]] = {}
        self._patterns: dict[str, regex.Pattern[str]] = {}
        self._changed = False
        if path:
            with contextlib.suppress(OSError, pickle.UnpicklingError):
                self._contents, self._patterns = _unpacked(path.read_bytes())

    def content(self, name: str, text: str) -> _Content | None:
        """Return the parsed content of a grammar file, None when this text of it has not been seen."""
        digest, content = self._contents.get(name, ("", None))
        return content if digest == _digest(text) else None

    def keep(self, name: str, text: str, content: _Content) -> None:
        """Keep the parsed content of a grammar file."""
        self._contents[name] = _digest(text), content
        self._changed = True

    def pattern(self, expanded: str) -> regex.Pattern[str]:
        """Return a compiled pattern; raise `regex.error` when it is wrong."""
        found = self._patterns.get(expanded)
        if found is None:
            found = self._patterns[expanded] = regex.compile(expanded)
            self._changed = True
        return found

    def save(self) -> None:
        """Write the file if this run added anything; say nothing when it cannot be written."""
        if not self._path or not self._changed:
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._path.parent, delete=False) as file:
                file.write(_packed((self._contents, self._patterns)))
            Path(file.name).replace(self._path)


def _packed(kept: _Kept) -> bytes:
    data = pickle.dumps(kept, protocol=5)
    return hashlib.sha256(data).digest() + data


def _unpacked(packed: bytes) -> _Kept:
    """Return what was packed; raise `UnpicklingError` when a byte of it has changed since."""
    digest, data = packed[:_DIGEST], packed[_DIGEST:]
    if hashlib.sha256(data).digest() != digest:
        raise pickle.UnpicklingError("damaged")
    kept: _Kept = _Patterns(io.BytesIO(data)).load()
    return kept


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _path() -> Path | None:
    """Return where the file belongs, None when there is to be none."""
    named = os.environ.get("DONDOC_CACHE", "")
    if named == "off":
        return None
    home = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
    try:
        folder = Path(named) if named else (Path(home) if home else Path.home() / ".cache") / "dondoc"
    except RuntimeError:  # no home folder
        return None
    version = f"{regex.__version__}-{sys.implementation.cache_tag}-{sys.maxsize.bit_length()}"
    return folder / f"grammars-{_FORMAT}-{version}.pickle"


@cache
def compiled() -> Compiled:
    """Return what is compiled, read once; what this run adds is written when it ends."""
    store = Compiled(_path())
    atexit.register(store.save)
    return store
