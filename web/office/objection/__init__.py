"""The office's pages of objections: taking one in, settling, answering, and what was ordered."""
