"""The forms of VEX, one a module: `FORM`, `recognises(raw)`, `read(raw)` and `write(document)`."""
