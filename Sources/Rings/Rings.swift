// Lock-free rings between threads.
