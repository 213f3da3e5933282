"""Adapters between workflows and the world: models in, a store and a client called, models out."""
