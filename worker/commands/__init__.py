"""One file for each group of commands; what they print is for people, and --json for programs."""
