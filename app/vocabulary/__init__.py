"""The vocabulary: medical concepts with all their names, from our lexicon, from ICD-10-CM and from imported ontologies.

Promises: a word finds its concept by whichever of its names; tags are concepts; nothing is ever looked up outside.
"""
