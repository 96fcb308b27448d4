"""The rules of public-information requests: what may happen, when, and what is recorded of it."""
