"""Measurements that plans are made with: nodes, updates, messages and the executor here."""
