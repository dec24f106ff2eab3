"""Load the NVD's files into cve-bin-tool 3.4's own database, by its own code and without the network.

    CVE_BIN_TOOL_PYTHON benchmarks/peers/cve_bin_tool_load.py CACHE NVD

It has no command for local files of this form, so its functions for answers of the API 2.0 are called.
"""

import json
import lzma
import sys
from pathlib import Path

from cve_bin_tool.cvedb import CVEDB  # type: ignore[import-not-found]  # of the peer's own environment
from cve_bin_tool.data_sources import nvd_source  # type: ignore[import-not-found]  # the same

cache, nvd = (Path(name) for name in sys.argv[1:3])
cache.mkdir(parents=True, exist_ok=True)
# a record without a score ends 3.4's reader in an error of its own log line
nvd_source.float = lambda score: score if score == "unknown" else float(score)
base = CVEDB(sources=[], cachedir=str(cache), version_check=False)
base.init_database()
items = []
for path in sorted(nvd.glob("*.json.xz")):
    items += json.loads(lzma.decompress(path.read_bytes()))["vulnerabilities"]
for item in items:
    item["cve"]["descriptions"] = item["cve"].get("descriptions") or [{"value": ""}]
    item["cve"].setdefault("published", "")
base.data = [(nvd_source.NVD_Source(nvd_type="api2").format_data_api2(items), "NVD")]
base.populate_db()
