"""How questions, tests and lessons work in practice: counted while people learn, shown to who wrote them, and never a person."""
