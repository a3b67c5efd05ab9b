"""What outlives a run: checkpoints and what gradient compression has kept back."""
