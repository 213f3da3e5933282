"""What changed: asked for by change data capture, and told by webhooks."""
