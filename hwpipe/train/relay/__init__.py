"""Blockwise distillation: a relayed teacher, decoupled updates of the student's blocks."""
