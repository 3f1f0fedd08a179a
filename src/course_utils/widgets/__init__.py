"""What is answered and explored: questions, panels, explorers; each shows what others computed.

The only folder that may import ipywidgets and anywidget, and that reads or changes a record.
"""
