"""What the person wants: answers, questions, the support matrix and the scenario they make. Pure."""
