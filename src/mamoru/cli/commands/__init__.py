"""The commands, one file each; dropping a file in adds it."""
