"""Operations: the command line, demo data, import, backup and restore, health."""
