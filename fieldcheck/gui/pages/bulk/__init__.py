"""What is done with many hazards at once, beside their list."""
