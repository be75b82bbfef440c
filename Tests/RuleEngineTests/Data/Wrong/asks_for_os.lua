local now = os.time()
rule "x" {}
