"""A shop's orders through the whole chain, on this machine alone."""
