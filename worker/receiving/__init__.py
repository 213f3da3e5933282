"""Receiving webhooks: a delivery says that it is time to look, and Temporal has taken that before it is answered."""
