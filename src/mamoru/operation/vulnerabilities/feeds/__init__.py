"""One file a feed: how its files are recognised, read into records, and fetched.

A feed is found by discovery: a module with `FEED`. Dropping in a file adds it.
"""

from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile, feed, feeds

__all__ = ["Download", "Feed", "FeedFile", "feed", "feeds"]
