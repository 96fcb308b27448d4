"""The citizen's pages: ask, get a receipt, follow the case. Without scripts and without an account."""
