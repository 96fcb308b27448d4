"""The room of redactions: a document, the boxes over it, its copy."""
