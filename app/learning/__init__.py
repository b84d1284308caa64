"""Learning: which item is due for whom (FSRS), answering it, feedback, and the schedule after it.

Promises: an answer and its schedule are stored in one transaction; a card of a case that left the library is not due.
"""
