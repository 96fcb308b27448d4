"""The room of the list of public information: proposals, decrees, publications, reports, files."""
