"""From a record to the document it needs: one file for each kind of document."""
