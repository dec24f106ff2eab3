"""The checks of this phase, one file each; dropping a file in adds it."""
