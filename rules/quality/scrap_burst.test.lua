test "twenty pieces within ten minutes raise an alert, quiet counts clear it" {
  rule   = "scrap-burst",
  given  = series { "equipment.counts", every = "2m", equipment = "PRESS-7", good = 100,
                    scrap = { 1, 6, 7, 8, 0, 0, 0, 0, 0, 0 } },
  expect = { at "6m" { alert { severity = "high", scrapped = 22, title = "PRESS-7: 22 pieces scrapped within ten minutes" } },
             at "16m" { cleared {} },
             nothing_else },
}

test "the same scrap spread over an hour is normal" {
  rule   = "scrap-burst",
  given  = series { "equipment.counts", every = "10m", count = 6, equipment = "PRESS-7", scrap = 4 },
  expect = nothing_else,
}

test "machines are counted apart, and counters that only grow are ignored" {
  rule   = "scrap-burst",
  given  = { series { "equipment.counts", every = "1m", equipment = { "A", "B", "A", "B" }, scrap = { 9, 9, 9, 9 } },
             series { "equipment.counts", every = "1m", count = 3, equipment = "C", kind = "counter", scrap = 500 } },
  expect = nothing_else,
}
