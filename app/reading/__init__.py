"""What a reader keeps for themselves: saved cases, private notes, cases and questions they follow.

Promises: nobody else ever sees any of it; what a reader may no longer read is no longer listed.
"""
