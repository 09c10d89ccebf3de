"""Questions as files of other programs know them. Plain values in, plain values out: nothing here knows the database."""
