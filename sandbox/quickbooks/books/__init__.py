"""The books themselves: what a company holds, where it is kept, and what it begins with."""
