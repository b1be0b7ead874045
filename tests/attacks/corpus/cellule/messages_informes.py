"""Publie des messages signés dont aucune partie n'a la forme prévue."""

for parent in ([], "x", 3, {"msg_id": []}, None):
    forger_brut(parent=parent, content={})
for header in ([], {}, {"msg_type": []}, {"msg_type": "status", "date": "hier"}):
    forger_brut(header=header, content={})
for content in ([], None, "x", {"data": []}, {"data": None}, {"data": {"text/plain": {}}}, b"{", b"\xff",
                {"data": {MIME: 3}}, {"execution_state": []}, {"text": {"a": 1}, "name": []}):
    forger_brut(content=content)
    forger_brut({"msg_type": "display_data", "msg_id": "1"}, content=content)
    forger_brut({"msg_type": "status", "msg_id": "1"}, content=content)
