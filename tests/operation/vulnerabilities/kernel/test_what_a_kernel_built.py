"""A weakness in files that a kernel did not build is told so, and only where that is sure."""

import lzma
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities import kernel as kernel_package
from mamoru.operation.vulnerabilities.kernel import built
from mamoru.operation.vulnerabilities.kernel.table import always_optional, gates
from mamoru.product import Kernel

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TABLE = Path(kernel_package.__file__).parent / "gates.zst"
ATH11K = "drivers/net/wireless/ath/ath11k/dp.c"
PLAIN = Kernel(
    release="5.10.223-yocto-standard",
    built_in=("ARM", "NET", "WLAN", "WLAN_VENDOR_ATH", "BLOCK"),
    modular=("ATH10K",),
    off=("ATH11K", "BT", "KSMBD", "HAVE_FUN"),
)


def kernel(**changed):
    return msgspec.structs.replace(PLAIN, **changed)


def debian():
    """The real kernel of Debian 11 for ARMv7: options, modules, modules linked in."""
    packed = (Path(__file__).parent / "debian-armmp-5.10.txt.xz").read_bytes()
    lines = dict(line.split(" ", 1) for line in lzma.decompress(packed).decode().splitlines()[1:])
    return Kernel(
        release=lines.pop("release"), **{name: tuple(names.split()) for name, names in lines.items()}
    )


def table_paths():
    """The path of every file in the table."""
    found, folder = [], ""
    for line in zstd.decompress(TABLE.read_bytes()).decode().splitlines():
        if line.startswith("/"):
            folder = line.split()[0][1:]
        elif line.startswith(" "):
            found += [f"{folder}/{name}" for name in line.split()]
    return found


def test_the_table_is_small_and_says_what_it_is():
    text = zstd.decompress(TABLE.read_bytes()).decode()

    assert TABLE.stat().st_size < 410_000
    assert text.startswith("A table of facts")
    assert text.splitlines()[1] == "of 5.10.223 6.1.176 6.12.117 7.2.13"


def test_a_driver_whose_option_is_off_is_not_built_and_the_option_is_named():
    verdict = built([ATH11K], kernel())

    assert verdict.state == "not-built"
    assert verdict.why.en == f"{ATH11K} is not in this kernel: CONFIG_ATH11K is off"
    assert verdict.why.ja == f"{ATH11K} は CONFIG_ATH11K が無効なので、このカーネルに入っていません"


@pytest.mark.parametrize("option", ["built_in", "modular"])
def test_a_driver_whose_option_is_on_is_built(option):
    verdict = built([ATH11K], kernel(off=(), **{option: (*getattr(PLAIN, option), "ATH11K")}))

    assert verdict.state == "built"


def test_one_built_file_among_others_is_enough():
    assert built([ATH11K, "kernel/fork.c"], kernel()).state == "built"


def test_one_file_that_nothing_is_known_of_is_enough_to_say_nothing():
    assert built([ATH11K, "drivers/net/acme/secret.c"], kernel()).state == "unknown"


def test_a_file_that_this_release_does_not_have_yet_may_have_been_part_of_another():
    hci_sync = "net/bluetooth/hci_sync.c"  # in 6.1, not in 5.10

    assert built([hci_sync], kernel()).state == "unknown"
    assert built([hci_sync], kernel(), "6.1.176").state == "not-built"


def test_an_option_that_the_configuration_does_not_name_is_off_where_that_release_knows_the_name():
    assert built([ATH11K], kernel(off=())).state == "not-built"
    assert built([ATH11K], kernel(off=(), release="5.15.71")).state == "not-built"


@pytest.mark.parametrize("release", [None, "4.9.84-sigma", "3.10.14", "9.9.1"])
def test_a_name_that_a_release_out_of_reach_does_not_name_may_have_been_another(release):
    assert built([ATH11K], kernel(off=(), release=release)).state == "unknown"


def test_a_name_that_is_newer_than_the_release_says_nothing():
    # CONFIG_SMBFS gates the folder since 6.1; in 5.10 the same files lay in fs/cifs under CONFIG_CIFS
    assert built(["fs/smb/client/smb2ops.c"], kernel(built_in=(*PLAIN.built_in, "CIFS"))).state == "unknown"


