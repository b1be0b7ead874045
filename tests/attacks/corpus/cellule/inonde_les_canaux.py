"""Répond sans fin, et en grand, sur le canal que personne ne lit."""

kernel = get_ipython().kernel
idents = kernel._shell_parent_ident.get() if hasattr(kernel, "_shell_parent_ident") else b"x"
for _ in range(60):
    kernel.session.send(kernel.shell_stream, "execute_reply", content={"x": "x" * 15_000_000},
                        parent=kernel.get_parent(), ident=idents)
    forger("stream", {"name": "stdout", "text": "x" * 15_000_000}, parent={})
