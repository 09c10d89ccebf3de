"""A calendar of one's own to subscribe to, at a secret address: what comes due and what is planned. What it holds is told by the rooms."""
