"""How far a long piece of work has come, as it is told to whoever waits for it."""

from collections.abc import Callable

from mamoru.language import Text

Progress = Callable[[str, float | None], None]
"""Called with what is being looked at now (a file's name), and the share done, 0 to 1; None where that is
not known."""

Titled = Callable[[Text, float | None], None]
"""The same for work that has steps with a title of ours instead of files with a name."""

Counted = Callable[[int, int], None]
"""Called with the bytes looked at so far and the bytes in all, 0 where that is not known: what a child
process counts before it is told as a `Progress`."""
