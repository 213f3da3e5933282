"""What Daybook talks to: QuickBooks Online, Flxpoint and its own Postgres."""
