rule "quoted-condition" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = "charcteristic == 'temp'",
}
