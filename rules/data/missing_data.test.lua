test "five silent minutes raise an alert and the next reading clears it" {
  rule   = "missing-data",
  given  = { series { "process.measurements", every = "1m", count = 3, equipment = "OVEN-1", characteristic = "temperature", value = 200 },
             event { "process.measurements", at = "20m", equipment = "OVEN-1", characteristic = "temperature", value = 201 } },
  expect = { at "7m" { alert { severity = "medium", reason = "missing",
                               title = "OVEN-1 temperature: no reading for five minutes" } },
             at "20m" { cleared { reason = "returned" } },
             nothing_else },
}

test "another series of the same machine does not hide the silence" {
  rule   = "missing-data",
  given  = { event { "process.measurements", equipment = "OVEN-1", characteristic = "temperature", value = 200 },
             series { "process.measurements", every = "1m", count = 8, equipment = "OVEN-1", characteristic = "pressure", value = 5 } },
  expect = { at "5m" { alert { characteristic = "temperature" } }, nothing_else },
}

test "steady readings are quiet" {
  rule   = "missing-data",
  given  = series { "process.measurements", every = "4m", count = 20, equipment = "OVEN-1", characteristic = "temperature", value = 200 },
  expect = nothing_else,
}
