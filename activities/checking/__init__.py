"""The doctor's reading: both ends of a connection asked once, whatever can be read, and nothing changed."""
