"""A boot loader's variables are shown without a secret in clear."""

import pytest

from mamoru.verification.firmware.facts.environments import shown_variables
from mamoru.verification.firmware.image import Environment


def shown(**variables: str) -> dict[str, str]:
    return shown_variables(
        Environment(container="u-boot-env", offset=0, variables=variables, checksum_good=True)
    )


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("wifi_password", "hunter2hunter2", "hunter2hunter2"),
        ("wpa_psk", "abcdefgh", "abcdefgh"),
        ("bootargs", "console=ttyS0 admin_password=s3cr3tpw ro", "s3cr3tpw"),
        ("bootargs", 'api_key="k-123456789" quiet', "k-123456789"),
        ("fwurl", "https://acme:letmein99@up.example/fw.bin", "letmein99"),
    ],
)
def test_a_secret_is_redacted_and_the_variable_still_named(name: str, value: str, secret: str) -> None:
    told = shown(**{name: value})

    assert secret not in told[name]
    assert f"({len(secret)})" in told[name]


def test_what_is_no_secret_stays_as_it_is() -> None:
    plain = {"bootcmd": "sf read 0x42000000; bootm", "bootargs": "console=ttyS0,115200 root=/dev/mtdblock3"}

    assert shown(**plain) == plain
