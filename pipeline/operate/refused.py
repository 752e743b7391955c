"""`Refused`: why an alert could not be delivered, in words that hold no address and no secret."""


class Refused(Exception):
    """What is wrong with a channel, or what it answered."""
