"""Token slices of causal transformers: what they are, which graphs have them, their stages."""
