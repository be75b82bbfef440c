rule "x" {
  owner = "q", when = [[ value > 1 ]],
}
