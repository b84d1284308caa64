"""Threads: blind opinions first, then discussion, then a resolution confirmed by a second verified clinician.

Promises: nobody sees others' opinions before committing (or skipping) their own; one opinion per person and case; who
proposes a resolution never confirms it.
"""
