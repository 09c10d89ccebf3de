"""What is checked in a lesson or module before it is published: small pure checks, each with a reason and a remedy."""
