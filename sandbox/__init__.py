"""Stand-ins for QuickBooks Online and Flxpoint on loopback, and the audit that compares the two."""
