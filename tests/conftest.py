"""What tests share: the folder of real documents, which lies beside the checkout and never in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
_REAL = CHECKOUT.parent / "shared" / "real"


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the folder of this checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def real() -> Path:
    """Return `../shared/real`; skip the test where it is not, and fail it there with CI=true."""
    if not _REAL.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("../shared/real is not here, and with CI=true no test is left out", pytrace=False)
        pytest.skip("../shared/real is not here: tests on real documents did not run")
    return _REAL
