"""Generators of every published training schedule, as action lists.

`generate` builds one by name, `training_schedules` the candidates of a planner, `measure` says
what one takes.
"""
