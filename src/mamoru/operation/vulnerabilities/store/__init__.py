"""The store: one SQLite file, built from feeds, read-only when matched."""
