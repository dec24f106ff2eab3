"""The rules of their forms that documents break, as far as we can state them."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from mamoru.language import Text
from mamoru.product.bill.document import BillPart, Fault
from mamoru.product.purl import read_purl

MOST_FAULTS = 200
NO_NAME = Text("名前がありません。", "It has no name.")
TWICE = Text("IDが重なっています: {id}", "The id is not unique: {id}")
NOT_THERE = Text("文書にないIDを指しています: {id}", "It points to an id that is not there: {id}")
BAD_TIME = Text("日時の形ではありません: {value}", "Not a time: {value}")
BAD_PURL = Text("package URL の形ではありません: {value}", "Not a package URL: {value}")
BAD_CPE = Text("CPE の形ではありません: {value}", "Not a CPE: {value}")
BAD_HASH = Text("{algorithm} の値の形ではありません。", "Not a value of {algorithm}.")
WRONG_KIND = Text("{field} の型が違います。", "{field} is of the wrong type.")
NO_FIELD = Text("{field} がありません。", "{field} is missing.")
BAD_FIELD = Text("{field} に使えない値です: {value}", "{field} has a value that it may not have: {value}")
_CPE = re.compile(r"cpe:2\.3:[aho*-](?::(?:[^\s:\\]|\\.)+){10}|cpe:/[aho]?(?::[^\s:]*){0,6}", re.IGNORECASE)
_DIGITS = {"MD5": 32, "SHA1": 40, "SHA256": 64, "SHA384": 96, "SHA512": 128}
_ALGORITHM = re.compile(
    r"MD[2456]|ADLER32|SHA3?-?(?:1|224|256|384|512)|BLAKE(?:2b-?(?:256|384|512)|3)|Streebog-(?:256|512)"
)
_HEX = re.compile(r"[0-9a-fA-F]+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.IGNORECASE)


class Faults:
    """Gathers faults, at most `MOST_FAULTS`."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, where: str, why: Text) -> None:
        """One more."""
        if len(self.found) < MOST_FAULTS:
            self.found.append(Fault(where=where[:200], why=why))

    def part(self, where: str, part: BillPart) -> None:
        """What is wrong with one part's own fields."""
        if part.name is None and "name" not in part.unknown:
            self.add(where, NO_NAME)
        if part.purl is not None and read_purl(part.purl) is None:
            self.add(where, BAD_PURL.fill(value=part.purl[:80]))
        for cpe in part.cpes:
            if not _CPE.fullmatch(cpe):
                self.add(where, BAD_CPE.fill(value=cpe[:80]))

    def digest(self, where: str, algorithm: str, value: str) -> None:
        """Whether a digest is hexadecimal and as long as its algorithm makes it."""
        if not _ALGORITHM.fullmatch(algorithm):
            self.add(where, BAD_FIELD.fill(field="alg", value=algorithm[:20]))
        elif not _HEX.fullmatch(value) or len(value) != _DIGITS.get(algorithm.replace("-", ""), len(value)):
            self.add(where, BAD_HASH.fill(algorithm=algorithm))

    def time(self, where: str, value: str | None) -> None:
        """Whether a time is one (RFC 3339), where there is any."""
        if value is None:
            return
        try:
            datetime.fromisoformat(value[:19])
            good = _TIME.fullmatch(value) is not None
        except ValueError:
            good = False
        if not good:
            self.add(where, BAD_TIME.fill(value=value[:40]))

    def unique(self, where: str, ids: Iterable[str]) -> None:
        """Each id once."""
        for id, count in Counter(ids).items():
            if count > 1:
                self.add(where, TWICE.fill(id=id[:80]))
