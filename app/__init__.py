"""Casebook: a learning library of de-identified medical cases."""
