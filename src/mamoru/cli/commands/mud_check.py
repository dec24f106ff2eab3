"""`mamoru mud check FILE CAPTURE`: does a device talk as its MUD file says?"""

import argparse
from pathlib import Path

from mamoru.cli.output import emit
from mamoru.language import Lang, Text

NAME = ("mud", "check")
HELP = Text(
    "キャプチャした通信が MUD ファイルの通りかを調べる",
    "tell whether captured traffic keeps to a MUD file",
)
FORMATS = ("text", "json")
FILE = Text("MUD ファイル", "the MUD file")
CAPTURE = Text("通信のキャプチャ（pcap、pcapng）", "the capture (pcap, pcapng)")
DEVICE = Text("調べる機器の MAC アドレスか IP アドレス", "MAC or IP address of the device")
LOCAL = Text(
    "手元とみなすネットワーク（既定: プライベートアドレスとマルチキャスト）",
    "network that counts as local (default: private addresses and multicast)",
)
PEER = Text(
    "名前や controller がどのアドレスか（例: urn:ietf:params:mud:dns=192.168.1.1）",
    "the address of a name or controller (example: urn:ietf:params:mud:dns=192.168.1.1)",
)
NO_PAIR = Text("名前=アドレス の形ではありません: {value}", "not NAME=ADDRESS: {value}")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""

    def pair(value: str) -> tuple[str, str]:
        name, equals, address = value.rpartition("=")
        if not equals or not name:
            raise argparse.ArgumentTypeError(NO_PAIR.fill(value=value)[lang])
        return name, address

    parser.add_argument("file", type=Path, metavar="MUDFILE", help=FILE[lang])
    parser.add_argument("capture", type=Path, metavar="CAPTURE", help=CAPTURE[lang])
    parser.add_argument("--device", required=True, metavar="MAC|IP", help=DEVICE[lang])
    parser.add_argument("--local", action="append", default=[], metavar="CIDR", help=LOCAL[lang])
    parser.add_argument(
        "--peer", action="append", default=[], type=pair, metavar="NAME=ADDRESS", help=PEER[lang]
    )


def run(options: argparse.Namespace) -> int:
    """1 where a flow is not allowed, else 3 where something stayed undecided, else 0."""
    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style
    from mamoru.cli.screens.mud_check import check_lines
    from mamoru.exit_status import ended
    from mamoru.jobs.mud.traffic import check_traffic

    told = check_traffic(
        options.file, options.capture, device=options.device, local=options.local, peers=options.peer
    )
    if options.format == "json":
        emit(indented(told), options.output)
    else:
        emit("\n".join(check_lines(told, Pen(options.lang, terminal_style(options)))), options.output)
    return ended("mud check", found=told.departs, looked=told.looked)
