"""Charts as plotly figure dictionaries: data and layout, no plotly import, no colours of paper.

The page's script adds the light or dark theme; each module here is one chart.
"""
