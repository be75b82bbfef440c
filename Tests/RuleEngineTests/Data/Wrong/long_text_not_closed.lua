rule "x" {
  when = [[ value > 1 ,
}
