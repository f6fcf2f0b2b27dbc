"""Practice on invented customers: the play, the customer's temper, what to play next. Pure."""
