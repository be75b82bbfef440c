rule "x" { -- admin ‮ only
}
