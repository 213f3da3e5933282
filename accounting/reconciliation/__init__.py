"""Do Flxpoint's records, Daybook's outcomes and the books agree? Gaps, extras and edits, in words."""
