"""The process: settings, wiring, command line and the embedded stack."""
