"""Stored files on the web: what is known of them, how they are handed out, drawn small, checked and swept."""
