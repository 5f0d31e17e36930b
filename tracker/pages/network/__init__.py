"""Pages of the network: who works with whom, what a link rests on, whether I am shown."""
