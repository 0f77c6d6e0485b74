"""What keeps the panel's work safe: backups and their drill, checks of what is kept, the state of the system."""
