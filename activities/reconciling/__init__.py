"""Records, outcomes and books held against each other: every gap, extra and edit becomes a problem."""
