"""The MUD file of a product, and a capture held against one."""
