"""Signing in where one's organisation signs in: OpenID Connect. Nothing here is reached unless a service was configured."""
