"""What happens in a session, by noun: its course, who comes in, what is given without a name, what is shown, what comes out."""
