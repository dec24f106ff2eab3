"""Explain whatever has an id: what is asked, why it stands so, what would change it."""
