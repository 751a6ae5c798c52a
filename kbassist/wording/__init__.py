"""What a reply should not say, what it should, and in which order: the team's words applied to a final text."""
