"""`make bench`: the lesson page and the saving of an answer, measured beside their peers."""
