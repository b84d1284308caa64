"""News for people: what happened in what they follow, were asked or were named in, the way and at the hour they chose.

Promises: nothing is told of what its reader may not see now; no mail or push holds a word of a case.
"""
