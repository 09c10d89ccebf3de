"""What who leads a team sees of it, and may do: plan, agree another day, exempt. Never what somebody did, answered or wrote."""
