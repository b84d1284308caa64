"""De-identification of text: what identifies somebody is found, and something else is proposed to stand there.

Promises: pure functions without tables or web; nothing is ever changed here, only proposed; a span found is a span
of characters of the text as it was given.
"""
