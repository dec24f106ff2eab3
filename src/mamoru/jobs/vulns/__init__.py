"""The vulnerability data, and what it says of parts: matched, synced, bundled."""
