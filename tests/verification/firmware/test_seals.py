"""Whether what is booted or brought in as an update carries a signature, from the bytes to the finding."""

import pytest

from mamoru.verification.checks import unsigned_package, unsigned_program
from material.device_trees import fit
from material.microcontrollers import esp_image, mcuboot


@pytest.mark.parametrize(("tags", "signed"), [((), None), (((0x24, bytes(64)),), "Ed25519")])
def test_the_tags_of_an_mcuboot_image_say_whether_it_is_signed(tags, signed, opened) -> None:
    image = opened(mcuboot(tags=tags))

    assert image.index.parts[0].seal.signed == signed
    assert len(list(unsigned_package.run(image))) == (signed is None)


def test_a_security_counter_is_kept(opened) -> None:
    assert opened(mcuboot(protected=((0x50, b"\7\0\0\0"),))).index.parts[0].seal.counter == 7


@pytest.mark.parametrize("signed", [True, False])
def test_an_esp32_program_is_signed_or_not(signed: bool, opened) -> None:
    image = opened(esp_image(signed=signed))

    assert len(list(unsigned_program.run(image))) == (not signed)


def test_a_fit_image_without_signatures_is_told_once(opened) -> None:
    (found,) = unsigned_program.run(opened(fit({"kernel-1": ("kernel", b"kernel" * 99)})))

    assert found.location.path == "fit"


def test_what_is_cut_off_before_its_tags_is_not_called_unsigned(opened) -> None:
    image = opened(mcuboot()[:-40])

    assert [part.seal for part in image.index.parts if part.format == "mcuboot"] == [None]
