"""The name under which evidence and reports are kept."""

from mamoru import __version__

TOOL = f"mamoru {__version__}"
