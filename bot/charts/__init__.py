"""Pictures of numbers over time: values in, PNG out. Pure; knows neither agents nor Telegram."""
