"""The room of breaches of personal data: pages, forms, the people to be told, the notices."""
