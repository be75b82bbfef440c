test "an hour below the target raises an alert, an hour above it clears it" {
  rule   = "oee-below-target",
  given  = series { "kpi.oee", every = "1h", equipment = "LINE-3", window = "hour", status = "final",
                    planned_ms = 3600000, oee = { 0.71, 0.52, 0.55, 0.66 } },
  expect = { at "1h" { alert { severity = "medium", title = "LINE-3: OEE 0.52 in the last hour, target 0.6" } },
             at "3h" { cleared {} },
             nothing_else },
}

test "provisional figures and shifts neither raise nor clear" {
  rule   = "oee-below-target",
  given  = { event { "kpi.oee", at = "1m", equipment = "LINE-3", window = "hour", status = "provisional", planned_ms = 3600000, oee = 0.2 },
             event { "kpi.oee", at = "2m", equipment = "LINE-3", window = "shift", status = "final", planned_ms = 3600000, oee = 0.2 },
             event { "kpi.oee", at = "3m", equipment = "LINE-3", window = "hour", status = "final", planned_ms = 3600000, oee = 0.4 },
             event { "kpi.oee", at = "4m", equipment = "LINE-3", window = "hour", status = "provisional", planned_ms = 3600000, oee = 0.9 } },
  expect = { at "3m" { alert {} }, nothing_else },
}

test "an hour that was hardly planned, or has no OEE, says nothing" {
  rule   = "oee-below-target",
  given  = { event { "kpi.oee", equipment = "LINE-3", window = "hour", status = "final", planned_ms = 600000, oee = 0.1 },
             event { "kpi.oee", at = "1h", equipment = "LINE-3", window = "hour", status = "final", planned_ms = 3600000 } },
  expect = nothing_else,
}
