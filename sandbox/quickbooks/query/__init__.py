"""The query language: read, checked and answered."""
