test "setup for 45 minutes raises an alert, another half hour makes it high, the first good part clears it" {
  rule   = "setup-overrun",
  given  = { event { "equipment.states", equipment = "MILL-2", state = "setup", category = "setup" },
             event { "equipment.states", at = "80m", equipment = "MILL-2", state = "running", category = "productive" } },
  expect = { at "45m" { alert { severity = "medium" } },
             at "75m" { alert { severity = "high", reason = "escalated" } },
             at "80m" { cleared {} },
             nothing_else },
}

test "a quick setup and a breakdown in between start the clock anew" {
  rule   = "setup-overrun",
  given  = { event { "equipment.states", equipment = "MILL-2", state = "setup", category = "setup" },
             event { "equipment.states", at = "40m", equipment = "MILL-2", state = "down", category = "down" },
             event { "equipment.states", at = "50m", equipment = "MILL-2", state = "setup", category = "setup" },
             event { "equipment.states", at = "80m", equipment = "MILL-2", state = "running", category = "productive" } },
  expect = nothing_else,
}
