"""How does a task stand on a day?

status.py    the status of a task, from what people recorded and what the document says
rhythm.py    the days on which a recurring duty is due
tracked.py   a task out of the store, with how it stands: what lists and calendars are made from
"""
