"""What Django reads and shows of dates per language, where its own differs from what the studio writes."""
