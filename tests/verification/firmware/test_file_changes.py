"""Which files came, went or changed, and in what."""

import msgspec

from mamoru.verification.firmware.file_changes import FileAspect, file_changes
from mamoru.verification.firmware.image import Entry, EntryKind, OpenedImage
from material.trees import image


def test_a_file_is_new_gone_or_changed_in_its_contents() -> None:
    old = image({"/etc/a": "one", "/etc/b": "two", "/etc/c": "same"})
    new = image({"/etc/a": "eno", "/etc/d": "more", "/etc/c": "same"})

    changes = file_changes(old, new)

    assert [change.path for change in changes.new] == ["/etc/d"]
    assert [change.path for change in changes.gone] == ["/etc/b"]
    assert [(change.path, change.aspects) for change in changes.changed] == [
        ("/etc/a", (FileAspect.CONTENTS,))
    ]


def test_permissions_link_and_kind_are_told_apart() -> None:
    old = image({"/bin/su": ("x", 0o755), "/bin/sh": "->busybox", "/var/run": "->/tmp"})
    new = image({"/bin/su": ("x", 0o4755), "/bin/sh": "->/bin/bash", "/var/run": None})

    changed = {change.path: change for change in file_changes(old, new).changed}

    assert changed["/bin/su"].aspects == (FileAspect.MODE,)
    assert changed["/bin/su"].new is not None
    assert changed["/bin/su"].new.mode == "4755"
    assert changed["/bin/sh"].aspects == (FileAspect.TARGET,)
    assert FileAspect.KIND in changed["/var/run"].aspects


def test_an_owner_that_changed_is_told() -> None:
    old, new = image({"/etc/a": "one"}), image({"/etc/a": "one"})
    tree = new.index.trees[0]
    entries = tuple(msgspec.structs.replace(e, uid=1000) if e.path == "/etc/a" else e for e in tree.entries)
    new.index = msgspec.structs.replace(new.index, trees=(msgspec.structs.replace(tree, entries=entries),))

    assert [change.aspects for change in file_changes(old, new).changed] == [(FileAspect.OWNER,)]


def test_root_file_systems_are_compared_whatever_their_parts_are_called() -> None:
    old, new = image({"/etc/a": "one"}), image({"/etc/a": "one"})
    tree = msgspec.structs.replace(new.index.trees[0], container="system_a")
    new.index = msgspec.structs.replace(new.index, trees=(tree,))

    changes = file_changes(old, new)

    assert (changes.new, changes.gone, changes.changed) == ((), (), ())


def test_a_file_whose_contents_were_not_kept_is_counted_not_called_equal() -> None:
    def unkept(opened: OpenedImage) -> OpenedImage:
        tree = opened.index.trees[0]
        entry = Entry(path="/big", kind=EntryKind.FILE, size=10)
        opened.index = msgspec.structs.replace(
            opened.index, trees=(msgspec.structs.replace(tree, entries=(entry,)),)
        )
        return opened

    changes = file_changes(unkept(image({})), unkept(image({})))

    assert (changes.changed, changes.not_compared) == ((), 1)
