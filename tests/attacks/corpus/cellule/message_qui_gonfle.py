"""Publie un message de quinze mégaoctets qui en deviendrait cinq cents."""

forger_brut(content=b'{"name": ["x",' + b"[]," * 5_000_000 + b"[]]}")
