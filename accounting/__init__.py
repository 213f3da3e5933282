"""The rules, pure: records in, documents and problems out. No I/O, no clock, no Temporal."""
