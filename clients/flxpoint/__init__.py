"""Flxpoint: the client, and the one field map that turns its JSON into records."""
