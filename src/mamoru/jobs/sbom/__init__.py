"""How good a software bill of materials is."""
