"""Holds the books of the QuickBooks stand-in against the records of the Flxpoint stand-in."""
