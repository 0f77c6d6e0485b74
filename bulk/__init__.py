"""Many at once: durable operations in chunks, and the queue that works on them."""
