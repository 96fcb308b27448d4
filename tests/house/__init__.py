"""Rules of the house itself: layers, names, set-up."""
