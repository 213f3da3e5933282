"""The company's API over HTTP: the gateway before it, and each kind of call."""
