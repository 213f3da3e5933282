"""The proof: a shop's orders through a chain that is hurt all the while, and what stands in the books at the end."""
