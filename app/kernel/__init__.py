"""What every room stands on: database, clock, errors, events, settings and the ports to the outside world.

Knows no medicine and no web. Promises: times are aware UTC, a write is one transaction, an event is stored
with the change it reports, and what was written to a blob store survives a power cut.
"""
