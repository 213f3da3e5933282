"""Linking a connection to QuickBooks: a bookkeeper's consent, from the question to the stored tokens."""
