"""MUD (RFC 8520): what a device may talk to, written down, and held against a capture of its traffic.

In: the bytes of a MUD file and of a capture (pcap, pcapng), or a product as declared. Out: a
`Profile`, the bytes of a MUD file, and a `Judgement` of every flow: allowed by which rule, allowed by
none, or not to be decided, and the rules that nothing used.
"""

from mamoru.verification.mud.flows import Seen, Who, seen_in
from mamoru.verification.mud.judging import Judgement, judge
from mamoru.verification.mud.profile import Profile, Rule
from mamoru.verification.mud.reading import read_profile
from mamoru.verification.mud.writing import Draft, draft

__all__ = [
    "Draft",
    "Judgement",
    "Profile",
    "Rule",
    "Seen",
    "Who",
    "draft",
    "judge",
    "read_profile",
    "seen_in",
]
