"""Runs by a schedule: when they are due, and the schedules that Temporal keeps."""
