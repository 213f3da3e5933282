"""Postgres: tables, migrations, and small stores that speak in Daybook's words."""
