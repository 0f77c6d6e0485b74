"""The screens, through Flask's test client."""
