// Plant simulator.
