"""The officer's pages, from form to fact."""
