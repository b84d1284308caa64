"""Pictures: an upload becomes a CleanImage, gets redacted, confirmed and rendered in three sizes.

Promises: what is stored was redrawn from pixels; the original is quarantined, readable by its author alone, and
destroyed when they confirm, on withdrawal, or after 7 days at the latest. The only room that knows Pillow.
"""
