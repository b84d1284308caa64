"""Curation: faculty put cases into collections. A collection shows only what its reader may see."""
