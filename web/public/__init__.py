"""Pages for everybody: what the bodies publish, without an account."""
