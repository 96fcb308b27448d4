"""Random acts over every subject, lawful and not, held against a plain model of the law."""
