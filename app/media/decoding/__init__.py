"""The only code that opens untrusted files. It runs in child processes without files, network or secrets.

`pictures` turns pictures into renditions, `dicom` turns DICOM into plain grey or coloured pixels. Imports nothing of
the house but itself, so that it starts fast and so that what gets the better of it finds little.

Each child answers one request. Standard input: one line of JSON, then the file. Standard output: one line of JSON,
then the bytes of the parts whose lengths the line lists.
"""
