"""How long what is kept about people is kept: the terms, what an organisation chooses of them, and carrying them out."""
