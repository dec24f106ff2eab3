"""The verification plan of a product: joined, told, printed, and results of tests by hand recorded."""
