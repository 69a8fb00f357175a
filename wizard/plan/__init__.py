"""What will be done: actions, steps and the planner that orders them. Pure."""
