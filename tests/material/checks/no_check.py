"""A file without a CHECK, in the place of one."""
