"""What the text says: timeline, network, argument, voices, a reader's copy, a learner's progress.

Plain Python, networkx and pandas; nothing here has a place on paper or a tag.
"""
