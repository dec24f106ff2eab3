"""The main job: every check that can run, on a bare image or on the releases of a workspace."""
