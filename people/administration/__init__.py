"""People and organisations: who belongs where, for who administers an organisation and for who runs the platform."""
