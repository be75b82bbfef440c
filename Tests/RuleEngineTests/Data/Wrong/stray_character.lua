rule "x" {
  title = "t" $
}
