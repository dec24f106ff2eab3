"""What readers of formats are made of: bounded access to foreign bytes, streams, inodes, segments."""
