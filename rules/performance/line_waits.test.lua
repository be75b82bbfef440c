test "twenty minutes of starving and blocking in an hour raise an alert, a busy hour clears it" {
  rule   = "line-waits",
  given  = series { "kpi.oee", every = "1h", equipment = "LINE-3", window = "hour", status = "final", planned_ms = 3600000,
                    starved_ms = { 100000, 600000, 0 }, blocked_ms = { 0, 600000, 60000 } },
  expect = { at "1h" { alert { severity = "medium" } }, at "2h" { cleared {} }, nothing_else },
}

test "shifts, provisional hours and unplanned time say nothing" {
  rule   = "line-waits",
  given  = { event { "kpi.oee", equipment = "LINE-3", window = "shift", status = "final", planned_ms = 28800000, starved_ms = 28800000, blocked_ms = 0 },
             event { "kpi.oee", at = "1m", equipment = "LINE-3", window = "hour", status = "provisional", planned_ms = 3600000, starved_ms = 3000000, blocked_ms = 0 },
             event { "kpi.oee", at = "2m", equipment = "LINE-3", window = "hour", status = "final", planned_ms = 60000, starved_ms = 60000, blocked_ms = 0 } },
  expect = nothing_else,
}
