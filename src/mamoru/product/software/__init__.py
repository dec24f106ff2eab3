"""Known software: one identity for what devices are made of, shared by both engines.

In: YAML files, one a product. Out: `known_software()`, read in its compiled form; `software(id)` and
`packaged_as(name)` find one; `upstream` and `plain` make a raw version plain; `recognition` says how
one signature or file name is matched.
"""

from mamoru.product.software.lifetime import ended_branch
from mamoru.product.software.loader import known_software, packaged_as, software
from mamoru.product.software.model import EndOfLife, FileName, Signature, Software
from mamoru.product.software.plain import plain, upstream

__all__ = [
    "EndOfLife", "FileName", "Signature", "Software", "ended_branch", "known_software", "packaged_as", "plain", "software",
    "upstream",
]  # fmt: skip
