test "a trend raises one alert, and two quiet hours clear it" {
  rule   = "tool-wear",
  given  = { series { "spc.signals", every = "10m", equipment = "LATHE-1", characteristic = "diameter", location = "location",
                      rule = 3, rule_title = "six points in a row rising or falling", count = 3 },
             clock "3h" },
  expect = { at "0s" { alert { severity = "medium" } },
             at "140m" { cleared {} },
             nothing_else },
}

test "other rules, the range chart and a signal that was taken back say nothing of wear" {
  rule   = "tool-wear",
  given  = { event { "spc.signals", equipment = "LATHE-1", characteristic = "diameter", location = "location", rule = 1 },
             event { "spc.signals", at = "1m", equipment = "LATHE-1", characteristic = "diameter", location = "dispersion", rule = 1 },
             event { "spc.signals", at = "2m", equipment = "LATHE-1", characteristic = "diameter", location = "location", rule = 3,
                     retracted = true } },
  expect = nothing_else,
}
