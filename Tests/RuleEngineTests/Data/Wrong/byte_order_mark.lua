rule "x" {}
