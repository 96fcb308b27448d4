"""The office's pages of disputes: what the body learns and does, from the application to compliance."""
