"""Who gets a tip or a reminder now, which one, and sending it so that no one gets two or none."""
