"""Line by line: prompts for a terminal, without redrawing."""
