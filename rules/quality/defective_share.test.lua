test "the sample that goes over four percent raises the alert and holds its lot, once" {
  rule   = "defective-share",
  given  = series { "process.inspections", every = "30m", equipment = "PAINT-1", characteristic = "runs", inspected = 100,
                    defectives = { 2, 3, 9, 6, 0, 0, 0, 0, 0, 0, 0 }, lot = { "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11" } },
  expect = { at "60m" { alert { severity = "high", title = "PAINT-1: 4.7 % defective (runs) within eight hours" }, hold_lot { lot = "L3" } },
             at "5h" { cleared {} },
             nothing_else },
}

test "a few bad pieces of a small number say nothing yet, nor do counts of defects" {
  rule   = "defective-share",
  given  = { event { "process.inspections", equipment = "PAINT-1", characteristic = "runs", inspected = 50, defectives = 5 },
             event { "process.inspections", at = "1m", equipment = "PAINT-1", characteristic = "runs", inspected = 500, defects = 60 } },
  expect = nothing_else,
}
