"""Makes the product ready to be measured: its own preparation, the real course, and as many copies and people as wanted."""

from __future__ import annotations

import json
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.server import ROOT, Site
from config.postgres import Cluster

CONTENT = ROOT / "content"
CORE = ("meldcode", "opdracht", "kwaliteitskader", "samenwerken")
DATABASES = ("leerspiegel", "leerspiegel_keys")


@dataclass(frozen=True)
class Product:
    """The filled site, and who visits what of it and of the bare views beside it."""

    site: Site
    visits: list[dict[str, Any]]
    bare_visits: list[dict[str, Any]]


def made(folder: Path, cluster: Cluster) -> Site:
    """Prepare the site, without content. The settings are those of production, on plain HTTP as behind a proxy on the same machine."""
    folder.mkdir()
    content, keys = (cluster.create_database(name) for name in DATABASES)
    environment = {
        "ENVIRONMENT": "production",
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATA_DIR": str(folder / "data"),
        "DATABASE_URL": content,
        "KEYS_DATABASE_URL": keys,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "MASTER_KEY": secrets.token_urlsafe(48),
        "SEED_DEMO": "false",
    }
    site = Site("ours", Path(sys.executable), "config.settings", ROOT, environment)
    site.run("-m", "config.prepare")
    return site


def bring_course(site: Site) -> None:
    """All cases, modules and reflection questions of `content/`."""
    cases = sorted(map(str, (CONTENT / "cases").glob("*.json")))
    site.run("manage.py", "import_case", *cases, "--verbosity=0")
    for name in CORE:
        site.run("manage.py", "import_module", str(CONTENT / name), "--verbosity=0")
    site.run("manage.py", "import_reflection_questions", str(CONTENT / "reflection-questions"), "--verbosity=0")


def make(folder: Path, cluster: Cluster, wanted: dict[str, int]) -> Product:
    """Prepare it, with the course, and fill it."""
    site = made(folder, cluster)
    cases = sorted(map(str, (CONTENT / "cases").glob("*.json")))
    site.run("manage.py", "import_case", *cases, "--verbosity=0")
    site.run("manage.py", "import_module", str(CONTENT / "meldcode"), "--verbosity=0")
    (folder / "wanted.json").write_text(json.dumps(wanted))
    site.run("-m", "bench.fill", str(folder))
    visits = json.loads((folder / "visits.json").read_text())
    return Product(site, visits["ours"], visits["bare"])
