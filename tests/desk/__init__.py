"""The use cases on both databases, as pages and commands call them."""
