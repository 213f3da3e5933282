"""QuickBooks Online, Accounting API v3: pure requests and answers, a thin transport, one family of errors."""
