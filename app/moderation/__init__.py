"""Moderation: one queue for everything that needs a decision, and the decision itself.

Promises: nobody decides about their own work; one live claim per review; a flag hides at once; two moderators conflict
instead of overwriting each other; every decision leaves a history row; faces, children, the deceased and intimate
images are shown only when two moderators agree.
"""
