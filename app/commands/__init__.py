"""Commands of `casebook` that are more than a line or two, by what they are about; app/cli.py puts them together."""
