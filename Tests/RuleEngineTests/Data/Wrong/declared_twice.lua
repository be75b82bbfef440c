rule "same" {
  owner = "q", on = "equipment.states", when = [[ state == "down" ]],
}

rule "same" {
  owner = "q", on = "equipment.states", when = [[ state == "idle" ]],
}
