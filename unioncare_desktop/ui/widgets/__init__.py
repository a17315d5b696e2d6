"""Parts that several pages use; each knows nothing of unions or counts."""
