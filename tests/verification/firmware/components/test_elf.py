"""The SONAME of ELF files, whole, cut and hostile."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from mamoru.verification.firmware.components.elf import soname


def shared_object(name: bytes, *, wide: bool, order: str) -> bytes:
    head = b"\x7fELF" + bytes([2 if wide else 1, 1 if order == "<" else 2, 1]) + bytes(9)
    if wide:
        body = struct.pack(order + "HHIQQQIHHHHHH", 3, 183, 1, 0, 64, 0, 0, 64, 56, 2, 0, 0, 0)
        load = struct.pack(order + "IIQQQQQQ", 1, 4, 0, 0, 0, 512, 512, 8)
        link = struct.pack(order + "IIQQQQQQ", 2, 4, 192, 192, 192, 48, 48, 8)
        entries = struct.pack(order + "qQqQqQ", 5, 256, 14, 1, 0, 0)
    else:
        body = struct.pack(order + "HHIIIIIHHHHHH", 3, 40, 1, 0, 52, 0, 0, 52, 32, 2, 0, 0, 0)
        load = struct.pack(order + "IIIIIIII", 1, 0, 0, 0, 512, 512, 4, 4)
        link = struct.pack(order + "IIIIIIII", 2, 192, 192, 192, 24, 24, 4, 4)
        entries = struct.pack(order + "iIiIiI", 5, 256, 14, 1, 0, 0)
    data = (head + body + load + link).ljust(192, b"\0") + entries
    return data.ljust(256, b"\0") + b"\0" + name + b"\0" + bytes(200)


@given(wide=st.booleans(), order=st.sampled_from("<>"))
def test_the_soname_is_read_in_both_widths_and_byte_orders(wide, order):
    assert soname(shared_object(b"libz.so.1", wide=wide, order=order)) == "libz.so.1"


@given(wide=st.booleans(), cut=st.integers(0, 400))
def test_a_file_cut_anywhere_has_a_soname_or_none(wide, cut):
    assert soname(shared_object(b"libz.so.1", wide=wide, order="<")[:cut]) in ("libz.so.1", None)


@given(data=st.binary(max_size=300), at=st.integers(16, 255))
def test_no_bytes_make_it_fail(data, at):
    whole = shared_object(b"libz.so.1", wide=True, order="<")

    assert isinstance(soname(whole[:at] + data + whole[at + len(data) :]), str | None)
