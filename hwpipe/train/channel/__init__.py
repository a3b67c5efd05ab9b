"""Messages between ranks: what carries them, and who meets whom."""
