"""The forms in which a build names its parts: dropping in a file adds one.

Each module has `FORMAT` (its id), `KIND` ("sbom"; "list" of all parts in another form; "trace" that
names some), `recognises(name, head)` and `parts(name, data)`: from the name and
first bytes of a file whether it is of this form, and from its bytes the parts that it names. What
breaks the form raises `FormatError` and nothing else.
"""
