"""Draft a workspace from what an image shows."""
