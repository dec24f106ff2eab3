"""CVSS: vectors of versions 2.0, 3.0, 3.1 and 4.0 read and rated.

In: a vector as published. Out: `read_vector()`, strict and total (it raises `FormatError` and nothing
else), and `rated()`: the base score, and with the temporal (4.0: threat) and environmental metrics.
"""

from mamoru.operation.vulnerabilities.priority.cvss.rating import Rating, Severity, rated, severity
from mamoru.operation.vulnerabilities.priority.cvss.vector import Vector, read_vector

__all__ = ["Rating", "Severity", "Vector", "rated", "read_vector", "severity"]
