rule "Oven" {
  owner = "q", on = "equipment.states", when = [[ state == "down" ]],
}
