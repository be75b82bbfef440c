test "thirty seconds above the limit raise one alert, and only one" {
  rule   = "over-temperature",
  given  = series { "process.measurements", every = "10s", equipment = "OVEN-1", characteristic = "zone_temp",
                    value = { 244, 246, 247, 248, 249, 250, 251 } },
  expect = { at "40s" { alert { severity = "high", equipment = "OVEN-1", title = "OVEN-1: 249 degC, limit 245" } },
             nothing_else },
}

test "a dip under the limit starts the thirty seconds anew" {
  rule   = "over-temperature",
  given  = series { "process.measurements", every = "10s", equipment = "OVEN-1", characteristic = "zone_temp",
                    value = { 246, 247, 244, 246, 247, 248 } },
  expect = nothing_else,
}

test "between the two thresholds the alert stays, below the lower one it clears" {
  rule   = "over-temperature",
  given  = { series { "process.measurements", every = "30s", equipment = "OVEN-1", characteristic = "zone_temp",
                      value = { 250, 250, 242, 239 } } },
  expect = { at "30s" { alert { severity = "high" } },
             at "90s" { cleared { reason = "cleared" } },
             nothing_else },
}

test "no readings after the limit was passed: the time alone raises it" {
  rule   = "over-temperature",
  given  = { event { "process.measurements", equipment = "OVEN-1", characteristic = "zone_temp", value = 260 },
             clock "15m" },
  expect = { at "30s" { alert { severity = "high" } },
             at "10m30s" { alert { severity = "critical", reason = "escalated" } },
             nothing_else },
}

test "an oven in maintenance may be as hot as it likes" {
  rule   = "over-temperature",
  given  = { event { "equipment.states", equipment = "OVEN-1", state = "maintenance" },
             event { "process.measurements", at = "1s", equipment = "OVEN-1", characteristic = "zone_temp", value = 300 },
             event { "process.measurements", at = "1m", equipment = "OVEN-1", characteristic = "zone_temp", value = 300 },
             clock "1h" },
  expect = { at "31s" { suppressed { severity = "high" } }, nothing_else },
}

test "other characteristics are none of its business" {
  rule   = "over-temperature",
  given  = series { "process.measurements", every = "30s", equipment = "OVEN-1", characteristic = "pressure",
                    value = { 900, 900, 900 } },
  expect = nothing_else,
}
