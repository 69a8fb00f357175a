"""What a person sees and types: front ends over the engine in `wizard`."""
