"""Pages and API: parse, call, answer."""
