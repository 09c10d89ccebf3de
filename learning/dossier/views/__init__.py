"""The pages of the dossier."""
