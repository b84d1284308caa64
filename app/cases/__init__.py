"""Cases: the text and pictures of one patient's story, and its life-cycle from draft to library or tombstone.

Promises: a case moves only along the table in `rules`; each move leaves a history row and an audit row in the same
transaction; an edit voids both confirmations; withdrawn and taken-down cases keep no content.
"""
