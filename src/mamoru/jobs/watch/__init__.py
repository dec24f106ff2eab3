"""Watch the releases of a workspace: what is new or changed since the last run."""
