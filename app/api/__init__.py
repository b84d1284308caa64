"""The library for programs: a REST interface with tokens, and what machines read on pages.

Promises: a program sees exactly what its person would; a token can do no more than its scopes say.
"""
