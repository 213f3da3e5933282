"""The lists of a company: who and what its documents name."""
