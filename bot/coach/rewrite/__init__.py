"""Better wordings of a draft, built from the draft itself and proven by the coach."""
