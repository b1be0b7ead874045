"""From submitted/ to the gradebook: judge each copy, anywhere, then write what was judged."""
