"""Consent: who gave it, for what, on which form; and withdrawal, at any time, with or without an account.

Promises: the giver's name is never stored here; consent counts only while in force; withdrawing ends the case in the
same transaction.
"""
