"""The web floor: the gate, the request's transaction, base templates, error pages, Markdown.

Promises: an app with an undeclared route doesn't start; a response that says 'done' leaves after the commit.
"""
