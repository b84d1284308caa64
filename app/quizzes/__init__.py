"""Quizzes: items drafted from resolved threads, edited and accepted by people, answered once and marked.

Promises: an item exists only for a confirmed resolution and falls with it; the key leaves the server only after that
person's attempt is stored; attempts are append-only.
"""
