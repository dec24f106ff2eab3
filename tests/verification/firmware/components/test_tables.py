"""File names lead to software by their first letters: nothing that a pattern matches may be lost."""

import pytest

from mamoru.product.software import known_software
from mamoru.verification.firmware.components.tables import starts, tables

NAMES = [
    (known.id, example.text) for known in known_software() for name in known.files for example in name.test
]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"libz\.so\.1", {"libz"}),
        (r"lib(?:crypto|ssl)\.so", {"lib"}),
        (r"x?zip|unzip[|]a", {"", "unzip"}),
        (r"7z[ar]?|7zz", {"7z", "7zz"}),
        (r"a\|b|(?:c|d)e", {"a", ""}),
        (r"fping6?", {"fping"}),
        (r"[a-z|]x", {""}),
    ],
)
def test_the_letters_a_pattern_must_begin_with_are_known(pattern, expected):
    assert starts(pattern) == expected


def test_every_example_of_a_file_name_leads_to_its_software():
    known = tables()

    lost = [
        (software, text)
        for software, text in NAMES
        if software not in {s.id for s, _, _ in known.told_by_name(text)}
        and software not in {s.id for s, _, _ in known.told_by_path(text)}
    ]

    assert lost == []


def test_every_pattern_of_a_signature_s_file_is_found_by_a_name_that_fulfils_it():
    assert tables().owners(("libz.so.1", "wget")) >= {"wget(?:-ssl|-nossl)?"}
