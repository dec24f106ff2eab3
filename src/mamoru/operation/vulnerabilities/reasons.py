"""Why a row of the store says what it says: our own reasons as codes with both languages, a source's as it stands.

A stored reason is one line or several. A line `@code|value|…` is ours (`REASONS`), every other is the
source's own sentence, which is shown as a quotation and never translated by us.
"""

from collections.abc import Iterable

from mamoru.language import Text, joined

MARK, BETWEEN = "@", "|"
REASONS: dict[str, Text] = {
    "upper.kernel": Text(
        "この脆弱性が入った最初の版が分かりません", "the first release with it is not known"
    ),
    "upper.freebsd": Text("FreeBSDの {0}、{1}", "FreeBSD's {0} in {1}"),
    "upper.freebsd-several": Text(
        "FreeBSDの {0}、脆弱性{2}件をまとめた {1}", "FreeBSD's {0} in {1}, which tells of {2} vulnerabilities"
    ),
    "upper.arch": Text("Arch Linuxの {0} で修正", "fixed in Arch Linux with {0}"),
    "upper.arch-several": Text(
        "Arch Linuxの {0} で、複数まとめて修正", "fixed in Arch Linux with {0}, in a group of several"
    ),
    "upper.alpine": Text("Alpineの {0} で修正", "fixed in Alpine with {0}"),
    "gentoo.bound": Text("{0} の範囲", "the bound of {0}"),
    "gentoo.bound-several": Text(
        "脆弱性{1}件をまとめた {0} の範囲", "the bound of {0}, which tells of {1} vulnerabilities"
    ),
    "alpine.not-affected": Text(
        "Alpineは、このパッケージは該当しないとしています", "Alpine says that this package is not affected"
    ),
    "arch.not-affected": Text("{0}: 該当しません", "{0}: not affected"),
    "arch.open": Text("{0}: まだ修正されていません", "{0}: not fixed yet"),
    "curl.tool": Text(
        "curlコマンドだけにあり、ライブラリにはありません", "only in the curl command, not in the library"
    ),
    "curl.lib": Text("ライブラリにあります", "in the library"),
    "jvn.unnamed": Text("版の記載がありません", "no version is named"),
    "yocto.patched": Text("ビルドで修正が当たっています: {0}", "patched in the build: {0}"),
    "yocto.ignored": Text(
        "CVE_CHECK_IGNORE にあり、その行に理由はありません", "CVE_CHECK_IGNORE, without a reason on the line"
    ),
    "csaf.fixed": Text("修正済みとされています", "it is said to be fixed"),
    "esp-idf.excluded": Text("ESP-IDFが対象から外しています", "excluded by ESP-IDF"),
    "ubuntu.first": Text(
        "該当しません: {0} で修正され、ここではこれが最初の版です",
        "not affected: mended in {0}, its first here",
    ),
    "ubuntu.not-affected": Text("該当しません", "not affected"),
    "debian.unimportant": Text("Debianは、重要でないとしています", "Debian: unimportant"),
    "debian.end-of-life": Text("Debianでの保守は終わっています", "Debian: end of life"),
}
SAID = Text("情報源の言葉「{0}」", "“{0}”")


def reason(code: str, *values: object) -> str:
    """One of our reasons as it is stored. KeyError for a code that has no words."""
    REASONS[code]
    return BETWEEN.join(
        (MARK + code, *(" ".join(str(value).split()).replace(BETWEEN, "/") for value in values))
    )


def several(reasons: Iterable[str]) -> str:
    """Several reasons as one that is stored, each once."""
    return "\n".join(dict.fromkeys(reasons))


def told(why: str) -> Text:
    """A stored reason in words."""
    return joined([_line(line) for line in why.split("\n") if line], ja="、", en="; ")


def _line(line: str) -> Text:
    code, *values = line.removeprefix(MARK).split(BETWEEN)
    known = REASONS.get(code) if line.startswith(MARK) else None
    if known is None:
        return _filled(SAID, [line])
    return _filled(known, values)


def _filled(text: Text, values: list[str]) -> Text:
    """`text` with its numbered places filled; a place without a value stays empty."""
    most = [*values, *[""] * 4]
    return Text(text.ja.format(*most), text.en.format(*most))
