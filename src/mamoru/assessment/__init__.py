"""Where it stands: the assessment as a pure function of what is asked, made and shown, and a day."""
