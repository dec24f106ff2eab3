"""A boot loader's variables as they may be shown: no secret in clear."""

import re

from mamoru.verification.firmware.facts.secrets import names_secret, redacted
from mamoru.verification.firmware.image import Environment

_SETTING = re.compile(r"""([\w.:/-]{1,80})=("[^"]*"|'[^']*'|[^\s;&,"']+)""")
_LOGIN = re.compile(r"(\w://[^\s/:@]{1,80}:)([^\s/@]{1,200})(?=@)")


def shown_variables(environment: Environment) -> dict[str, str]:
    """Its variables by name, the values with every secret redacted: a variable, or a setting within a
    value (`bootargs`), whose name says that it holds one, and the password of an address."""
    return {name: _shown(name, value) for name, value in sorted(environment.variables.items())}


def _shown(name: str, value: str) -> str:
    if names_secret(name) and value:
        return redacted(value)
    value = _LOGIN.sub(lambda found: found[1] + redacted(found[2]), value)
    return _SETTING.sub(_setting, value)


def _setting(found: re.Match[str]) -> str:
    name, value = found.groups()
    return f"{name}={redacted(value.strip(chr(34) + chr(39)))}" if names_secret(name) else found[0]
