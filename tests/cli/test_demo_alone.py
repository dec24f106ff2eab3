"""The demo where nothing can be fetched: it says so, goes on, and ends well."""

from pathlib import Path

from material.command import mamoru


def test_what_could_not_be_fetched_is_said_and_the_demo_goes_on(tmp_path: Path) -> None:
    nowhere = {
        "MAMORU_DATA_DIR": str(tmp_path / "data"),
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_RETRIES": "0",
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_NO_INDEX": "1",
    }

    result = mamoru("demo", tmp_path / "demo", environment=nowhere)

    assert result.returncode == 0, result.stderr.decode()
    assert b"could not be fetched" in result.stdout
    assert (tmp_path / "demo" / "report" / "index.html").is_file()


def test_a_data_folder_that_is_a_file_is_the_one_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")

    result = mamoru("demo", tmp_path / "demo", environment={"MAMORU_DATA_DIR": str(tmp_path / "data")})

    assert result.returncode == 2
    assert str(tmp_path / "data") in result.stderr.decode()
