"""What an image holds, and what changed between two of them."""
