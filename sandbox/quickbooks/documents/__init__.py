"""The documents of a company: sales, purchases, payments, and what each moves."""
