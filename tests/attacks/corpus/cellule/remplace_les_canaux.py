"""Remplace les canaux par des liens vers ceux de la machine, puis les coupe."""

for name in os.listdir("/sockets"):
    os.unlink(f"/sockets/{name}")
    os.symlink("/run/docker.sock", f"/sockets/{name}")
os.closerange(3, 256)
