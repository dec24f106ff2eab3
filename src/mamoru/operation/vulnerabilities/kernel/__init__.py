"""What of the Linux kernel an image really built.

In: the source files that hold a weakness (a kernel CVE record's `programFiles`) and how a kernel was built
(`product.Kernel`: its configuration, its modules). Out: `built(files, kernel, version)`: a `Verdict`
"built", "not-built" or "unknown", with the reason. "not-built" only where that is sure of every file.
"""

from mamoru.operation.vulnerabilities.kernel.optional import optional
from mamoru.operation.vulnerabilities.kernel.verdict import Verdict, built

__all__ = ["Verdict", "built", "optional"]
