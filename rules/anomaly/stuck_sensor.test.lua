test "a flatline raises one alert, and half an hour without another clears it" {
  rule   = "stuck-sensor",
  given  = { series { "anomaly.detections", every = "5m", count = 3, equipment = "OVEN-1", characteristic = "pressure",
                      detector = "flatline", score = 1.2, reason = "20 equal readings" },
             clock "1h" },
  expect = { at "0" { alert { severity = "medium", title = "OVEN-1 pressure does not move: 20 equal readings" } },
             at "40m" { cleared { reason = "quiet" } },
             nothing_else },
}

test "other detectors and idle machines are left alone" {
  rule   = "stuck-sensor",
  given  = { event { "anomaly.detections", equipment = "OVEN-1", characteristic = "pressure", detector = "hampel", score = 9 },
             event { "equipment.states", at = "1m", equipment = "OVEN-1", state = "idle" },
             event { "anomaly.detections", at = "2m", equipment = "OVEN-1", characteristic = "pressure", detector = "flatline", score = 2 } },
  expect = { at "2m" { suppressed {} }, nothing_else },
}
