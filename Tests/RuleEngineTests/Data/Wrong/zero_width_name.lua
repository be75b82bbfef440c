rule "x" {
  owner = "a​b",
}
