"""Encodings of sources: what is unknown or undecodable has no end, a mark allows UTF-8 only, and names are cut."""
from _show import show

show([
    b"# coding: lat\n", b"# coding: Foo_Bar\n", b"# coding: utf-8x\n", b"# coding: ascii\n'\xe4'", b"# coding: utf8\n\n\xa4",
    b"# coding: Latin_1-unix\n'\xe4'", b"# coding: UTF_8-mac\n'\xc3\xa4'", b"# coding: iso-8859-1-" + b"x" * 99 + b"\n",
    b"\xef\xbb\xbf# coding: latin-1\n", b"\xef\xbb\xbf#\n# coding: cp1252\n", b"\xef\xbb\xbf#\r\n# coding: utf8\n",
    b"\xef\xbb\xbf# coding: none such\n", b"\xef\xbb\xbf# coding: utf-8\n", b"\xef\xbb\xbf#\n\n# coding: latin-1\n",
])
