rule "" {
  owner = "q", on = "equipment.states", when = [[ state == "down" ]],
}
