"""Connecting to a company: discovery, consent, tokens, and who the bookkeeper is."""
