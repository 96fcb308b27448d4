"""The officer's desk: sign in, see what is owed by when, open a case, and take a lawful step on it."""
