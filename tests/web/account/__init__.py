"""At the door: every rule of signing in, tried as an attacker would."""
