rule "x" {
  title = "a\qb",
}
