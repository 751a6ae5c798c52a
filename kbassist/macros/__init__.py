"""From a macro and the agent's values to the text that may leave the form."""
