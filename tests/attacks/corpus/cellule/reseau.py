"""Se connecte à la machine et à Internet."""

import socket

for address in (("127.0.0.1", PORT), ("0.0.0.0", PORT), ("1.1.1.1", 53), ("localhost", PORT)):
    try:
        socket.create_connection(address, timeout=1).sendall(b"attaque")
        print("entré", address)
    except OSError as error:
        print(error)
try:
    print("nom", socket.getaddrinfo("example.com", 80))
except OSError as error:
    print(error)
