"""Open an image: find its structures in one pass, walk what lies inside, account for the rest."""
