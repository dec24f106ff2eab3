"""The `mamoru` command: parses, calls one function, presents. It decides nothing.

Exit status: 2 for an error of usage or input, else 1 when something falls short, stands partly or is
not shown or a finding was made, else 3 when something could not be looked at, else 0.
"""

from mamoru.cli.entry import main

__all__ = ["main"]
