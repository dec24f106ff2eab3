"""Read-only file systems that no packer makes any more, or only some: cramfs, romfs, SquashFS 2 and 3."""

import struct
import zlib
from collections.abc import Callable, Mapping

from material.firmware import ROOT, File, folder

_PAGE = 4096


def _children(tree: Mapping[str, File]) -> dict[str, list[str]]:
    below: dict[str, list[str]] = {"": []}
    for name, file in tree.items():
        below[name.rpartition("/")[0]].append(name)
        if file.mode >> 12 == 4:
            below[name] = []
    return below


def cramfs(tree: Mapping[str, File] = ROOT, *, order: str = "<", shift: int = 0) -> bytes:
    """A cramfs of version 2, `shift` bytes behind a boot sector."""
    below = _children(tree)
    places: dict[str, int] = {}
    sizes: dict[str, int] = {}
    at = shift + 76
    for name in below:  # the directories, from the root on
        places[name] = at if below[name] else 0
        sizes[name] = sum(12 + (len(n.rpartition("/")[2]) + 3) // 4 * 4 for n in below[name])
        at += sizes[name]
    data = b""
    for name, file in tree.items():
        if file.content:
            places[name], sizes[name] = at + len(data), len(file.content)
            pieces = [zlib.compress(file.content[i : i + _PAGE]) for i in range(0, len(file.content), _PAGE)]
            end, pointers = places[name] + 4 * len(pieces), b""
            for piece in pieces:
                end += len(piece)
                pointers += struct.pack(order + "I", end)
            data += pointers + b"".join(pieces)
            data += bytes(-len(data) % 4)

    def inode(name: str, length: int) -> bytes:
        file = tree.get(name, folder())
        size, place = sizes.get(name, 0), places.get(name, 0) // 4
        if order == "<":
            return struct.pack("<III", file.mode | file.uid << 16, size | file.gid << 24, length | place << 6)
        return struct.pack(">III", file.mode << 16 | file.uid, size << 8 | file.gid, length << 26 | place)

    body = inode("", 0)
    for names in below.values():
        for name in names:
            last = name.rpartition("/")[2].encode()
            length = (len(last) + 3) // 4
            body += inode(name, length) + last.ljust(4 * length, b"\0")
    body += data
    total = -(-(shift + 64 + len(body)) // _PAGE) * _PAGE
    head = struct.pack(order + "IIII", 0x28CD3D45, total, 3, 0) + b"Compressed ROMFS"
    rest = struct.pack(order + "III", 0, 1, len(tree) + 1) + b"Compressed".ljust(16, b"\0")
    out = (head + bytes(4) + rest + body).ljust(total - shift, b"\0")
    return bytes(shift) + out[:32] + struct.pack(order + "I", zlib.crc32(out)) + out[36:]


_ROMFS = {4: 1, 8: 2, 10: 3, 6: 4, 2: 5, 12: 6, 1: 7}


def romfs(tree: Mapping[str, File] = ROOT, *, label: bytes = b"acme") -> bytes:
    """A romfs; directories are executable, files where their owner may execute them."""
    below, head = _children(tree), 16 + _padded(len(label) + 1)
    order = [""]
    for name in order:
        order += below.get(name, [])
    sizes = [
        16 + _padded(len(n.rpartition("/")[2] or ".") + 1) + _padded(len(_romfs_data(tree, n))) for n in order
    ]
    places = {name: head + sum(sizes[:number]) for number, name in enumerate(order)}
    out = b""
    for name in order:
        file = tree.get(name, folder())
        siblings = below[name.rpartition("/")[0]] if name else [name]
        later = siblings[siblings.index(name) + 1 :]
        following = places[later[0]] if later else 0
        spec = places[below[name][0]] if below.get(name) else places[name] if not name else 0
        executable = 8 if file.mode & 0o100 or file.mode >> 12 == 4 else 0
        content = _romfs_data(tree, name)
        last = (name.rpartition("/")[2] or ".").encode()
        entry = struct.pack(">III", following | _ROMFS[file.mode >> 12] | executable, spec, len(content))
        named = last + bytes(_padded(len(last) + 1) - len(last))
        out += entry + struct.pack(">I", -_sum(entry + named) & 0xFFFFFFFF) + named
        out += content + bytes(_padded(len(content)) - len(content))
    total = head + len(out)
    first = b"-rom1fs-" + struct.pack(">II", total, 0) + label + bytes(head - 16 - len(label))
    whole = first + out
    check = -_sum(whole[:512].ljust(512, b"\0")) & 0xFFFFFFFF
    return whole[:12] + struct.pack(">I", check) + whole[16:] + bytes(-total % 1024)


def _romfs_data(tree: Mapping[str, File], name: str) -> bytes:
    return tree[name].content if name in tree and tree[name].mode >> 12 in (8, 10) else b""


def _padded(size: int) -> int:
    return -(-size // 16) * 16


def _sum(data: bytes) -> int:
    return sum(int.from_bytes(data[at : at + 4], "big") for at in range(0, len(data), 4))


def _bits(order: str, *fields: tuple[int, int]) -> bytes:
    """Bit fields (value, width) as the compiler of either byte order packs them."""
    total, word, done = sum(width for _, width in fields), 0, 0
    for value, width in fields:
        word |= value << (done if order == "<" else total - done - width)
        done += width
    return word.to_bytes(total // 8, "little" if order == "<" else "big")


def squashfs_older(
    tree: Mapping[str, File] = ROOT,
    *,
    order: str = "<",
    version: int = 3,
    magic: bytes | None = None,
    pack: Callable[[bytes], bytes] = zlib.compress,
    block: int = 1 << 17,
) -> bytes:
    """A SquashFS 2.0 or 3.1: short files lie in one fragment, metadata in one packed block each."""
    below, newer = _children(tree), version == 3
    head, data, tail = 119 if newer else 63, b"", b""
    users = sorted({file.uid for file in tree.values()} | {0})
    groups = sorted({file.gid for file in tree.values()} | {0})
    inodes, listings, places = b"", b"", dict[str, int]()
    for number, name in enumerate([*reversed(list(tree)), ""], 1):
        file, places[name] = tree.get(name, folder()), len(inodes)
        kind = {4: 1, 8: 2, 10: 3, 6: 4, 2: 5}[file.mode >> 12]
        base = _bits(
            order,
            (kind, 4),
            (file.mode & 0o7777, 12),
            (users.index(file.uid), 8),
            (groups.index(file.gid), 8),
        )
        base += struct.pack(order + "iI", 0, number) if newer else b""
        links = struct.pack(order + "I", 1) if newer else b""
        if kind == 1:
            start, listing = len(listings), b""
            for child in sorted(below[name]):
                last, kind_of = child.rpartition("/")[2].encode(), {4: 1, 8: 2, 10: 3, 6: 4, 2: 5}
                run = _bits(order, (0, 8), (0, 32 if newer else 24)) + (
                    struct.pack(order + "I", 0) if newer else b""
                )
                entry = _bits(
                    order, (places[child], 13), (kind_of[tree[child].mode >> 12], 3), (len(last) - 1, 8)
                )
                listing += run + entry + (struct.pack(order + "h", 0) if newer else b"") + last
            listings += listing
            size = ((len(listing) + 3 if newer else len(listing), 19), (start, 13))
            if newer:
                inodes += base + links + _bits(order, *size) + struct.pack(order + "II", 0, 1)
            else:
                inodes += base + _bits(order, *size, (0, 32), (0, 24))
        elif kind == 2:
            pieces = [
                file.content[i : i + block] for i in range(0, len(file.content) // block * block, block)
            ]
            packed = [pack(piece) for piece in pieces]
            words = [
                len(p) if len(p) < len(piece) else len(piece) | 1 << 24
                for p, piece in zip(packed, pieces, strict=True)
            ]
            short = file.content[len(pieces) * block :]
            place = head + len(data)
            data += b"".join(
                p if len(p) < len(piece) else piece for p, piece in zip(packed, pieces, strict=True)
            )
            fragment = 0 if short else 0xFFFFFFFF
            form = (order + "QIII") if newer else (order + "iIIII")
            front = () if newer else (0,)
            inodes += base + struct.pack(form, *front, place, fragment, len(tail), len(file.content))
            inodes += b"".join(struct.pack(order + "I", word) for word in words)
            tail += short
        elif kind == 3:
            inodes += base + links + struct.pack(order + "H", len(file.content)) + file.content
        else:
            inodes += base + links + struct.pack(order + "H", 0x0501)

    def metadata(content: bytes) -> bytes:
        packed = pack(content)
        plain = len(packed) >= len(content)
        return struct.pack(order + "H", len(content) | 0x8000 if plain else len(packed)) + (
            content if plain else packed
        )

    assert len(tail) <= block and len(inodes) <= 8192 and len(listings) <= 8192
    fragment_at = head + len(data)
    data += pack(tail)
    inode_at = head + len(data)
    directory_at = inode_at + len(metadata(inodes))
    row_at = directory_at + len(metadata(listings))
    row = struct.pack(
        order + ("QII" if newer else "II"), fragment_at, len(pack(tail)), *((0,) if newer else ())
    )
    table_at = row_at + len(metadata(row))
    table = struct.pack(order + ("Q" if newer else "I"), row_at)
    users_at = table_at + len(table)
    groups_at = users_at + 4 * len(users)
    end = groups_at + 4 * len(groups)
    old = (0,) * 5 if newer else (end, users_at, groups_at, inode_at, directory_at)
    out = magic or (b"hsqs" if order == "<" else b"sqsh")
    out += struct.pack(order + "I5IHHHHBBBiQIII", len(tree) + 1, *old, version, 1 if newer else 0, block & 0xFFFF,
                       block.bit_length() - 1, 0, len(users), len(groups), 0, places[""], block, 1,
                       0 if newer else table_at)  # fmt: skip
    if newer:
        out += struct.pack(
            order + "7Q", end, users_at, groups_at, inode_at, directory_at, table_at, (1 << 64) - 1
        )
    out += data + metadata(inodes) + metadata(listings) + metadata(row) + table
    out += struct.pack(order + f"{len(users)}I", *users) + struct.pack(order + f"{len(groups)}I", *groups)
    return out + bytes(-len(out) % 4096)
