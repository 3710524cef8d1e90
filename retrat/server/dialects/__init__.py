"""What clients of other vendors say, as requests of ours, and our jobs as their answers."""
