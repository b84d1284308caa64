"""Synthetic clinical pictures, drawn from a seed, for the demo cases; no real picture is in the repository."""
