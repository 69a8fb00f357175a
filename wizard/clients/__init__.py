"""Everything that talks to something outside: clusters, nodes, sockets."""
