"""How well identifiers are found and removed from pictures, on pictures that are made here from a seed."""
