"""Kbuild files are read as the kernel's own build reads them; what is not understood only widens."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[4] / "scripts" / "kernel"))

from kconfig import options
from makefile import read
from tree import Tree


def gates(makefile, *names, includes=None, kinds=None, folder="drivers/acme"):
    """The gates of the files `names` in a folder of drivers/ with that Makefile."""
    sources = {f"{folder}/{name}": [] for name in names} | (includes or {})
    tree = Tree(
        {"drivers/Makefile": "obj-y += acme/\n", f"{folder}/Makefile": makefile}, sources, kinds or {}
    )
    tree.build()
    return {
        path: {(" ".join(sorted(held)), module) for held, module in gate}
        for path, gate in tree.sources.items()
    }


@pytest.mark.parametrize(
    ("makefile", "gate"),
    [
        ("obj-y += one.o", ""),
        ("obj-$(CONFIG_A) += one.o", "A"),
        ("obj-$(CONFIG_A) := two.o \\\n\tone.o", "A"),
        ("obj-${CONFIG_A} += one.o", "A"),
        ("obj-$(subst m,y,$(CONFIG_A)) += one.o", "A"),
        ("obj-$(CONFIG_A:m=y) += one.o", "A"),
        ("lib-$(CONFIG_A) += one.o", "A"),
        ("obj-$(CONFIG_A) += acme.o\nacme-objs := one.o two.o", "A"),
        ("obj-$(CONFIG_A) += acme.o\nacme-y := two.o\nacme-$(CONFIG_B) += one.o", "A B"),
        ("ifdef CONFIG_B\nobj-$(CONFIG_A) += one.o\nendif", "A B"),
        ("ifeq ($(CONFIG_B),y)\n\tobj-$(CONFIG_A) += one.o\nendif", "A B"),
        ("ifneq ($(CONFIG_B),)\nobj-$(CONFIG_A) += one.o\nendif", "A B"),
        ("ifeq ($(CONFIG_B),)\nobj-y += two.o\nelse\nobj-$(CONFIG_A) += one.o\nendif", "A B"),
        ("ifdef CONFIG_B\nobj-y += two.o\nelse\nobj-$(CONFIG_A) += one.o\nendif", "A"),
        ("LIST := one two\nobj-$(CONFIG_A) += $(addsuffix .o,$(LIST))", "A"),
        ("list-y := one.o\nlist-$(CONFIG_B) += two.o\nobj-$(CONFIG_A) += acme.o\nacme-y := $(list-y)", "A"),
        ("obj-$(CONFIG_A) += $(patsubst %.c,%.o,one.c)", "A"),
        ("obj-$(CONFIG_A) += ../acme/one.o", "A"),
        ("obj-$(CONFIG_A) += one.o  # obj-y += one.o", "A"),
        ("obj-$(CONFIG_A) += $(shell ls *.o)", "? A"),
        ("obj-$(call pick,$(CONFIG_A)) += one.o", ""),
        ("obj-$(CONFIG_A) += $(WHATEVER)_one.o one.o\n$(obj)/two.o: $(src)/one.c", "?"),
    ],
)  # fmt: skip
def test_an_object_hangs_on_the_options_around_it(makefile, gate):
    assert {held for held, _ in gates(makefile, "one.c", "two.c")["drivers/acme/one.c"]} == {gate}


def test_two_ways_of_being_built_stay_two():
    found = gates(
        "obj-$(CONFIG_A) += one.o\nobj-$(CONFIG_B) += both.o\nboth-y := one.o two.o", "one.c", "two.c"
    )

    assert {held for held, _ in found["drivers/acme/one.c"]} == {"A", "B"}


def test_a_folder_hands_its_options_down():
    sources = {"drivers/acme/net/one.c": []}
    files = {
        "drivers/Makefile": "obj-$(CONFIG_ACME) += acme/\n",
        "drivers/acme/Makefile": "obj-$(CONFIG_ACME_NET) += net/\n",
        "drivers/acme/net/Kbuild": "obj-y += one.o\n",
        "drivers/acme/net/Makefile": "obj-$(CONFIG_NOT_READ) += one.o\n",
    }
    tree = Tree(files, sources, {})
    tree.build()

    assert tree.sources["drivers/acme/net/one.c"] == {(frozenset({"ACME", "ACME_NET"}), "")}


def test_the_module_is_named_where_the_option_can_be_m_and_only_there():
    makefile = "obj-$(CONFIG_A) += acme-net.o\nacme-net-y := one.o\nobj-$(CONFIG_B) += two.o"
    found = gates(makefile, "one.c", "two.c", kinds={"A": "tristate", "B": "bool"})

    assert found["drivers/acme/one.c"] == {("A", "acme_net")}
    assert found["drivers/acme/two.c"] == {("B", "")}


def test_an_option_that_is_a_number_or_a_text_is_no_switch():
    assert gates("obj-$(CONFIG_A) += one.o", "one.c", kinds={"A": "value"})["drivers/acme/one.c"] == {
        ("", "")
    }


def test_a_header_is_wherever_one_that_includes_it_is_built():
    includes = {
        "drivers/acme/one.c": [('"', "own.h")],
        "drivers/acme/own.h": [("<", "linux/shared.h")],
        "drivers/acme/two.c": [("<", "linux/shared.h")],
        "include/linux/shared.h": [],
    }
    found = gates("obj-$(CONFIG_A) += one.o\nobj-$(CONFIG_B) += two.o", includes=includes)

    assert found["drivers/acme/own.h"] == {("A", "")}
    assert found["include/linux/shared.h"] == {("A", ""), ("B", "")}


def test_options_are_read_with_their_kind():
    text = """
config NET_ACME
\ttristate "Acme"
\tdepends on NET
\thelp
\t  A string in a help text is no type.

menuconfig ACME_DEBUG
\tbool "Debug"
if ACME_DEBUG
config ACME_NAME
\tstring "Name"
endif
"""

    assert options({"Kconfig": text}) == {"NET_ACME": "tristate", "ACME_DEBUG": "bool", "ACME_NAME": "value"}


@given(st.text(max_size=200) | st.text("obj-y$()CONFIG_A+=:, .\n\tifendelse", max_size=200))
def test_any_text_is_read_without_an_error(text):
    made = read("drivers/Makefile", {"drivers/Makefile": text})

    assert all(isinstance(word, str) for name in made.words for word, _ in made.added(name))
