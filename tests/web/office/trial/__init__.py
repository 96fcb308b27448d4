"""A room for the items of the public list, as small as a room can be: to try the machinery of all rooms."""
