"""What the tests run in: a DATA_DIR of their own and no setting of yours. Loaded before Django's settings (addopts in pyproject.toml)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_MARK = "LEERSPIEGEL_TEST_DATA"
"""Names the folder that the first process made; xdist's workers find it here and make their own inside it."""
_NOT_FROM_OUTSIDE = """
    ALLOWED_HOSTS BEHIND_PROXY CHECK_OUTSIDE_LINKS DEBUG DEFAULT_FROM_EMAIL DEMO_PASSWORD EMAIL_URL HOST
    LOG_MONTHS MASTER_KEY NEW_MASTER_KEY OIDC_SERVICES PORT PREVIOUS_MASTER_KEY REQUIRE_MFA SECRET_KEY SEED_DEMO SITE_URL
"""


def _enter() -> None:
    for name in _NOT_FROM_OUTSIDE.split():
        os.environ.pop(name, None)
    if _MARK not in os.environ:
        os.environ[_MARK] = tempfile.mkdtemp(prefix="leerspiegel-test-data-")
        atexit.register(shutil.rmtree, os.environ[_MARK], ignore_errors=True)
    folder = Path(os.environ[_MARK]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
    (folder / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing one
    os.environ["DATA_DIR"] = str(folder)
    os.environ["ENVIRONMENT"] = "test"


_enter()
