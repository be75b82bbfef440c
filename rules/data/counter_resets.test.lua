test "two resets within an hour raise an alert, an hour without clears it" {
  rule   = "counter-resets",
  given  = series { "kpi.oee", every = "1h", equipment = "PRESS-1", window = "hour", status = "final", counter_resets = { 1, 4, 0 } },
  expect = { at "1h" { alert { severity = "low", title = "PRESS-1: counters were reset 4 times within an hour" } },
             at "2h" { cleared {} },
             nothing_else },
}

test "minutes do not count, nor records without the figure" {
  rule   = "counter-resets",
  given  = { event { "kpi.oee", equipment = "PRESS-1", window = "minute", status = "final", counter_resets = 5 },
             event { "kpi.oee", at = "1h", equipment = "PRESS-1", window = "hour", status = "final" } },
  expect = nothing_else,
}
