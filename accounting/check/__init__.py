"""The doctor: what in QuickBooks, in Flxpoint or among the choices would get in the way, before anything is posted.

Facts come in as they were read once, findings go out all at once (row R-11); nothing here asks or changes anything.
"""
