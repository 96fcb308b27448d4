"""Mail to citizens: an outbox beside the log, a postman that empties it, and links that prove an address.

No mail holds personal data or a decision: each says that there is something to see, and where.
"""
