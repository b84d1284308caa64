"""Import: a folder of pictures and a table becomes cases, through the same doors as a person's upload.

Promises: nothing is guessed (what is unclear is kept as text or reported), a broken file stops nothing but itself, and
importing the same folder twice makes no doubles.
"""
