"""What the user gives, made into tokens of the stream."""
