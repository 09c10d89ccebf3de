"""The question bank as its authors work with it: in and out as files, found again, and compared."""
