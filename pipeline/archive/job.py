"""One document, in a process of its own: its content's hash, and what was read in it."""

from __future__ import annotations

import hashlib
import resource
import time
from functools import cache
from pathlib import Path

from pipeline import __version__
from pipeline.errors import DondocError
from pipeline.store.rows import Extracted, Failed

_MEGABYTE = 1 << 20


@cache
def rules_version() -> str:
    """Return a name for the rules in force: what they read, an archive need not read again."""
    from pipeline.grammar import folder

    digest = hashlib.sha256(__version__.encode())
    for path in sorted(folder().glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def content_hash(name: str) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal; raise `OSError`."""
    with Path(name).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def prepare(megabytes: int) -> None:
    """Limit what a worker's process may hold, and leave Ctrl-C to the process that started it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def read(name: str, sha256: str, size: int, rules: str) -> tuple[bool, tuple[object, ...]]:
    """Return whether a document was read, and the row of `Extracted` or `Failed` as plain values.

    Only what Python cannot catch (a crash, a hang) is left to the pool.
    """
    started = time.perf_counter()
    try:
        done = _extracted(name, sha256, size, rules, started)
    except MemoryError:
        return False, tuple(
            Failed(sha256, rules, name, size, f"{name}: needs more memory than --memory gives", "memory")
        )
    except DondocError as error:
        return False, tuple(Failed(sha256, rules, name, size, " ".join(str(error).split()), "input"))
    except Exception as error:  # noqa: BLE001  one document must not end the run
        told = f"{name}: internal error ({type(error).__name__}: {error}); please report it with the document"
        return False, tuple(Failed(sha256, rules, name, size, " ".join(told.split()), "crash"))
    return True, tuple(done)


def _extracted(name: str, sha256: str, size: int, rules: str, started: float) -> Extracted:
    from pipeline.run import extract, read_source

    source = read_source(name)
    if content_hash(name) != sha256:
        raise DondocError(f"{name}: was changed while it was read; run it again")
    printable = source.name.encode("utf-8", "backslashreplace").decode()  # JSON holds no byte that is no letter
    plan = extract(source.model_copy(update={"name": printable}))
    return Extracted(
        sha256=sha256,
        rules=rules,
        name=name,
        size=size,
        format=source.format,
        pages=len(source.pages) or None,
        ocr=source.ocr,
        chars=len(source.text),
        text=source.text,
        plan=plan.model_dump_json(by_alias=True).encode(),
        seconds=round(time.perf_counter() - started, 4),
    )
