"""The desktop program: where every object is made and every signal is joined."""
