"""Who is at the door: accounts, passwords, second factors, sessions, and the records of all that."""
