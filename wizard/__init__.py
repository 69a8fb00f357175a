"""Remote cluster wizard: the engine that asks, plans, applies, proves and undoes. It never draws a screen."""
