test "a shift with a performance above one is suspect, an ordinary one clears it" {
  rule   = "ideal-cycle-suspect",
  given  = series { "kpi.oee", every = "8h", equipment = "PRESS-1", window = "shift", status = "final", performance = { 0.93, 1.31, 0.97 } },
  expect = { at "8h" { alert { severity = "low", title = "PRESS-1: performance 1.31, the ideal cycle is too long" } },
             at "16h" { cleared {} },
             nothing_else },
}

test "rounding, and shifts without a performance, are not suspect" {
  rule   = "ideal-cycle-suspect",
  given  = { event { "kpi.oee", equipment = "PRESS-1", window = "shift", status = "final", performance = 1.01 },
             event { "kpi.oee", at = "8h", equipment = "PRESS-1", window = "shift", status = "final" } },
  expect = nothing_else,
}
