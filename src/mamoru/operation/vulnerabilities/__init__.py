"""Published vulnerabilities: the feeds, the local store, the match, the order, the answer.

In: feed files or the network (`feeds`), a release's components. Out: one local file (`store`), and of a
release which vulnerabilities affect which component, with why (`matching`), which come first
(`priority`), what was decided (`decisions`), and the same as VEX (`vex`).
"""