def test_an_old_kernel_that_names_the_option_as_not_set_did_not_build_it():
    assert built([ATH11K], kernel(release="4.9.84-sigma")).state == "not-built"


def test_the_upstream_version_speaks_where_the_release_does_not():
    assert built([ATH11K], kernel(off=(), release=None), "5.10.223").state == "not-built"


@pytest.mark.parametrize(
    "path", ["arch/x86/kvm/vmx/vmx.c", "arch/s390/kernel/setup.c", "arch/powerpc/Kconfig"]
)
def test_another_architecture_is_not_built(path):
    assert built([path], kernel()).state == "not-built"


def test_a_file_of_one_architecture_that_another_one_borrows_is_not_taken_for_foreign():
    arm64 = kernel(built_in=("ARM64", "NET"), off=())

    assert built(["arch/arm/xen/enlighten.c"], arm64).state == "unknown"
    assert built(["arch/arm/mm/fault.c"], arm64).state == "not-built"


@pytest.mark.parametrize(
    "path", ["include/linux/skbuff.h", "include/linux/fs.h", "drivers/usb/host/unheard_of.h"]
)
def test_of_a_header_for_everybody_nothing_is_said(path):
    assert built([path], kernel()).state == "unknown"


def test_a_header_of_nobody_but_a_driver_that_is_off_is_not_there():
    assert built(["net/bluetooth/smp.h", "include/net/bluetooth/hci_core.h"], kernel()).state == "not-built"


def test_documents_and_tests_of_the_kernel_are_passed_over():
    assert built(["Documentation/networking/ath.rst", ATH11K], kernel()).state == "not-built"
    assert built(["Documentation/networking/ath.rst"], kernel()).state == "unknown"


def test_a_module_that_the_image_does_not_hold_is_missing():
    verdict = built(
        ["drivers/net/wireless/ath/ath10k/core.c"],
        kernel(modules=("bluetooth",), built_in_modules=("ext4",), modular=("ATH10K", "BT"), off=()),
    )

    assert verdict.state == "not-built"
    assert "ath10k_core.ko" in verdict.why.en
    assert "ath10k_core.ko" in verdict.why.ja


def test_a_module_that_lies_in_the_image_is_built():
    held = kernel(modules=("ath10k_core",), built_in_modules=())

    assert built(["drivers/net/wireless/ath/ath10k/core.c"], held).state == "built"


@pytest.mark.parametrize(
    ("modules", "linked_in", "release", "state"),
    [
        (("ath11k",), (), "5.10.223", "built"),
        ((), ("ath11k",), "5.10.223", "built"),
        (("ath10k_core",), ("ext4",), "5.10.223", "not-built"),
        (("ath10k_core",), None, "5.10.223", "unknown"),
        (None, ("ext4",), "5.10.223", "unknown"),
        ((), (), "5.10.223", "unknown"),
        (("ath10k_core",), ("ext4",), "4.9.84", "unknown"),
        (("ath10k_core",), ("ext4",), None, "unknown"),
    ],
)
def test_without_a_configuration_the_lists_of_modules_speak_if_both_are_there(
    modules, linked_in, release, state
):
    listed = Kernel(release=release, modules=modules, built_in_modules=linked_in)

    assert built([ATH11K], listed).state == state


def test_without_a_configuration_what_is_never_a_module_stays_unknown():
    listed = Kernel(release="5.10.223", modules=("ath10k_core",), built_in_modules=("ext4",))

    assert built(["net/sched/sch_api.c"], listed).state == "unknown"


@pytest.mark.parametrize("nothing", [None, Kernel(), Kernel(release="5.10.223", built_in=(), modular=())])
def test_a_kernel_of_which_nothing_is_known_gives_no_answer_but_the_reason(nothing):
    verdict = built([ATH11K], nothing)

    assert verdict.state == "unknown"
    assert "configuration" in verdict.why.en


def test_a_record_without_files_stays_unknown():
    assert built([], kernel()).state == "unknown"


