"""Values in, bytes out: the statutory PDF documents."""
