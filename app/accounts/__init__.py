"""People: sign-up with an occupation, verification, sign-in and what each may therefore do.

Promises: passwords are stored with argon2; a sign-in is a row that can be revoked; a verification is decided
by somebody else and runs out.
"""
