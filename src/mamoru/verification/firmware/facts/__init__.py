"""What the files of a root file system say: accounts, services, settings, scripts, secrets, certificates."""
