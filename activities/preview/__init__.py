"""What a run would post, found by the very steps that post it, with nothing written but what was looked up."""
