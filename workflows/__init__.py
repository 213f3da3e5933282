"""An order's life and a run's, as durable workflows that decide order and timing only."""
