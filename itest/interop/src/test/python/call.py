"""Calls a remote service of Helve with nothing but Python: the protocol req over tcp, and CBOR, by hand.

python3 call.py PORT SERVICE NAME COUNT calls greet(NAME, COUNT) of the service with the number SERVICE, and prints the answer.
"""
import hashlib
import socket
import struct
import sys


def head(major, value):
    """The first bytes of a CBOR item."""
    if value < 24:
        return bytes([major << 5 | value])
    for code, form in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
        if value < 1 << 8 * struct.calcsize(form):
            return bytes([major << 5 | code]) + struct.pack(form, value)
    raise ValueError("too large: %d" % value)


def encode(value):
    """An integer, a text or a list as CBOR."""
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, str):
        data = value.encode()
        return head(3, len(data)) + data
    return head(4, len(value)) + b"".join(encode(each) for each in value)


BREAK = object()


def decode(data, at=0):
    """The CBOR item at a position, and the position behind it."""
    major, code = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        return {20: False, 21: True, 22: None, 31: BREAK}[code], at
    if code == 31:
        items = []
        while True:
            item, at = decode(data, at)
            if item is BREAK:
                return "".join(items) if major == 3 else items, at
            items.append(item)
    size = {24: 1, 25: 2, 26: 4, 27: 8}.get(code, 0)
    value = int.from_bytes(data[at:at + size], "big") if size else code
    at += size
    if major == 0:
        return value, at
    if major == 1:
        return -1 - value, at
    if major == 2:
        return data[at:at + value], at + value
    if major == 3:
        return data[at:at + value].decode(), at + value
    if major == 4:
        items = []
        for _ in range(value):
            item, at = decode(data, at)
            items.append(item)
        return items, at
    raise ValueError("not expected here: %d" % major)


def method(signature):
    """The number of a method."""
    return int.from_bytes(hashlib.sha256(signature.encode()).digest()[:8], "big", signed=True)


def receive(stream, count):
    data = stream.read(count)
    if len(data) < count:
        raise EOFError("the connection has ended")
    return data


def call(port, service, signature, arguments):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        stream = connection.makefile("rb")
        connection.sendall(b"\0SP\0" + struct.pack(">HH", 0x30, 0))  # req
        if receive(stream, 8) != b"\0SP\0" + struct.pack(">HH", 0x31, 0):
            raise ValueError("the server is no rep")
        request = struct.pack(">I", 0x80000001) + encode([1, service, method(signature), 1 << 20, arguments])
        connection.sendall(struct.pack(">Q", len(request)) + request)
        length, = struct.unpack(">Q", receive(stream, 8))
        answer = receive(stream, length)
    if answer[:4] != request[:4]:
        raise ValueError("the answer is one to another request")
    decoded, end = decode(answer, 4)
    if end != length:
        raise ValueError("something follows the answer")
    return decoded


if __name__ == "__main__":
    print(call(int(sys.argv[1]), int(sys.argv[2]), "greet(java.lang.String,int)", [sys.argv[3], int(sys.argv[4])]))
