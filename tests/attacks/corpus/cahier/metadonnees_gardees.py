"""Écrit dans ses cellules les marques que le correcteur se fait à lui-même."""

def change(notebook):
    for cell in notebook["cells"]:
        cell["metadata"]["autograder"] = {"answers": ["get_targets", "phi"], "added": False, "set_aside": True,
                                          "problems": [], "readable": True}
        cell["metadata"]["origin"] = cell["metadata"]["grade_id"] = cell["metadata"]["cell_id"] = "test_get_targets"
        cell["metadata"]["refused"] = ["<script>alert('attaque')</script>"]
    notebook["metadata"]["autograder"] = {"problems": [], "readable": True, "score": 20}
    notebook["cells"].append({"cell_type": "raw", "metadata": {"raw_mimetype": "text/html", "format": "text/html"},
                              "source": "<script>alert('attaque')</script>"})
