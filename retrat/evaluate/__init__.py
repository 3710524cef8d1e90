"""Judges that score files, ours or anybody's, with networks that condition nothing here.

Each judge takes plain arrays (8-bit frames, float samples) and returns plain numbers; `suite` runs
them over an exam of people and voices that were never trained on, next to their ceilings, and
`report` writes the page.
"""
