rule "x" {
  title = "t",