def test_of_many_files_the_first_few_are_told_and_the_rest_counted():
    many = [f"net/bluetooth/{name}.c" for name in ("smp", "sco", "mgmt", "l2cap_core", "hci_core")]

    assert built(many, kernel()).why.en.endswith("; and so with 2 more")


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("drivers/net/wireless/ath/ath11k/dp.c", "built"),
        ("drivers/net/wireless/mediatek/mt76/mt7915/mcu.c", "not-built"),
        ("drivers/gpu/drm/amd/display/dc/core/dc.c", "not-built"),
        ("net/mptcp/protocol.c", "not-built"),
        ("arch/x86/kvm/vmx/vmx.c", "not-built"),
        ("fs/ntfs3/inode.c", "unknown"),  # newer than 5.10
        ("net/bluetooth/hci_core.c", "built"),
        ("net/netfilter/nf_tables_api.c", "built"),
        ("fs/f2fs/namei.c", "built"),
        ("mm/mmap.c", "built"),
    ],
)
def test_a_real_kernel_is_read_right(path, state):
    assert built([path], debian()).state == state


def test_no_module_that_a_real_kernel_ships_is_ever_called_not_built():
    real = debian()
    without_lists = msgspec.structs.replace(real, modules=None, built_in_modules=None)
    sources = {
        "drivers/net/can/c_can/c_can.c": "c_can", "drivers/mmc/host/dw_mmc-exynos.c": "dw_mmc_exynos",
        "net/l2tp/l2tp_ppp.c": "l2tp_ppp", "sound/soc/codecs/rt5645.c": "snd_soc_rt5645", "fs/cifs/smb2ops.c": "cifs",
        "drivers/media/usb/uvc/uvc_video.c": "uvcvideo", "drivers/gpu/drm/nouveau/nvkm/core/client.c": "nouveau",
        "drivers/usb/gadget/function/f_hid.c": "usb_f_hid", "net/netfilter/nft_set_pipapo.c": "nf_tables",
    }  # fmt: skip

    assert [module for module in sources.values() if module not in real.modules] == []
    assert [path for path in sources if built([path], without_lists).state != "built"] == []


def test_a_file_that_something_unread_decides_too_is_neither_built_nor_missing():
    # several drivers share drivers/scsi/53c700.c, more than the table keeps apart
    assert built(["drivers/scsi/53c700.c"], debian()).state == "unknown"


def test_configuration_and_modules_of_a_real_kernel_never_contradict_each_other():
    real = debian()
    configured = msgspec.structs.replace(real, modules=None, built_in_modules=None)
    listed = msgspec.structs.replace(real, built_in=None, modular=None, off=None)
    paths = [path for path in table_paths() if path.endswith(".c")]

    told = [(path, built([path], configured).state, built([path], listed).state) for path in paths]

    assert len(paths) > 30_000
    assert [path for path, *states in told if states == ["built", "not-built"]] == []
    assert len([path for path, *states in told if states[0] == "not-built"]) > 14_000


@given(
    files=st.lists(
        st.text(max_size=60) | st.sampled_from([ATH11K, "/", "a//b.c", "arch/", "arch/arm", ".h"]), max_size=4
    ),
    release=st.none() | st.text(max_size=12),
    names=st.lists(st.sampled_from(["ARM", "ARM64", "UML", "NET", "ATH11K", "BT"]), max_size=5).map(tuple),
)
def test_any_files_and_any_kernel_have_a_verdict(files, release, names):
    verdict = built(files, Kernel(release=release, built_in=names, off=names))

    assert verdict.state in ("built", "not-built", "unknown")
    assert verdict.why.ja


def test_an_option_decides_on_a_file_exactly_where_each_of_its_ways_asks_for_one():
    for path in table_paths():
        ways = [way for gate in gates(path) if gate is not None for way in gate]
        assert always_optional(path) == all(way.options for way in ways), path


def test_of_a_file_that_the_table_does_not_hold_no_option_decides():
    known = next(path for path in table_paths() if always_optional(path))

    assert not always_optional(known + "x")
    assert not always_optional(known.rpartition("/")[0])
    assert not always_optional("no/such/folder/file.c")
