"""What other systems hand in and want back."""
