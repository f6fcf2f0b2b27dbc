"""How an agent gets on: from stored reviews to a few numbers worth saying. For the agent alone."""
