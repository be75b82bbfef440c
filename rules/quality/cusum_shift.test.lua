test "a CUSUM signal tells the new mean and when it began" {
  rule   = "cusum-shift",
  given  = { event { "spc.signals", at = "1m", equipment = "FILL-4", characteristic = "weight", chart = "cusum", rule = 1,
                     shifted_mean = 502.5, points_since_change = 7 },
             event { "spc.signals", at = "2m", equipment = "FILL-4", characteristic = "weight", chart = "cusum", rule = 1,
                     shifted_mean = 502.6, points_since_change = 8 },
             clock "5h" },
  expect = { at "1m" { alert { severity = "high", title = "FILL-4: mean of weight shifted to 502.5 some 7 points ago" } },
             at "242m" { cleared {} },
             nothing_else },
}

test "signals of other charts are not a shift" {
  rule   = "cusum-shift",
  given  = event { "spc.signals", equipment = "FILL-4", characteristic = "weight", chart = "i-mr", rule = 1 },
  expect = nothing_else,
}
