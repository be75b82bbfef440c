test "the third violation within two hours holds the lot of that point, once" {
  rule   = "spc-run-holds-lot",
  given  = series { "spc.signals", every = "10m", equipment = "MILL-2", characteristic = "diameter",
                    location = "location", rule = 5, statistic = 10.4, lot = { "L1", "L2", "L3", "L3" } },
  expect = { at "20m" { alert { severity = "high", run = 3, title = "MILL-2 diameter: 3 violations within two hours" },
                        hold_lot { lot = "L3", reason = "3 chart violations of diameter" },
                        reroute { lot = "L3", from = "MILL-2" } },
             nothing_else },
}

test "three violations spread over a day are no run" {
  rule   = "spc-run-holds-lot",
  given  = series { "spc.signals", every = "3h", count = 5, equipment = "MILL-2", characteristic = "diameter",
                    location = "location", rule = 1, lot = "L1" },
  expect = nothing_else,
}

test "characteristics are counted apart" {
  rule   = "spc-run-holds-lot",
  given  = series { "spc.signals", every = "1m", equipment = "MILL-2", location = "location", rule = 2, lot = "L1",
                    characteristic = { "diameter", "length", "diameter", "length" } },
  expect = nothing_else,
}

test "without a lot there is an alert and nothing to hold, and four quiet hours end it" {
  rule   = "spc-run-holds-lot",
  given  = { series { "spc.signals", every = "1m", count = 3, equipment = "MILL-2", characteristic = "diameter",
                      location = "location", rule = 2 },
             clock "5h" },
  expect = { at "2m" { alert { run = 3 } }, at "4h2m" { cleared { reason = "quiet" } }, nothing_else },
}
