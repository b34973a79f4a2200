"""What an expression means: times, bodies, document numbers, citations."""
