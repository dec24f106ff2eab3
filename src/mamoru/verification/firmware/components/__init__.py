"""Name the components of an opened image, each with the evidence of why.

In: an `OpenedImage`. Out: `components(image)`, from package databases, strings inside binaries, notes
of the build, file names and kernel banners, merged by the identities of `product.software`. Every file
is read once, one at a time.
"""

from mamoru.verification.firmware.components.naming import components

__all__ = ["components"]
