"""The archive's store: what was read in many documents, kept in SQLite (one file) or PostgreSQL.

rows.py      what goes in and what comes out, as plain tuples
models.py    the tables                     migrations/  how an older store becomes a newer one
connect.py   a URL → an engine; what databases complain of, as one line
writing.py   a plan → rows of the tables
saving.py    rows → tables                 deciding.py  what people decide, kept and put on the task
store.py     the class `Store`             search.py    questions about tasks

SQLAlchemy and Alembic come with the extra `store` and are imported by `open_store`, not before.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.store.rows import Decided, Extracted, Failed, Known, StoredDocument

if TYPE_CHECKING:
    from pipeline.store.store import Store

__all__ = ["Decided", "Extracted", "Failed", "Known", "StoredDocument", "open_store"]


def open_store(url: str, *, create: bool = False) -> Store:
    """Return the store at a path or URL, as `Store.open` does; raise `UsageError` when its packages are missing."""
    for package in ("sqlalchemy", "alembic"):
        if find_spec(package) is None:
            raise UsageError(
                f'--store needs the package {package}, which is not installed: pip install "dondoc[store]"'
            )
    from pipeline.store.store import Store

    return Store.open(url, create=create)
