test "ten minutes down raise an alert without any further event; running again clears it" {
  rule   = "machine-down-too-long",
  given  = { event { "equipment.states", equipment = "PRESS-7", state = "down", reason = "hydraulics" },
             event { "equipment.states", at = "25m", equipment = "PRESS-7", state = "running" } },
  expect = { at "10m" { alert { severity = "high", title = "PRESS-7 is down (hydraulics) for more than ten minutes" } },
             at "25m" { cleared {} },
             nothing_else },
}

test "a short stop is nobody's business" {
  rule   = "machine-down-too-long",
  given  = { event { "equipment.states", equipment = "PRESS-7", state = "down" },
             event { "equipment.states", at = "9m59s", equipment = "PRESS-7", state = "idle" },
             clock "1h" },
  expect = nothing_else,
}

test "the category decides, not the word of the controller, and an hour is critical" {
  rule   = "machine-down-too-long",
  given  = { event { "equipment.states", equipment = "PRESS-7", state = "Aborted", category = "down" },
             clock "2h" },
  expect = { at "10m" { alert { severity = "high" } },
             at "1h" { alert { severity = "critical", reason = "escalated" } },
             nothing_else },
}
