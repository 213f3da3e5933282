"""Orders of the demo shop that nobody wrote down: made up by chance, and how each must end in the books."""
