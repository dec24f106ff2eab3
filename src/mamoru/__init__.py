"""Mamoru (守る, to protect): product security for the makers of IoT devices.

What is asked (`catalog`) × what is made (`product`) × what is shown (`evidence`) = where it stands
(`assessment`). The guide's phases (`governance`, `design`, `verification`, `operation`) bring the
evidence; the faces (`cli`, later `web`) present the assessment.
"""

__version__ = "0.1.0"
