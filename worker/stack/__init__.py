"""Postgres and Temporal on this machine, started and stopped with the command that needs them."""
