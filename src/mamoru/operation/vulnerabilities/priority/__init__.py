"""What is to be done first: SSVC by the deployer's or the supplier's tree, KEV, EPSS, CVSS, exposure.

In: a match, and the component's place in its product (`place_of`). Out: `priority()`: the decision with
every input, where it comes from and whether it is assumed. `order()` sorts. `cvss` reads and rates vectors.
"""

from mamoru.operation.vulnerabilities.priority.deciding import Decided, Priority, TreeId, order, priority
from mamoru.operation.vulnerabilities.priority.inputs import Input
from mamoru.operation.vulnerabilities.priority.place import Exposure, Place, place_of
from mamoru.operation.vulnerabilities.priority.scores import Chosen, chosen

__all__ = [
    "Chosen",
    "Decided",
    "Exposure",
    "Input",
    "Place",
    "Priority",
    "TreeId",
    "chosen",
    "order",
    "place_of",
    "priority",
]
