"""Who may do what: one table, deny by default, on protocols so that it needs no room."""
