"""Writers of the few formats that the demo's flash chip holds: cpio, uImage, U-Boot environment, JFFS2.

In: names, modes and bytes. Out: bytes written to a file handed in. Nothing here reads a clock, so the
same input gives the same bytes.
"""

from mamoru.demo.pack.cpio import CpioWriter
from mamoru.demo.pack.jffs2 import Node, as_nodes, jffs2
from mamoru.demo.pack.uboot_env import environment
from mamoru.demo.pack.uimage import uimage_header

__all__ = ["CpioWriter", "Node", "as_nodes", "environment", "jffs2", "uimage_header"]
