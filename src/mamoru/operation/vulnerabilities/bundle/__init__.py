"""A signed copy of the vulnerability data that moves by USB or as a file on a web server.

`making.make()` writes one: an archive of the packed store and TUF metadata, signed with a key of this machine's
own. `taking.take()` verifies one against the root that is trusted and puts its store in place, or changes
nothing. Both load much, so that only who makes or takes one imports them; `is_bundle()` tells one cheaply.
Source: The Update Framework specification 1.0.33, roles and client workflow (by python-tuf).
"""

from mamoru.operation.vulnerabilities.bundle.archive import is_bundle

__all__ = ["is_bundle"]
