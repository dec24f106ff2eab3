"""The data-flow diagram (データフロー図): from a product's file to a picture in SVG.

In: `Product`. Out: `diagram(product)`, boxes and flows with their places, and `svg(diagram, lang)`. The
layout is our own: trust boundaries side by side, rows in the order of the file, so that one more part
moves nothing but what stands below it in its own column.
"""

from mamoru.design.diagram.layout import Box, Diagram, Flow, Zone, diagram
from mamoru.design.diagram.svg import svg

__all__ = ["Box", "Diagram", "Flow", "Zone", "diagram", "svg"]
