"""Write what an image contains as a software bill of materials: CycloneDX and SPDX."""
