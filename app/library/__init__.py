"""The library: search, browse and tags over what is published. The only room that knows Whoosh.

Promises: a hit is shown only after the database has said that this reader may see it; the index can be rebuilt at any
time; when it is missing or broken a plainer search in the database answers, and says so.
"""
