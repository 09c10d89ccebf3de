"""Writing content as the folder that cms/importing reads: its exact inverse."""
