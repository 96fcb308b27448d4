"""The room of data subjects' applications: pages, forms, letters."""
