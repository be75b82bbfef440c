test "the tenth stop within an hour raises an alert, a quiet hour clears it" {
  rule   = "short-stops",
  given  = { series { "equipment.states", every = "2m", equipment = "PRESS-3", count = 20, state = cycle { "running", "down" },
                      category = cycle { "productive", "down" } },
             event { "equipment.states", at = "3h", equipment = "PRESS-3", state = "running", category = "productive" } },
  expect = { at "38m" { alert { severity = "medium", title = "PRESS-3: down 10 times within an hour" } },
             at "3h" { cleared {} },
             nothing_else },
}

test "the same stop told again is one stop, and ten stops in ten hours are quiet" {
  rule   = "short-stops",
  given  = { series { "equipment.states", every = "1m", equipment = "PRESS-3", count = 30, state = "down", category = "down" },
             series { "equipment.states", every = "30m", from = "2h", equipment = "PRESS-3", count = 20,
                      state = cycle { "running", "down" }, category = cycle { "productive", "down" } } },
  expect = nothing_else,
}
