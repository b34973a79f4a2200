"""What tests share: the folder of real documents, which lies beside the checkout, and a cache of their own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import stores
from hypothesis import settings

CHECKOUT = Path(__file__).resolve().parent.parent
_SHARED = CHECKOUT.parent / "shared"

# No deadline: the first example compiles grammars. With CI=true the examples are the same in each run.
settings.register_profile("dondoc", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("dondoc")


def pytest_configure() -> None:
    """Give the run a cache folder of its own, so that tests neither read nor change the user's."""
    if "PYTEST_XDIST_WORKER" in os.environ:  # a worker inherits the folder
        return
    folder = tempfile.mkdtemp(prefix="dondoc-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # called after what is registered later: saving into it
    os.environ["DONDOC_CACHE"] = folder


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the folder of this checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def real() -> Path:
    """Return `../shared/real`; skip the test where it is not, and fail it there with CI=true."""
    return _beside("real", "tests on real documents")


@pytest.fixture(scope="session")
def domain() -> Path:
    """Return `../shared/domain`; skip the test where it is not, and fail it there with CI=true."""
    return _beside("domain", "tests against the facts that the grammars were made from")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Return the address of a PostgreSQL server that runs for these tests; skip or fail the test without one."""
    with stores.server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where an empty store may be made, in each of the databases."""
    if request.param == "sqlite":
        return str(tmp_path / "kho lưu trữ.db")
    return stores.new_database(request.getfixturevalue("postgresql"), uuid.uuid4().hex)


def _beside(name: str, what: str) -> Path:
    folder = _SHARED / name
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"../shared/{name} is not here, and with CI=true no test is left out", pytrace=False)
        pytest.skip(f"../shared/{name} is not here: {what} did not run")
    return folder
