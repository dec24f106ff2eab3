"""The release at hand: its papers and what is declared of it, as every job needs them."""
