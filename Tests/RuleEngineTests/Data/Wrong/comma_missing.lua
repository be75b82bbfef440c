rule "x" {
  title = "t"
  owner = "q",
}
