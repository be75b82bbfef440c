rule "x" {
  title = "never ends,
}
