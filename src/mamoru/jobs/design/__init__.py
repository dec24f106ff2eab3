"""The design of a product: assets, threats and measures, and the adviser who is asked about them."""
