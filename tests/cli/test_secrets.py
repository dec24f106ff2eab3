"""No output tells a secret: not the terminal, not a report, not the evidence."""

import lzma
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SECRETS = ("acme2019", "Acm3!Factory", "acme12345", "mqttS3cret", "wJalrXUtnFEMI", "AKIAIOSFODNN7EXAMPLE")


@pytest.mark.shared
def test_no_secret_of_a_real_image_is_in_any_output(shared_data: Path, tmp_path: Path) -> None:
    image = tmp_path / "mini.bin"
    image.write_bytes(lzma.decompress((shared_data / "firmware" / "mini.bin.xz").read_bytes()))
    workspace = tmp_path / "workspace"

    def mamoru(*arguments: object) -> bytes:
        command = [sys.executable, "-m", "mamoru", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, timeout=100, check=False).stdout

    told = mamoru("init", workspace, "--from", image, "--product-name", "Camera")
    for form in ("text", "json", "sarif", "html"):
        told += mamoru("check", workspace, "-v", "--format", form)
    told += mamoru("firmware", "check", image, "-v") + mamoru("explain", "FW-SEC-001", workspace)
    shutil.rmtree(workspace / "products")
    kept = b"".join(path.read_bytes() for path in workspace.rglob("*") if path.is_file())

    assert len(told) > 100_000
    assert len(kept) > 100_000
    assert [secret for secret in SECRETS if secret.encode() in told + kept] == []
