"""Files that people ask for and a worker makes: sealed under their own key, and gone after a day."""
