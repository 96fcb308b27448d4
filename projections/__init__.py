"""What people may read: drop it, rebuild it, lose nothing."""
